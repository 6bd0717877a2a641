package org.fastness.cli;

import java.time.Duration;
import java.util.Locale;
import org.fastness.http.Json;
import org.fastness.server.configuration.Configuration;
import org.fastness.store.StoreUrl;

/** What {@code up} says when it is ready: where to go, what holds the enclave, and what nobody vouches for. */
record Announcement(Configuration configuration, String sandbox, String sandboxReason, String image, String cluster, String bundle, double seconds) {

    private static final String NOT_ATTESTED = "NOT ATTESTED. Nothing but this machine vouches for the enclave: root on it could read every key.";

    String page() {
        StringBuilder out = new StringBuilder("\n").append(Paint.bold("Fastness")).append(", ").append(UpCommand.words(configuration.mode())).append(" mode\n\n");
        line(out, "Sign in", Paint.bold(configuration.app().toString()));
        line(out, "Wallet", configuration.wallet().toString());
        if (configuration.isDevelopment() && configuration.smtp().isEmpty()) line(out, "Mail", configuration.app() + "/dev/outbox   (no mail server is configured, so codes stand here)");
        if (configuration.http().tlsPort() > 0) line(out, "TLS", "https://localhost:" + configuration.http().tlsPort() + (configuration.isDevelopment() ? "   (self-signed: for programs, not for passkeys)" : ""));
        out.append('\n');
        line(out, "Evidence", Paint.red(NOT_ATTESTED));
        line(out, "Sandbox", sandbox.equals("missing") ? Paint.red("MISSING: " + sandboxReason + ". Install bubblewrap.") : Paint.green(sandbox));
        line(out, "Enclave", "image " + image + "\n               cluster " + cluster);
        line(out, "Pages", "bundle " + bundle);
        line(out, "Store", store());
        if (configuration.isDevelopment()) {
            line(out, "Passphrase", Paint.red("DEVELOPMENT: " + configuration.passphraseFile() + " lies beside the data. Whoever copies the folder has the keys."));
            line(out, "Delays", Paint.red("export " + words(configuration.delays().export()) + ", recovery " + words(configuration.delays().recovery()) + (isShortened() ? ": SHORTENED, elsewhere 72 h" : "")));
        }
        return out.append(String.format(Locale.ROOT, "%nReady after %.1f s. Stop with Ctrl-C.%n", seconds)).toString();
    }

    private static void line(StringBuilder out, String name, String text) {
        out.append(String.format(Locale.ROOT, "  %-12s %s%n", name, text));
    }

    private String store() {
        return switch (configuration.store()) {
            case StoreUrl.Sqlite sqlite -> sqlite.file().toString();
            case StoreUrl.Postgres postgres -> "PostgreSQL " + postgres.hosts() + "/" + postgres.database();
        };
    }

    private boolean isShortened() {
        return configuration.delays().export().compareTo(Duration.ofHours(72)) < 0 || configuration.delays().recovery().compareTo(Duration.ofHours(72)) < 0;
    }

    private static String words(Duration duration) {
        if (duration.toSeconds() < 120) return duration.toSeconds() + " s";
        return duration.toMinutes() < 120 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }

    String json() {
        return Json.write(Json.object()
                .put("mode", UpCommand.words(configuration.mode()))
                .put("app", configuration.app().toString())
                .put("wallet", configuration.wallet().toString())
                .put("attested", false)
                .put("sandbox", sandbox)
                .put("imageSha256", image)
                .put("clusterId", cluster)
                .put("bundleSha256", bundle)
                .put("data", configuration.data().toString())
                .put("pid", ProcessHandle.current().pid())
                .put("readyMillis", Math.round(seconds * 1_000))
                .build()).utf8();
    }
}
