package org.fastness.server.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key an operator may set, with default, unit and reason: this page is the manual, and {@code ./fastness config} prints it. */
public enum Setting {
    MODE("mode", "development", "development | staging | production", "How much the server forgives. Production refuses every development shortcut."),
    DATA("data", ".fastness/data", "folder", "Where everything durable lies that is not in PostgreSQL."),
    STORE_URL("store.url", "sqlite:<data>/store.db", "sqlite:PATH | jdbc:postgresql://HOST/DATABASE?user=..&passwordFile=..", "Rows of ciphertext: a file by default, PostgreSQL to scale."),
    HTTP_PORT("http.port", "8080 (0 in production)", "port, 0 for none", "Plain HTTP, on loopback only: browsers take passkeys on http://localhost and nowhere else without TLS."),
    HTTPS_PORT("https.port", "8443", "port, 0 for none", "TLS 1.3 with HTTP/1.1 and HTTP/2."),
    HTTPS_ADDRESS("https.address", "127.0.0.1 (0.0.0.0 in production)", "IP address", "Where the TLS listener binds."),
    HTTP_RATE_FACTOR("http.rate.factor", "1", "number, 0.01 to 100000", "Multiplies every rate limit: raise it for load tests or behind one proxy address."),
    HTTP_MAX_CONNECTIONS("http.max.connections", "4096", "connections, 16 to 100000", "Connections per listener; each costs memory."),
    APP_ORIGIN("app.origin", "http://localhost:<http.port>", "origin", "The API and the sign-in pages, as browsers see them."),
    WALLET_ORIGIN("wallet.origin", "http://wallet.localhost:<http.port>", "origin", "The wallet's static pages, and the relying party of its passkeys: changing it later makes every passkey useless."),
    TLS_KEYSTORE("tls.keystore", "<data>/tls.p12, made in development", "PKCS#12 file", "Key and certificate of the TLS listener."),
    TLS_PASSWORD_FILE("tls.password.file", "<data>/tls.password, made in development", "file, mode 0600", "Opens the key store."),
    UNSEAL_PASSPHRASE_FILE("unseal.passphrase.file", "<data>/unseal.passphrase, made in development", "file, mode 0600", "Unseals the enclave's root. Outside development it must not lie in the data folder: whoever copies one then lacks the other."),
    ENCLAVE_SANDBOX("enclave.sandbox", "preferred (required outside development)", "preferred | required", "Whether to start without bubblewrap."),
    ENCLAVE_EVIDENCE("enclave.evidence", "dev", "dev", "Kind of evidence the enclave gives. This version knows development evidence only, which production refuses."),
    EXPORT_DELAY("export.delay", "72h (10s in development)", "duration", "Between asking for the seed phrase and getting it: time for the owner to veto a thief."),
    RECOVERY_DELAY("recovery.delay", "72h (10s in development)", "duration", "Between a recovery without any authenticator and its effect: time for the owner to veto."),
    ACTION_WINDOW("action.window", "168h", "duration", "How long a matured export or recovery may be completed."),
    SMTP_HOST("smtp.host", "none: mail stands in the development outbox", "host name", "Where mail goes."),
    SMTP_PORT("smtp.port", "587", "port", "The submission port."),
    SMTP_SECURITY("smtp.security", "starttls", "starttls | tls | none", "none is for a server on loopback."),
    SMTP_USER("smtp.user", "none", "text", "Who submits."),
    SMTP_PASSWORD_FILE("smtp.password.file", "none", "file, mode 0600", "With what."),
    MAIL_FROM("mail.from", "fastness@localhost", "address", "The sender of sign-in codes."),
    SECURITY_CONTACT("security.contact", "mailto:security@localhost in development", "https or mailto URI", "Where /.well-known/security.txt tells people to report a hole in this installation."),
    LOG_LEVEL("log.level", "info", "debug | info | warning | error", "What the log shows of ours; other libraries show warnings only.");

    /** The keys of networks: {@code network.<chain id>.<part>}. */
    public static final List<String> NETWORK_PARTS = List.of("url", "name", "symbol", "explorer");

    private final String key;
    private final String byDefault;
    private final String unit;
    private final String reason;

    Setting(String key, String byDefault, String unit, String reason) {
        this.key = key;
        this.byDefault = byDefault;
        this.unit = unit;
        this.reason = reason;
    }

    /** As the file has it. */
    public String key() {
        return key;
    }

    /** The default as people read it. */
    public String byDefault() {
        return byDefault;
    }

    public String unit() {
        return unit;
    }

    public String reason() {
        return reason;
    }

    /** As the environment has it. */
    public String variable() {
        return "FASTNESS_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    /** The known key that looks most like the text. */
    static String nearest(String text) {
        return Arrays.stream(values()).map(Setting::key).min((a, b) -> Integer.compare(distance(text, a), distance(text, b))).orElseThrow();
    }

    /** Levenshtein's distance; the longer texts are cut, since a key is short. */
    static int distance(String left, String right) {
        String a = left.substring(0, Math.min(64, left.length()));
        String b = right.substring(0, Math.min(64, right.length()));
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) above[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
