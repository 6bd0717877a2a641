package org.fastness.server.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What each mode refuses, each with its remedy. */
final class ModeRules {

    private final Configuration configuration;
    private final Sources sources;
    private final List<String> problems;

    ModeRules(Configuration configuration, Sources sources, List<String> problems) {
        this.configuration = configuration;
        this.sources = sources;
        this.problems = problems;
    }

    void check() {
        if (configuration.http().plainPort() == 0 && configuration.http().tlsPort() == 0) problems.add("http.port and https.port are both 0: nothing would listen");
        if (configuration.http().plainPort() == configuration.http().tlsPort()) problems.add("http.port and https.port are the same: each listener needs its own");
        if (configuration.app().authority().equals(configuration.wallet().authority())) problems.add("app.origin and wallet.origin are the same: the wallet's pages need an origin of their own");
        if (configuration.isDevelopment()) development();
        else outsideDevelopment();
        if (configuration.mode() == Mode.PRODUCTION) production();
    }

    /** Development makes keys and shows mail to whoever asks, so it stays on this machine. */
    private void development() {
        if (!configuration.http().tlsAddress().isLoopbackAddress()) problems.add("https.address is not loopback in development mode, which shows every mail on a page: set mode = staging, or bind to 127.0.0.1");
    }

    private void outsideDevelopment() {
        demand(Setting.UNSEAL_PASSPHRASE_FILE, "names the file whose passphrase unseals the enclave's root: make one, mode 0600, on another volume than the data");
        demand(Setting.APP_ORIGIN, "is what browsers see; there is no default for it here");
        demand(Setting.WALLET_ORIGIN, "is the relying party of passkeys; there is no default for it here");
        demand(Setting.SMTP_HOST, "is where sign-in codes go; there is no outbox page here");
        demand(Setting.SECURITY_CONTACT, "is where people report a hole in this installation");
        if (configuration.http().tlsPort() > 0) {
            demand(Setting.TLS_KEYSTORE, "holds the listener's key and certificate");
            demand(Setting.TLS_PASSWORD_FILE, "opens the key store");
        }
        if (isUnder(configuration.passphraseFile(), configuration.data())) problems.add("unseal.passphrase.file lies in the data folder: whoever copies the data could open it. Move the file to another volume");
        if (!configuration.sandboxRequired()) problems.add("enclave.sandbox is preferred, which is for development: install bubblewrap and set it to required");
    }

    private void production() {
        if (configuration.http().plainPort() != 0) problems.add("http.port is not 0 in production: plain HTTP is refused, serve TLS on https.port");
        for (var origin : List.of(configuration.app(), configuration.wallet())) if (!origin.isSecure()) problems.add("an origin is http in production: app.origin and wallet.origin must begin with https");
    }

    private void demand(Setting setting, String why) {
        if (sources.entry(setting).isEmpty()) problems.add(setting.key() + " is missing: it " + why);
    }

    private static boolean isUnder(Path file, Path folder) {
        return file.startsWith(folder) || real(file).startsWith(real(folder));
    }

    /** Through symbolic links, as far as the path exists. */
    private static Path real(Path path) {
        try {
            if (Files.exists(path)) return path.toRealPath();
        } catch (IOException unreadable) {
            return path;
        }
        Path parent = path.getParent();
        return parent == null ? path : real(parent).resolve(path.getFileName());
    }
}
