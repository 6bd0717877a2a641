package org.fastness.http.helidon;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.fastness.http.Answer;
import org.fastness.http.HttpEdge;
import org.fastness.http.Inbound;
import org.fastness.http.Reception;

/** HTTP/1.1 and HTTP/2 by Helidon SE, each request on its own virtual thread. */
public final class HelidonEdge implements HttpEdge {

    /** Octets of a request's header section. */
    public static final int MAX_HEADER_BYTES = 16_384;
    /** Requests one HTTP/2 connection may have open. */
    public static final int MAX_STREAMS = 100;

    private static final String TLS = "tls";

    /** A listener's port belongs to somebody else. */
    public static final class PortTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private PortTaken() {
            super("a port of the listeners is in use by another program: stop that, or set http.port and https.port", null, false, false);
        }
    }

    private final WebServer server;
    private final Listeners listeners;

    private HelidonEdge(WebServer server, Listeners listeners) {
        this.server = server;
        this.listeners = listeners;
    }

    /** Binds and starts; throws {@link PortTaken} if a port is in use. */
    public static HelidonEdge start(Listeners listeners, Reception reception) {
        // The default socket cannot be left out, so it is whichever listener there is; a second one has its own name.
        var builder = WebServer.builder().shutdownHook(false).featuresDiscoverServices(false);
        boolean both = listeners.plain().isPresent() && listeners.tls().isPresent();
        listeners.plain().ifPresent(address -> listen(builder, listeners, address, reception, Optional.empty()));
        if (both) builder.putSocket(TLS, socket -> listen(socket.name(TLS), listeners, listeners.tls().orElseThrow(), reception, tls(listeners)));
        else listeners.tls().ifPresent(address -> listen(builder, listeners, address, reception, tls(listeners)));
        WebServer server = builder.build();
        server.start();
        // Helidon logs a port it could not bind and goes on; a server nobody can reach must not look started.
        boolean plainBound = listeners.plain().isEmpty() || server.port() > 0;
        boolean tlsBound = listeners.tls().isEmpty() || (both ? server.port(TLS) : server.port()) > 0;
        if (!server.isRunning() || !plainBound || !tlsBound) {
            server.stop();
            throw new PortTaken();
        }
        return new HelidonEdge(server, listeners);
    }

    private static <B extends ListenerConfig.BuilderBase<B, ?>> void listen(ListenerConfig.BuilderBase<B, ?> listener, Listeners listeners, InetSocketAddress address, Reception reception, Optional<Tls> tls) {
        HttpRouting.Builder routing = HttpRouting.builder().any((request, response) -> serve(reception, request, response));
        listener.address(address.getAddress())
                .port(address.getPort())
                .addRouting(routing)
                .maxTcpConnections(listeners.maxConnections())
                .idleConnectionTimeout(listeners.idleTimeout())
                .shutdownGracePeriod(listeners.shutdownGrace())
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .useNio(true) // Helidon's other mode leaves out the SSL parameters, and with them TLS 1.3 as the least version
                .directHandlers(bareErrors())
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().addReceiveListener(new HeadDeadlines(listeners.headTimeout())).maxHeadersSize(MAX_HEADER_BYTES).maxPrologueLength(Reception.MAX_TARGET_CHARS + 64).validatePrologue(true).validatePath(true).build())
                .addProtocol(Http2Config.builder().maxHeaderListSize(MAX_HEADER_BYTES).maxConcurrentStreams(MAX_STREAMS).validatePath(true).sendErrorDetails(false).build());
        tls.ifPresent(listener::tls);
    }

    private static Optional<Tls> tls(Listeners listeners) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        return Optional.of(Tls.builder().sslContext(TimedTls.of(listeners.tlsContext().orElseThrow(), listeners.headTimeout())).sslParameters(parameters).addEnabledProtocol("TLSv1.3").build());
    }

    /** What Helidon itself refuses, before there is a request to speak of: the status and nothing that echoes input. */
    private static DirectHandlers bareErrors() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, (request, type, status, headers, message) -> DirectHandler.TransportResponse.builder()
                    .status(status).headers(headers).header(HeaderNames.create("X-Content-Type-Options"), "nosniff").keepAlive(false).build());
        }
        return handlers.build();
    }

    private static void serve(Reception reception, ServerRequest request, ServerResponse response) {
        Answer answer = reception.receive(inbound(request));
        response.status(answer.status());
        answer.headers().forEach(response::header);
        boolean last = isLastOfConnection(request);
        if (last) response.header(HeaderValues.CONNECTION_CLOSE);
        byte[] body = answer.body().toArray();
        if (body.length == 0) response.send();
        else response.send(body);
        if (last) throw new CloseConnectionException("the last request of the connection"); // RFC 9112 section 9.6: Helidon leaves the closing to the client
    }

    /** On HTTP/1.1: the client said so, or it still sends a body that was refused unread and is not worth reading to its end. */
    private static boolean isLastOfConnection(ServerRequest request) {
        if (!request.prologue().protocolVersion().startsWith("1")) return false;
        boolean unread = request.content().hasEntity() && !request.content().consumed();
        return unread || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private static Inbound inbound(ServerRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.computeIfAbsent(header.headerName().lowerCase(), absent -> new ArrayList<>()).addAll(header.allValues()));
        String query = request.query().rawValue();
        String target = request.prologue().uriPath().rawPath() + (query.isEmpty() ? "" : "?" + query);
        return new Inbound(request.prologue().method().text(), target, Optional.ofNullable(request.authority()).orElse("").toLowerCase(Locale.ROOT), headers, peer(request), request.isSecure(),
                () -> request.content().inputStream());
    }

    private static InetAddress peer(ServerRequest request) {
        if (request.remotePeer().address() instanceof InetSocketAddress address && !address.isUnresolved()) return address.getAddress();
        throw new IllegalStateException("a peer without address");
    }

    @Override
    public Optional<Integer> plainPort() {
        return listeners.plain().map(address -> server.port());
    }

    @Override
    public Optional<Integer> tlsPort() {
        return listeners.tls().map(address -> listeners.plain().isPresent() ? server.port(TLS) : server.port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
