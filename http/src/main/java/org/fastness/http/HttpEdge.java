package org.fastness.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A running listener: what stands between sockets and the {@link Reception}. Implementations speak HTTP/1.1, and HTTP/2 if they can;
 * all pass the same contract test. Closing stops accepting, waits for running requests, then closes connections.
 */
public interface HttpEdge extends AutoCloseable {

    /**
     * Where to listen, and the bounds of a connection.
     *
     * @param plain HTTP without TLS: a loopback address, anything else is refused
     * @param tls HTTPS
     * @param tlsContext keys of the TLS listener; TLS 1.3 is spoken and nothing older
     * @param maxConnections per listener
     * @param headTimeout from a TLS handshake's beginning to its end, and from a request's first line to the end of its head
     * @param idleTimeout the longest silence between requests
     * @param shutdownGrace what running requests get on close
     */
    record Listeners(Optional<InetSocketAddress> plain, Optional<InetSocketAddress> tls, Optional<SSLContext> tlsContext, int maxConnections, Duration headTimeout,
            Duration idleTimeout, Duration shutdownGrace) {

        public Listeners {
            if (plain.isPresent() && !isLoopback(plain.get())) throw new IllegalArgumentException("plain HTTP listens on a loopback address only");
            if (tls.isPresent() != tlsContext.isPresent()) throw new IllegalArgumentException("a TLS listener and its keys come together");
            if (plain.isEmpty() && tls.isEmpty()) throw new IllegalArgumentException("no listener");
        }

        private static boolean isLoopback(InetSocketAddress address) {
            return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
        }

        /** With bounds that suit most: 4,096 connections, 10 s for a handshake or a head, 60 s between, 10 s to finish. */
        public static Listeners of(Optional<InetSocketAddress> plain, Optional<InetSocketAddress> tls, Optional<SSLContext> tlsContext) {
            return new Listeners(plain, tls, tlsContext, 4_096, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
        }
    }

    /** The port of the plain listener, where there is one. */
    Optional<Integer> plainPort();

    /** The port of the TLS listener, where there is one. */
    Optional<Integer> tlsPort();

    @Override
    void close();
}
