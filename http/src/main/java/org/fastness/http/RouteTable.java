package org.fastness.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Refusal;

/**
 * All routes of the server. No two answer the same request, and none hides another: at each place a table of templates has either
 * literals and at most one parameter, and a literal wins.
 */
public final class RouteTable {

    /** What the table says of a method and a path. */
    sealed interface Match {
        /** The route and its path parameters. */
        record Found(Route route, Map<String, String> parameters) implements Match {
        }

        /** The path is known, for these methods. */
        record OtherMethods(Set<Method> methods) implements Match {
        }

        /** No route has this path. */
        record Unknown() implements Match {
        }
    }

    private static final int MAX_SEGMENT_CHARS = 128;

    private final List<Route> routes;
    private final Node root = new Node();

    private RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) root.add(route);
    }

    /** The table of the routes; throws {@link IllegalArgumentException} if two of them answer the same request. */
    public static RouteTable of(List<Route> routes) {
        return new RouteTable(routes);
    }

    /** In the order given. */
    public List<Route> routes() {
        return routes;
    }

    Match match(Method method, String rawPath) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional<Node> end = root.walk(rawPath, parameters);
        if (end.isEmpty() || end.get().byMethod.isEmpty()) return new Match.Unknown();
        Route route = end.get().byMethod.get(method);
        return route == null ? new Match.OtherMethods(end.get().byMethod.keySet()) : new Match.Found(route, parameters);
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<Method, Route> byMethod = new EnumMap<>(Method.class);
        private Optional<Node> parameter = Optional.empty();
        private String parameterName = "";

        void add(Route route) {
            Node at = this;
            for (String segment : route.segments()) at = at.child(segment, route);
            Route before = at.byMethod.putIfAbsent(route.method(), route);
            if (before != null) throw new IllegalArgumentException("two routes answer " + route);
        }

        private Node child(String segment, Route route) {
            if (!Route.isParameter(segment)) return literals.computeIfAbsent(segment, absent -> new Node());
            String name = Route.nameOf(segment);
            if (parameter.isPresent() && !parameterName.equals(name)) throw new IllegalArgumentException("two names for one place: " + route);
            parameterName = name;
            Node node = parameter.orElseGet(Node::new);
            parameter = Optional.of(node);
            return node;
        }

        Optional<Node> walk(String rawPath, Map<String, String> parameters) {
            Node at = this;
            for (String segment : rawPath.substring(1).split("/", -1)) {
                Node literal = at.literals.get(segment);
                if (literal != null) {
                    at = literal;
                } else if (at.parameter.isPresent() && isPlain(segment)) {
                    parameters.put(at.parameterName, segment);
                    at = at.parameter.get();
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(at);
        }
    }

    /** Unreserved characters alone (RFC 3986 section 2.3), so that no server, proxy or log can read a segment in two ways. */
    private static boolean isPlain(String segment) {
        if (segment.isEmpty() || segment.length() > MAX_SEGMENT_CHARS || segment.equals(".") || segment.equals("..")) return false;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            boolean unreserved = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
            if (!unreserved) return false;
        }
        return true;
    }

    /** The OpenAPI 3.1 document of these routes. */
    public JsonObject openApi(String title, String version, String serverUrl) {
        Map<String, Json.Builder> paths = new LinkedHashMap<>();
        for (Route route : routes) paths.computeIfAbsent(route.template(), absent -> Json.object()).put(route.method().name().toLowerCase(java.util.Locale.ROOT), operation(route));
        Json.Builder byPath = Json.object();
        paths.forEach((template, operations) -> byPath.put(template, operations.build()));
        return Json.object()
                .put("openapi", "3.1.0")
                .put("info", Json.object().put("title", title).put("version", version).put("license", Json.object().put("name", "Apache-2.0").put("identifier", "Apache-2.0").build()).build())
                .put("servers", Json.array(List.of(Json.object().put("url", serverUrl).build())))
                .put("paths", byPath.build())
                .put("components", components())
                .build();
    }

    private static JsonObject operation(Route route) {
        Json.Builder operation = Json.object().put("summary", route.summary()).put("operationId", operationId(route));
        if (!route.parameters().isEmpty()) operation.put("parameters", Json.array(route.parameters().stream().map(RouteTable::parameter).toList()));
        if (route.body().kind() != Body.Kind.NONE) operation.put("requestBody", requestBody(route.body()));
        operation.put("responses", responses());
        operation.put("security", security(route.auth()));
        operation.put("x-fastness-auth", route.auth().name()).put("x-fastness-rate", route.rate().name());
        return operation.build();
    }

    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(java.util.Locale.ROOT));
        for (String word : route.template().split("[^A-Za-z0-9]+")) if (!word.isEmpty()) id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        return id.toString();
    }

    private static JsonObject parameter(String name) {
        return Json.object().put("name", name).put("in", "path").put("required", true)
                .put("schema", Json.object().put("type", "string").put("minLength", 1).put("maxLength", MAX_SEGMENT_CHARS).build()).build();
    }

    private static JsonObject requestBody(Body body) {
        JsonObject schema = body.kind() == Body.Kind.JSON
                ? Json.object().put("type", "object").build()
                : Json.object().put("type", "string").put("format", "binary").put("maxLength", body.limitBytes()).build();
        return Json.object().put("required", true).put("description", "At most " + body.limitBytes() + " octets.")
                .put("content", Json.object().put(body.kind().mediaType(), Json.object().put("schema", schema).build()).build()).build();
    }

    private static JsonObject responses() {
        return Json.object()
                .put("2XX", Json.object().put("description", "Done.").build())
                .put("default", Json.object().put("$ref", "#/components/responses/Problem").build())
                .build();
    }

    private static JsonValue security(Auth auth) {
        JsonObject bearer = Json.object().put("bearer", Json.array(List.of())).build();
        return switch (auth) {
            case SESSION -> Json.array(List.of(bearer));
            case SESSION_OPTIONAL -> Json.array(List.of(bearer, Json.object().build()));
            case NONE, LOOPBACK, LOOPBACK_DEV -> Json.array(List.of());
        };
    }

    private static JsonObject components() {
        Json.Builder properties = Json.object();
        for (String text : List.of("type", "title", "detail", "remedy", "requestId")) properties.put(text, Json.object().put("type", "string").build());
        for (String number : List.of("status", "code")) properties.put(number, Json.object().put("type", "integer").build());
        properties.put("retryable", Json.object().put("type", "boolean").build());
        Set<String> codes = new LinkedHashSet<>();
        for (Refusal refusal : Refusal.values()) codes.add(refusal.code() + " " + refusal.name() + ": " + refusal.cause());
        JsonObject schema = Json.object().put("type", "object").put("description", String.join("\n", new ArrayList<>(codes))).put("properties", properties.build()).build();
        JsonObject problem = Json.object().put("description", "Refused, as RFC 9457 says it.")
                .put("content", Json.object().put(Problems.MEDIA_TYPE, Json.object().put("schema", schema).build()).build()).build();
        JsonObject bearer = Json.object().put("type", "http").put("scheme", "bearer").put("description", "A session token, fst_...").build();
        return Json.object().put("securitySchemes", Json.object().put("bearer", bearer).build()).put("responses", Json.object().put("Problem", problem).build()).build();
    }
}
