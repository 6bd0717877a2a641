package org.fastness.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.identity.Edge.json;
import static org.fastness.identity.Fixture.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.crypto.Entropy;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Feeds marked personal data and secrets through every flow, then looks for them in every row, log line and audit event. */
final class CanaryTest {
    private static final String LOCAL = "canary7f3a";
    private static final String EMAIL = LOCAL + "@marked-domain.test";
    private static final String CLIENT = "198.51.100.213";

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Logger root = Logger.getLogger("");
    private final Handler listener = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            StringBuilder line = new StringBuilder(String.valueOf(record.getMessage()));
            if (record.getParameters() != null) for (Object parameter : record.getParameters()) line.append(' ').append(parameter);
            for (Throwable thrown = record.getThrown(); thrown != null; thrown = thrown.getCause()) line.append(' ').append(thrown);
            logged.writeBytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        listener.setLevel(Level.ALL);
        root.addHandler(listener);
        Logger.getLogger("org.fastness").setLevel(Level.ALL);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(listener);
        Logger.getLogger("org.fastness").setLevel(null);
    }

    /** One thing that must not be found, in the forms it may hide in. */
    private static List<byte[]> forms(String canary) {
        byte[] octets = canary.getBytes(StandardCharsets.UTF_8);
        String hex = Bytes.of(octets).hex();
        List<byte[]> forms = new ArrayList<>(List.of(octets, hex.getBytes(StandardCharsets.US_ASCII), hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
                canary.getBytes(StandardCharsets.UTF_16LE), canary.getBytes(StandardCharsets.UTF_16BE), Digests.sha256(Bytes.of(octets)).toArray()));
        for (int shift = 0; shift < 3; shift++) { // the three ways the octets may lie in base64
            byte[] shifted = new byte[octets.length + shift];
            System.arraycopy(octets, 0, shifted, shift, octets.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 2).getBytes(StandardCharsets.US_ASCII));
        }
        return forms;
    }

    private static boolean holds(byte[] haystack, byte[] needle) {
        outer:
        for (int i = 0; i <= haystack.length - needle.length; i++) {
            for (int j = 0; j < needle.length; j++) if (haystack[i + j] != needle[j]) continue outer;
            return true;
        }
        return false;
    }

    private static boolean leaks(byte[] haystack, String canary) {
        return forms(canary).stream().anyMatch(form -> holds(haystack, form));
    }

    /** Every value of every row of every table, as the engine gives it to anybody who can read the store. */
    private static byte[] rows(String url) throws SQLException {
        String jdbc = url.startsWith("sqlite:") ? "jdbc:" + url : url;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Connection connection = DriverManager.getConnection(jdbc); Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = connection.getMetaData().getTables(null, url.startsWith("sqlite:") ? null : "public", "%", new String[] {"TABLE"})) {
                while (names.next()) tables.add(names.getString("TABLE_NAME"));
            }
            for (String table : tables) {
                try (ResultSet row = statement.executeQuery("select * from " + table)) {
                    while (row.next()) for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) write(out, row, i);
                }
            }
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        out.writeBytes(value instanceof byte[] octets ? octets : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static byte[] files(String url) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!url.startsWith("sqlite:")) return out.toByteArray();
        Path file = Path.of(url.substring("sqlite:".length()));
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Path each = Path.of(file + suffix);
            if (Files.exists(each)) out.writeBytes(Files.readAllBytes(each));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingMarkedInRowsLogsAndEvents(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            List<String> secrets = new ArrayList<>(List.of(EMAIL, LOCAL, "marked-domain.test", CLIENT));
            List<byte[]> snapshots = new ArrayList<>();
            try (Edge edge = new Edge(fixture, true, client(CLIENT))) {
                walk(fixture, edge, secrets, snapshots);
            }
            snapshots.add(rows(fixture.url));
            snapshots.add(files(fixture.url));
            snapshots.add(logged.toByteArray());
            snapshots.add(fixture.events.toString().getBytes(StandardCharsets.UTF_8));

            for (String secret : secrets) for (byte[] snapshot : snapshots) assertThat(leaks(snapshot, secret)).as("a canary of %d characters", secret.length()).isFalse();
        }
    }

    private static void walk(Fixture fixture, Edge edge, List<String> secrets, List<byte[]> snapshots) throws Exception {
        String body = "{\"email\":\"" + EMAIL + "\"";
        edge.post("/api/v1/identity/codes", body + "}");
        String code = fixture.mailedCode(EMAIL);
        secrets.add("code is " + code);
        snapshots.add(rows(fixture.url));
        snapshots.add(files(fixture.url));
        edge.post("/api/v1/identity/codes/verify", body + ",\"code\":\"" + Fixture.wrong(code) + "\"}");
        String handoff = json(edge.post("/api/v1/identity/codes/verify", body + ",\"code\":\"" + code + "\"}")).text("handoff", 100);
        secrets.add(handoff.substring(4));
        snapshots.add(rows(fixture.url));
        var began = json(edge.post("/api/v1/identity/handoff", "{\"handoff\":\"" + handoff + "\"}"));
        String token = began.text("token", 100);
        secrets.add(token.substring(4));
        edge.post("/api/v1/identity/handoff", "{\"handoff\":\"" + handoff + "\"}");
        assertThat(json(edge.get("/api/v1/identity/session", Optional.of(token))).text("email", 100)).isEqualTo(EMAIL);
        edge.get("/api/v1/identity/session", Optional.of(token.substring(0, token.length() - 1) + "x"));
        Id account = Id.account(Entropy.system().bytes(16));
        fixture.links.link(Id.parse(Id.Kind.USER, began.text("userId", 100)), account);
        String statement = Base64.getUrlEncoder().withoutPadding().encodeToString(fixture.statement(account).encode().toArray());
        String second = json(edge.post("/api/v1/identity/login", "{\"statement\":\"" + statement + "\"}")).text("token", 100);
        secrets.add(second.substring(4));
        edge.post("/api/v1/identity/login", "{\"statement\":\"" + statement + "\"}");
        edge.post("/api/v1/identity/codes", "{\"email\":\"" + EMAIL + "\",\"" + LOCAL + "\":1}");
        edge.post("/api/v1/identity/codes", "{\"email\":\"" + LOCAL + "\"}");
        fixture.keys.setReady(false);
        edge.post("/api/v1/identity/codes", body + "}");
        edge.get("/api/v1/identity/session", Optional.of(token));
        fixture.keys.setReady(true);
        edge.delete("/api/v1/identity/session", Optional.of(token));
    }

    @ParameterizedTest
    @EnumSource
    void findsAPlantedLeak(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            Bytes planted = Bytes.ofUtf8("xx" + Base64.getEncoder().encodeToString(EMAIL.getBytes(StandardCharsets.UTF_8)));
            fixture.store.inTransaction(tx -> tx.update("insert into identity_login_used (tenant, request_id, expires_at) values (?, ?, 0)", Id.DEFAULT_TENANT, planted));
            Logger.getLogger("org.fastness.anything").info("told to " + EMAIL);

            assertThat(leaks(rows(fixture.url), EMAIL)).isTrue();
            assertThat(leaks(logged.toByteArray(), EMAIL)).isTrue();
            for (byte[] form : forms(EMAIL)) assertThat(leaks(form, EMAIL)).isTrue();
        }
    }
}
