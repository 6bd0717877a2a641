package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every listener does. Requests are written octet by octet, since a client library would repair the bad ones. */
public abstract class HttpEdgeContract {

    private HttpEdge edge;

    /** Starts the implementation. */
    protected abstract HttpEdge start(HttpEdge.Listeners listeners, Reception reception) throws IOException;

    @BeforeEach
    void open() throws IOException {
        edge = start(new HttpEdge.Listeners(Optional.of(EdgeFixture.loopback()), Optional.empty(), Optional.empty(), 64, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(200)), EdgeFixture.reception(true));
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void answersRouteWithSecurityHeaders() throws Exception {
        String answer = exchange("GET /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("{\"hello\":\"world\"}").containsIgnoringCase("X-Content-Type-Options: nosniff").containsIgnoringCase("Content-Type: application/json");
    }

    @Test
    void echoesBodyOfKnownLength() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hello");
    }

    @Test
    void echoesChunkedBody() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hello");
    }

    @Test
    void takesBodyAtItsLimit() throws Exception {
        String body = "x".repeat(1_000);

        assertThat(exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n" + body)).startsWith("HTTP/1.1 200").endsWith(body);
    }

    @Test
    void refusesDeclaredBodyOnePastItsLimit() throws Exception {
        assertThat(exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n" + "x".repeat(1_001))).startsWith("HTTP/1.1 413").contains("urn:fastness:problem:too-large");
    }

    @Test
    void refusesChunkedBodyOnePastItsLimit() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3e9\r\n" + "x".repeat(1_001) + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void passesQueryAndParameters() throws Exception {
        String answer = exchange("GET /things/a-1?q=b%20c HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer fst_known\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("a-1b c");
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        assertThat(exchange("HEAD /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200").doesNotContain("hello");
    }

    @Test
    void keepsConnectionForTheNextRequest() throws Exception {
        String both = exchange("GET /open HTTP/1.1\r\nHost: localhost:8080\r\n\r\nGET /maybe HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");

        assertThat(both).contains("hello").endsWith("nobody");
    }

    @Test
    void closesConnectionWhenTheClientAsksForIt() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "GET /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).contains("hello");
        }
    }

    @Test
    void dropsClientThatFallsSilentInsideItsBody() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(20_000);

            write(socket, "POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\nhe");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesUnknownHost() throws Exception {
        assertThat(exchange("GET /open HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 404");
    }

    @Test
    void refusesRequestWithoutHost() throws Exception {
        assertThat(exchange("GET /open HTTP/1.1\r\nConnection: close\r\n\r\n")).doesNotContain("hello");
    }

    @Test
    void neverServesRequestSmuggledBetweenLengthAndChunks() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\nGET /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("{\"hello\":\"world\"}");
    }

    @Test
    void neverServesRequestWithTwoLengths() throws Exception {
        String answer = exchange("POST /echo HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\n"
                + "helloGET /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("{\"hello\":\"world\"}");
    }

    @Test
    void refusesPathThatClimbs() throws Exception {
        for (String path : new String[] {"/../open", "/things/../open", "/%2e%2e/open", "/things/%2e%2e", "//open", "/open/", "/open%00", "/open;x=1"}) {
            String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer fst_known\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).doesNotContain("{\"hello\":\"world\"}").doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 5");
        }
    }

    @Test
    void brokenHandlerTellsNothing() throws Exception {
        assertThat(exchange("GET /broken HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 500").doesNotContain("canary-message").contains("urn:fastness:problem:internal");
    }

    @Test
    void badRequestLineIsNotEchoed() throws Exception {
        assertThat(exchange("GET /open<script>canary HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n")).doesNotContain("canary");
    }

    @Test
    void answersAfterClientThatSpokeNonsense() throws Exception {
        exchange("\u0001\u0002\u0003\r\n\r\n");

        assertThat(exchange("GET /open HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n")).contains("hello");
    }

    @Test
    void refusesPlainListenerBeyondLoopback() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);

        assertThatThrownBy(() -> HttpEdge.Listeners.of(Optional.of(everywhere), Optional.empty(), Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesConnectionsOnceClosed() throws Exception {
        int port = edge.plainPort().orElseThrow();
        edge.close();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()).isInstanceOf(IOException.class);
    }

    /** Writes the octets and reads until the server closes, or is silent for a second. */
    protected String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout((int) Duration.ofSeconds(1).toMillis());
            write(socket, request);
            return readAll(socket.getInputStream());
        }
    }

    protected final Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), edge.plainPort().orElseThrow());
    }

    protected static void write(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) out.write(octet);
        } catch (SocketTimeoutException | java.net.SocketException silentOrReset) {
            return out.toString(StandardCharsets.ISO_8859_1);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
