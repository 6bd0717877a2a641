package org.fastness.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Ticker;
import org.fastness.http.Metrics;
import org.fastness.http.Route;
import org.fastness.keyservice.DataKeys;
import org.fastness.keyservice.EnclaveDirectory;
import org.fastness.keyservice.EnclaveRelay;
import org.fastness.keyservice.EnclaveRoutes;
import org.fastness.keyservice.process.EnclaveSettings;
import org.fastness.keyservice.process.EnclaveSupervisor;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.secret.OwnerOnly;
import org.fastness.server.secret.SecretFiles;
import org.fastness.store.Store;

/** The key service: one enclave, watched and started again when it dies, and the relay before it. */
record KeyserviceWiring(EnclaveSupervisor enclave, DataKeys dataKeys, List<Route> routes) {

    /** A Unix socket's path has 107 octets; the launcher adds a folder and a name to this. */
    private static final int LONGEST_RUN_FOLDER = 64;

    static KeyserviceWiring start(Configuration configuration, Layout layout, Store store, CommitListener listener, SecretFiles secrets, Ticker ticker, Metrics metrics, Closing closing) throws IOException {
        SealedRecords records = new SealedRecords(store, listener);
        EnclaveSupervisor enclave = closing.keep("enclave", EnclaveSupervisor.start(settings(configuration, layout), new FileBootSecrets(secrets), records, ticker));
        EnclaveDirectory directory = EnclaveDirectory.of(enclave);
        metrics.gauge("fastness_enclave_up", "Whether the enclave serves.", () -> enclave.identity().isPresent() ? 1 : 0);
        metrics.gauge("fastness_enclave_questions", "Questions open at the enclave.", enclave::inFlight);
        EnclaveRoutes routes = new EnclaveRoutes(new EnclaveRelay(directory, records, ticker), enclave);
        return new KeyserviceWiring(enclave, new DataKeys(directory), routes.routes());
    }

    private static EnclaveSettings settings(Configuration configuration, Layout layout) throws IOException {
        Configuration.Delays delays = configuration.delays();
        int environment = configuration.mode().ordinal();
        return new EnclaveSettings(environment, configuration.relyingParty(), List.of(configuration.wallet().toString()), layout.image(), runFolder(configuration.data()),
                Optional.of(layout.startCaches()), "bwrap", delays.export(), delays.recovery(), delays.window());
    }

    private static Path runFolder(Path data) throws IOException {
        Path beside = data.resolve("run");
        return beside.toString().length() <= LONGEST_RUN_FOLDER ? OwnerOnly.folder(beside) : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
