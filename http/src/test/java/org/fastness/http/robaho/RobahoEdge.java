package org.fastness.http.robaho;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.fastness.http.Answer;
import org.fastness.http.HttpEdge;
import org.fastness.http.Inbound;
import org.fastness.http.Reception;
import robaho.net.httpserver.DefaultHttpServerProvider;

/** The JDK's server interface on robaho's implementation, plain HTTP/1.1: proof that the port fits a second server, and a second parser to disagree with. */
final class RobahoEdge implements HttpEdge {

    private final HttpServer server;
    private final ExecutorService threads;

    private RobahoEdge(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static RobahoEdge start(Listeners listeners, Reception reception) throws IOException {
        HttpServer server = new DefaultHttpServerProvider().createHttpServer(listeners.plain().orElseThrow(), 128);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(reception, exchange));
        server.start();
        return new RobahoEdge(server, threads);
    }

    private static void serve(Reception reception, HttpExchange exchange) throws IOException {
        Answer answer = reception.receive(inbound(exchange));
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body().toArray();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Inbound inbound(HttpExchange exchange) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> new ArrayList<>()).addAll(values));
        URI uri = exchange.getRequestURI();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String host = headers.getOrDefault("host", List.of("")).getFirst().toLowerCase(Locale.ROOT);
        return new Inbound(exchange.getRequestMethod(), target, host, headers, exchange.getRemoteAddress().getAddress(), false, exchange::getRequestBody);
    }

    @Override
    public Optional<Integer> plainPort() {
        return Optional.of(server.getAddress().getPort());
    }

    @Override
    public Optional<Integer> tlsPort() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
