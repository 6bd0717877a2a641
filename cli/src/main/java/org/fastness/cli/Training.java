package org.fastness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.fastness.server.FastnessServer;
import org.fastness.server.Layout;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.ConfigurationRefused;
import org.fastness.server.configuration.Sources;

/** A short life of the server on ports nobody uses, so that the start-up cache knows what a start and the first requests need. */
final class Training {

    private static final int ROUNDS = 20;
    private static final int TIMEOUT_MILLIS = 10_000;

    private Training() {
    }

    /** Runs it in the data folder of the sources, which the launcher throws away. */
    static void run(Sources sources) throws IOException, ConfigurationRefused {
        int port = freePort();
        sources.flag("http.port", Integer.toString(port)).flag("https.port", Integer.toString(freePort()));
        try (FastnessServer server = FastnessServer.start(Configuration.of(sources, ConfigurationOptions.home()), Layout.ofSystem())) {
            String app = server.configuration().app().authority();
            for (int i = 0; i < ROUNDS; i++) {
                for (String path : new String[] {"/", "/readyz", "/openapi.json", "/config.json", "/metrics", "/api/v1/enclave/evidence", "/api/v1/identity/session", "/dev/outbox.json"}) get(port, app, path);
                get(port, server.configuration().wallet().authority(), "/");
            }
            send(port, "POST /api/v1/identity/codes HTTP/1.1\r\nHost: " + app + "\r\nContent-Type: application/json\r\nContent-Length: 29\r\nConnection: close\r\n\r\n{\"email\":\"train@example.test\"}");
        }
    }

    private static void get(int port, String host, String path) throws IOException {
        send(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static void send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            in.readAllBytes();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
