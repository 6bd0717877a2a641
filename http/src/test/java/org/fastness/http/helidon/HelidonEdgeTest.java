package org.fastness.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import org.fastness.http.EdgeFixture;
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
    void refusesToStartOnPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());

            assertThatThrownBy(() -> HelidonEdge.start(HttpEdge.Listeners.of(Optional.of(taken), Optional.empty(), Optional.empty()), EdgeFixture.reception(false)))
                    .isInstanceOf(HelidonEdge.PortTaken.class).hasMessageContaining("http.port");
        }
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
