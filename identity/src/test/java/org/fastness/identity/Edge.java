package org.fastness.identity;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.dataprotection.Environment;
import org.fastness.http.Answer;
import org.fastness.http.Inbound;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.Metrics;
import org.fastness.http.Origin;
import org.fastness.http.RateLimits;
import org.fastness.http.Reception;
import org.fastness.http.Route;
import org.fastness.http.RouteTable;
import org.fastness.http.Site;
import org.fastness.http.StaticFiles;
import org.fastness.identity.development.OutboxPage;
import org.fastness.identity.login.EnclaveLoginStatements;

/** Identity behind the edge, called as a browser would, without a socket. */
public final class Edge implements AutoCloseable {
    private static final String HOST = "localhost:8080";

    public final Identity identity;
    private final Reception reception;
    private final InetAddress client;

    public Edge(Fixture fixture, boolean development, InetAddress client) {
        identity = new Identity(fixture.ground, fixture.limits, fixture.links, new EnclaveLoginStatements(Environment.DEVELOPMENT, () -> Optional.of(fixture.loginKey)), Optional.empty());
        List<Route> routes = new ArrayList<>(identity.routes());
        routes.addAll(new OutboxPage(identity.outbox(), fixture.ticker, fixture.ground.audit()).routes());
        Site site = new Site(new Origin("http", "localhost", 8080), new Origin("http", "wallet.localhost", 8080), Set.of(), StaticFiles.of(Map.of()), StaticFiles.of(Map.of()), development);
        reception = new Reception(site, RouteTable.of(routes), identity.authenticator(), new RateLimits(fixture.ticker, 1_000), new Metrics(), fixture.ticker, new Random(1), java.time.Duration.ofSeconds(30));
        this.client = client;
    }

    public Answer post(String path, String json) {
        return send("POST", path, json, Optional.empty());
    }

    public Answer get(String path, Optional<String> token) {
        return send("GET", path, "", token);
    }

    public Answer delete(String path, Optional<String> token) {
        return send("DELETE", path, "", token);
    }

    private Answer send(String method, String path, String body, Optional<String> token) {
        Map<String, List<String>> headers = new HashMap<>();
        byte[] octets = Bytes.ofUtf8(body).toArray();
        if (octets.length > 0) headers.put("content-type", List.of("application/json"));
        if (octets.length > 0) headers.put("content-length", List.of(Integer.toString(octets.length)));
        token.ifPresent(value -> headers.put("authorization", List.of("Bearer " + value)));
        return reception.receive(new Inbound(method, path, HOST, headers, client, false, () -> new ByteArrayInputStream(octets)));
    }

    public static JsonObject json(Answer answer) throws Malformed {
        return Json.readObject(answer.body(), 100_000);
    }

    @Override
    public void close() {
        identity.close();
    }
}
