package org.fastness.wallet.network;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A node on loopback that answers each method with the text it was given: for what a real node will not do on demand. */
final class FakeNode implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    FakeNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String method = question.replaceAll(".*\"method\":\"([a-zA-Z_]+)\".*", "$1");
            byte[] answer = answers.getOrDefault(method, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    /** The method's result, as JSON text. */
    FakeNode answers(String method, String result) {
        answers.put(method, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
        return this;
    }

    /** The whole answer, whatever it is. */
    FakeNode says(String method, String text) {
        answers.put(method, text);
        return this;
    }

    EvmNetwork network(long chainId) {
        return new EvmNetwork(chainId, "Test", "ETH", URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.empty());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
