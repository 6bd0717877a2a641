package org.fastness.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.http.JsonObject;
import org.fastness.keyservice.Inspection;
import org.fastness.keyservice.process.BootSecrets;
import org.fastness.keyservice.process.EnclaveSettings;
import org.fastness.keyservice.process.EnclaveSupervisor;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.crypto.Entropy;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.server.configuration.Configuration;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;

/** An enclave of random secrets in a scratch folder, for looking at the walls this machine gives it. */
public final class ThrowAwayEnclave {

    private ThrowAwayEnclave() {
    }

    /** Starts one, looks, stops it, and removes the folder. */
    public static JsonObject inspect(Configuration configuration, Layout layout) throws IOException, Refused {
        Path scratch = Files.createTempDirectory("fastness");
        try (Store store = Store.open(new StoreUrl.Sqlite(scratch.resolve("store.db")))) {
            store.migrate(Ticker.system(), List.of(SealedRecords.MIGRATIONS));
            EnclaveSettings settings = new EnclaveSettings(configuration.mode().ordinal(), configuration.relyingParty(), List.of(configuration.wallet().toString()), layout.image(), scratch,
                    Optional.of(layout.startCaches()), "bwrap", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
            try (EnclaveSupervisor enclave = EnclaveSupervisor.start(settings, new RandomSecrets(), new SealedRecords(store, CommitListener.NONE), Ticker.system())) {
                return Inspection.of(enclave).toJson();
            }
        } finally {
            remove(scratch);
        }
    }

    /** New at each call; a second boot would not open what the first sealed, and there is none. */
    private record RandomSecrets() implements BootSecrets {

        @Override
        public Hidden installSeed() {
            return random();
        }

        @Override
        public Hidden passphrase() {
            return random();
        }

        private static Hidden random() {
            byte[] octets = new byte[32];
            Entropy.system().fill(octets);
            return new Hidden(octets);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
