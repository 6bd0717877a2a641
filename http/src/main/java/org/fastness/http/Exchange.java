package org.fastness.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;

/** One request as a handler sees it: bounded, authenticated as its route demands, body read. Immutable. */
public final class Exchange {

    private final Route route;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, List<String>> headers;
    private final Bytes body;
    private final InetAddress client;
    private final String requestId;
    private final Optional<Principal> principal;

    Exchange(Route route, Map<String, String> path, Map<String, String> query, Map<String, List<String>> headers, Bytes body,
            InetAddress client, String requestId, Optional<Principal> principal) {
        this.route = route;
        this.path = Map.copyOf(path);
        this.query = Map.copyOf(query);
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.client = client;
        this.requestId = requestId;
        this.principal = principal;
    }

    public Route route() {
        return route;
    }

    /** The segment that stands for the name in the template: 1 to 128 unreserved characters. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) throw new IllegalArgumentException("the route has no parameter " + name);
        return value;
    }

    /** The path parameter read as an identifier. */
    public Id pathId(String name, Id.Kind kind) throws Malformed {
        return Id.parse(kind, path(name));
    }

    /** The path parameter read as a number from 0. */
    public long pathNumber(String name) throws Malformed {
        return number(name, path(name));
    }

    /** The query parameter, decoded; a parameter given twice was refused. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The query parameter read as a number from 0. */
    public Optional<Long> queryNumber(String name) throws Malformed {
        String value = query.get(name);
        return value == null ? Optional.empty() : Optional.of(number(name, value));
    }

    private static long number(String name, String value) throws Malformed {
        if (value.length() > 18 || !value.matches("0|[1-9][0-9]*")) throw new Malformed(name + " is not a number");
        return Long.parseLong(value);
    }

    /** The header's only value; a header given twice reads as absent. The name is in lower case. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** The body as it came. */
    public Bytes body() {
        return body;
    }

    /** The body read as a JSON object. */
    public JsonObject json() throws Malformed {
        return Json.readObject(body, Math.max(1, route.body().limitBytes()));
    }

    /** The peer's address: for limits, never for a log. */
    public InetAddress client() {
        return client;
    }

    /** Names this request in logs and problem documents. */
    public String requestId() {
        return requestId;
    }

    /** Who calls; refuses a caller without session. Routes with {@link Auth#SESSION} always have one. */
    public Principal principal() throws Refused {
        return principal.orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED));
    }

    /** Who calls, where the route leaves it open. */
    public Optional<Principal> caller() {
        return principal;
    }

    @Override
    public String toString() {
        return route + " " + requestId;
    }
}
