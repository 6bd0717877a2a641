package org.fastness.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.fastness.http.EdgeFixture;
import org.fastness.http.HttpEdge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TLS listener beside the plain one, with a key of the JDK's keytool as development has it. */
final class TlsEdgeTest {

    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static HttpEdge edge;

    @BeforeAll
    static void open() throws Exception {
        tls = context(keyStore());
        int port = freePort();
        edge = HelidonEdge.start(new HttpEdge.Listeners(Optional.of(EdgeFixture.loopback()), Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), Optional.of(tls), 64,
                Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(200)), EdgeFixture.reception(true, "localhost:" + port));
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    @Test
    void speaksHttp2OverTls13() throws Exception {
        HttpResponse<String> answer = get(HttpClient.Version.HTTP_2);

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.body()).contains("hello");
        assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
    }

    @Test
    void speaksHttp1OverTls13() throws Exception {
        HttpResponse<String> answer = get(HttpClient.Version.HTTP_1_1);

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesTls12() throws Exception {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.tlsPort().orElseThrow())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void boundsBodyOverHttp2() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request = HttpRequest.newBuilder(uri("/echo")).header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_001])).build();

            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void dropsClientThatNeverShakesHands() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.tlsPort().orElseThrow())) {
            socket.setSoTimeout(20_000);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void keepsConnectionThatOutlivesTheHandshakeTimeout() throws Exception {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.tlsPort().orElseThrow())) {
            socket.startHandshake();
            socket.setSoTimeout(1_500);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(HttpClient.Version version) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).version(version).build()) {
            return client.send(HttpRequest.newBuilder(uri("/open")).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:" + edge.tlsPort().orElseThrow() + path);
    }

    private static KeyStore keyStore() throws Exception {
        Path file = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "tls", "-keyalg", "EC", "-groupname", "secp256r1",
                "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "only-a-test").redirectErrorStream(true).start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "only-a-test".toCharArray());
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory ours = KeyManagerFactory.getInstance("PKIX");
        ours.init(keys, "only-a-test".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
        TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
        theirs.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
}
