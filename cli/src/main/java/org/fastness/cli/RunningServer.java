package org.fastness.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.server.configuration.Configuration;

/** Asks the server that runs on this machine, over plain HTTP on loopback. */
final class RunningServer {

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private RunningServer() {
    }

    /** What the running enclave shows of itself; empty if no server listens, or it listens with TLS alone. */
    static Optional<JsonObject> inspection(Configuration configuration) throws IOException, Malformed {
        int port = configuration.http().plainPort();
        if (port == 0) return Optional.empty();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            // HTTP/1.1 with Connection: close, so the answer ends where the stream does.
            String request = "GET /api/v1/enclave/inspection HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return Optional.of(answer(Bytes.wrapUnsafe(read(socket))));
        } catch (ConnectException nobodyListens) {
            return Optional.empty();
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[8_192];
        for (int read = socket.getInputStream().read(chunk); read >= 0; read = socket.getInputStream().read(chunk)) {
            if (all.size() + read > MAX_ANSWER_BYTES) throw new IOException("the answer is too large");
            all.write(chunk, 0, read);
        }
        return all.toByteArray();
    }

    private static JsonObject answer(Bytes whole) throws IOException, Malformed {
        String text = whole.utf8();
        int body = text.indexOf("\r\n\r\n");
        if (body < 0 || !text.startsWith("HTTP/1.1 200")) throw new IOException("what listens on http.port did not answer as Fastness does; use --throw-away, or --set http.port=");
        return Json.readObject(Bytes.ofUtf8(text.substring(body + 4)), MAX_ANSWER_BYTES);
    }
}
