package org.fastness.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    @Test
    void closingLetsARunningRequestFinish() throws Exception {
        HttpEdge own = start(HttpEdge.Listeners.of(Optional.of(EdgeFixture.loopback()), Optional.empty(), Optional.empty()), EdgeFixture.reception(true));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.plainPort().orElseThrow())) {
            socket.setSoTimeout(20_000);
            write(socket, "GET /slow HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n");
            assertThat(EdgeFixture.ENTERED.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofPlatform().start(own::close);

            while (closing.getState() != Thread.State.WAITING && closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) Thread.onSpinWait();
            EdgeFixture.LET_GO.countDown();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200").endsWith("finished");
            closing.join();
        }
    }
}
