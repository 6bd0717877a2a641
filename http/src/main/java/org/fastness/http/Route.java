package org.fastness.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One route on one line: method, path template, authentication, rate class, body, one sentence for the OpenAPI document, handler.
 *
 * <p>A template is {@code /segment/{name}/segment}. A name stands for exactly one segment, of characters that need no escaping.
 */
public record Route(Method method, String template, Auth auth, RateClass rate, Body body, String summary, Handler handler) {

    private static final Pattern TEMPLATE = Pattern.compile("/|(/([A-Za-z0-9._-]+|\\{[a-z][A-Za-z0-9]*\\}))+");

    public Route {
        if (!TEMPLATE.matcher(template).matches()) throw new IllegalArgumentException("not a path template: " + template);
        if (summary.isBlank()) throw new IllegalArgumentException("a route says what it is for: " + template);
        if (method == Method.GET && body.kind() != Body.Kind.NONE) throw new IllegalArgumentException("GET has no body: " + template);
    }

    public static Route get(String template, Auth auth, RateClass rate, String summary, Handler handler) {
        return new Route(Method.GET, template, auth, rate, Body.none(), summary, handler);
    }

    public static Route post(String template, Auth auth, RateClass rate, Body body, String summary, Handler handler) {
        return new Route(Method.POST, template, auth, rate, body, summary, handler);
    }

    public static Route put(String template, Auth auth, RateClass rate, Body body, String summary, Handler handler) {
        return new Route(Method.PUT, template, auth, rate, body, summary, handler);
    }

    public static Route delete(String template, Auth auth, RateClass rate, String summary, Handler handler) {
        return new Route(Method.DELETE, template, auth, rate, Body.none(), summary, handler);
    }

    /** The names in the template, in order. */
    public List<String> parameters() {
        List<String> names = new ArrayList<>();
        for (String segment : segments()) if (isParameter(segment)) names.add(nameOf(segment));
        return List.copyOf(names);
    }

    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    static String nameOf(String parameter) {
        return parameter.substring(1, parameter.length() - 1);
    }

    /** Method and template, as logs and metrics name the route: never the path somebody asked for. */
    @Override
    public String toString() {
        return method + " " + template;
    }
}
