package org.fastness.keyservice.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.client.Transport;
import org.fastness.keyservice.Caller;
import org.fastness.keyservice.EnclaveDirectory;
import org.fastness.keyservice.EnclaveRelay;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;

/** A store with a real enclave process beside it, as a server would wire them. */
final class Residence implements AutoCloseable {
    static final String RP_ID = "wallet.localhost";
    static final String ORIGIN = "http://wallet.localhost:8080";

    final Store store;
    final SealedRecords records;
    final EnclaveSupervisor supervisor;
    final EnclaveRelay relay;

    private Residence(Store store, CommitListener listener, EnclaveSettings settings, BootSecrets secrets) {
        this.store = store;
        this.records = new SealedRecords(store, listener);
        this.supervisor = EnclaveSupervisor.start(settings, secrets, records, Ticker.system());
        this.relay = new EnclaveRelay(EnclaveDirectory.of(supervisor), records, Ticker.system());
    }

    static Residence at(String storeUrl) {
        return at(storeUrl, CommitListener.NONE);
    }

    static Residence at(String storeUrl, CommitListener listener) {
        Images.bubblewrap();
        return at(storeUrl, listener, settings("bwrap", EnclaveSettings.DEVELOPMENT, Optional.empty()), secrets("correct horse"));
    }

    static Residence at(String storeUrl, CommitListener listener, EnclaveSettings settings, BootSecrets secrets) {
        Store store = open(storeUrl);
        try {
            return new Residence(store, listener, settings, secrets);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    static EnclaveSettings settings(String bubblewrap, int environment, Optional<Path> cacheFolder) {
        return new EnclaveSettings(environment, RP_ID, List.of(ORIGIN), Images.folder(), Images.runFolder(), cacheFolder, bubblewrap,
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    static BootSecrets secrets(String passphrase) {
        return new BootSecrets() {
            @Override
            public Hidden installSeed() {
                return new Hidden(new byte[32]);
            }

            @Override
            public Hidden passphrase() {
                return new Hidden(Bytes.ofUtf8(passphrase).toArray());
            }
        };
    }

    private static Store open(String url) {
        try {
            Store store = Store.open(StoreUrl.parse(url));
            store.migrate(Ticker.system(), List.of(SealedRecords.MIGRATIONS));
            return store;
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    /** What a client's HTTP would do. */
    Transport transport(Caller caller) {
        return new Transport() {
            @Override
            public Bytes openChannel(Bytes opening) throws Refused {
                return relay.openChannel(opening);
            }

            @Override
            public Bytes frame(Bytes frame) throws Refused {
                try {
                    return relay.frame(frame, caller);
                } catch (Malformed bug) {
                    throw new IllegalArgumentException(bug);
                }
            }
        };
    }

    @Override
    public void close() {
        supervisor.close();
        store.close();
    }
}
