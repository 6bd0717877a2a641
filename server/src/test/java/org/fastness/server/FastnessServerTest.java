package org.fastness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fastness.base.Bytes;
import org.fastness.http.Auth;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.Route;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with a real enclave process, asked over real sockets. */
final class FastnessServerTest {

    private static final Path ROOT = Path.of(System.getProperty("fastness.root"));

    @TempDir
    static Path folder;

    private static Sources sources;
    private static FastnessServer server;

    @BeforeAll
    static void start() throws Exception {
        sources = new Sources().flag("data", folder.resolve("data").toString()).flag("http.port", Integer.toString(freePort())).flag("https.port", "0").flag("http.rate.factor", "1000");
        server = FastnessServer.start(Configuration.of(sources, folder), Layout.of(ROOT));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** One line a route. Whoever opens a route changes this file and says why in the commit. */
    @Test
    void routesAreThoseOfTheGoldenFile() throws Exception {
        String actual = server.routes().routes().stream()
                .map(route -> String.format(Locale.ROOT, "%-6s %-70s %-16s %-8s %s %d", route.method(), route.template(), route.auth(), route.rate(), route.body().kind(), route.body().limitBytes()))
                .sorted().collect(Collectors.joining("\n", "", "\n"));
        Path golden = ROOT.resolve("server/src/test/resources/routes.txt");

        Files.writeString(ROOT.resolve("server/target/routes.txt"), actual);
        assertThat(actual).as("if the change is meant: cp server/target/routes.txt server/src/test/resources/").isEqualTo(Files.readString(golden));
    }

    @Test
    void everyRouteWithSessionRefusesAStranger() throws Exception {
        for (Route route : server.routes().routes()) {
            if (route.auth() != Auth.SESSION) continue;
            assertThat(status(request(route, ""))).as(route.toString()).isEqualTo(401);
            assertThat(status(request(route, "Authorization: Bearer fst_" + "0".repeat(72) + "\r\n"))).as(route.toString()).isEqualTo(401);
        }
    }

    @Test
    void everyRouteWithOptionalSessionRefusesAWrongOne() throws Exception {
        for (Route route : server.routes().routes()) {
            if (route.auth() == Auth.SESSION_OPTIONAL) assertThat(status(request(route, "Authorization: Bearer fst_wrong\r\n"))).as(route.toString()).isEqualTo(401);
        }
    }

    @Test
    void noRouteAnswersOnTheWalletOrigin() throws Exception {
        for (Route route : server.routes().routes()) {
            String answer = exchange(route.method() + " " + concrete(route) + " HTTP/1.1\r\nHost: " + server.configuration().wallet().authority() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(status(answer)).as(route.toString()).isEqualTo(404);
        }
    }

    @Test
    void noRouteAnswersAForeignPage() throws Exception {
        for (Route route : server.routes().routes()) {
            String answer = request(route, "Origin: https://evil.example\r\n");
            assertThat(status(answer)).as(route.toString()).isEqualTo(403);
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow-origin");
        }
    }

    @Test
    void openApiDocumentListsTheRoutesThatAnswer() throws Exception {
        JsonObject document = Json.readObject(Bytes.ofUtf8(body(get("/openapi.json"))), 1 << 20);

        TreeSet<String> described = new TreeSet<>();
        JsonObject paths = document.object("paths");
        for (String path : paths.members().keySet()) for (String method : paths.object(path).members().keySet()) described.add(method.toUpperCase(Locale.ROOT) + " " + path);
        assertThat(described).isEqualTo(server.routes().routes().stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new)));
        for (Route route : server.routes().routes()) assertThat(status(request(route, ""))).as(route.toString()).isNotIn(404, 405, 500);
    }

    @Test
    void answersMachines() throws Exception {
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200");
        assertThat(get("/readyz")).startsWith("HTTP/1.1 200").contains("\"enclave\":true").contains("\"store\":true");
        assertThat(get("/metrics")).startsWith("HTTP/1.1 200").contains("fastness_enclave_up 1");
        assertThat(get("/.well-known/security.txt")).startsWith("HTTP/1.1 200").contains("Contact: ").contains("Expires: ");
    }

    @Test
    void pagesKnowWhereTheyAre() throws Exception {
        JsonObject config = Json.readObject(Bytes.ofUtf8(body(get("/config.json"))), 10_000);

        assertThat(config.text("walletOrigin", 100)).isEqualTo(server.configuration().wallet().toString());
        assertThat(config.flag("developmentMode")).isTrue();
        assertThat(config.text("bundleSha256", 100)).isEqualTo(server.bundleHash().hex());
    }

    @Test
    void servesPagesWithoutInlineScript() throws Exception {
        String page = get("/");

        assertThat(page).startsWith("HTTP/1.1 200").contains("script-src 'self';").contains("require-trusted-types-for 'script'");
        assertThat(body(page)).doesNotContain("<script>").contains("integrity=");
    }

    @Test
    void saysEverywhereThatNothingIsAttested() throws Exception {
        assertThat(body(get("/api/v1/enclave/evidence"))).contains("\"attested\":false").contains("\"type\":\"dev\"");
    }

    @Test
    void refusesToStartWithAnotherPassphrase() throws Exception {
        Path data = folder.resolve("other");
        Sources own = new Sources().flag("data", data.toString()).flag("http.port", Integer.toString(freePort())).flag("https.port", "0");
        FastnessServer.start(Configuration.of(own, folder), Layout.of(ROOT)).close();

        Bytes store = Bytes.wrapUnsafe(Files.readAllBytes(data.resolve("unseal.passphrase")));
        Files.writeString(data.resolve("unseal.passphrase"), "another passphrase of enough length");
        assertThatThrownBy(() -> FastnessServer.start(Configuration.of(own, folder), Layout.of(ROOT))).isInstanceOf(IllegalStateException.class).hasMessageContaining("the enclave did not start");

        Files.write(data.resolve("unseal.passphrase"), store.toArray());
        FastnessServer.start(Configuration.of(own, folder), Layout.of(ROOT)).close();
    }

    private static String request(Route route, String headers) throws IOException {
        String body = switch (route.body().kind()) {
            case NONE -> "";
            case JSON -> "{}";
            case OCTETS -> "x";
        };
        String type = body.isEmpty() ? "" : "Content-Type: " + route.body().kind().mediaType() + "\r\n";
        return exchange(route.method() + " " + concrete(route) + " HTTP/1.1\r\nHost: " + server.configuration().app().authority() + "\r\n" + headers + type
                + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static String concrete(Route route) {
        return route.template().replaceAll("\\{[^}]*}", "1");
    }

    private static String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: " + server.configuration().app().authority() + "\r\nConnection: close\r\n\r\n");
    }

    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.configuration().http().plainPort()); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
