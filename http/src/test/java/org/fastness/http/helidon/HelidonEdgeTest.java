package org.fastness.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.fastness.http.HttpEdge;
import org.fastness.http.HttpEdgeContract;
import org.fastness.http.Reception;
import org.junit.jupiter.api.Test;

final class HelidonEdgeTest extends HttpEdgeContract {

    @Override
    protected HttpEdge start(HttpEdge.Listeners listeners, Reception reception) {
        return HelidonEdge.start(listeners, reception);
    }

    @Test
    void dropsClientThatFallsSilentInsideItsHead() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(20_000);
            write(socket, "GET /open HTTP/1.1\r\nHost: loc");

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }
}
