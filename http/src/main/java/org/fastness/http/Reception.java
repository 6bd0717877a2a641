package org.fastness.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.fastness.base.Bytes;
import org.fastness.base.LogWord;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;

/**
 * Walks one request from the listener to its handler and back (step 1 of a request's life): virtual host, cross-origin rule, route,
 * rate limit, session, body, handler, headers, count. The same for each server implementation. Thread-safe.
 */
public final class Reception {

    /** Octets of path and query together. */
    public static final int MAX_TARGET_CHARS = 2_048;
    /** Query parameters of a request. */
    public static final int MAX_QUERY_PARAMETERS = 16;
    /** Characters of a bearer token. */
    public static final int MAX_TOKEN_CHARS = 256;
    /** What a body may take from its first to its last octet, unless told otherwise: a client that drips loses. */
    public static final Duration BODY_TIME = Duration.ofSeconds(30);

    private static final System.Logger ACCESS = System.getLogger("org.fastness.http.access");
    private static final System.Logger LOG = System.getLogger("org.fastness.http");
    private static final LogWord STATIC = new LogWord("static");
    private static final LogWord UNKNOWN = new LogWord("unknown");

    private final Site site;
    private final RouteTable routes;
    private final Authenticator authenticator;
    private final RateLimits limits;
    private final Metrics metrics;
    private final Ticker ticker;
    private final RandomGenerator requestIds;
    private final Duration bodyTime;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * A reception of the site.
     *
     * @param requestIds names requests: unique enough to find a log line, no secret
     * @param bodyTime what a body may take
     */
    public Reception(Site site, RouteTable routes, Authenticator authenticator, RateLimits limits, Metrics metrics, Ticker ticker, RandomGenerator requestIds, Duration bodyTime) {
        this.site = site;
        this.routes = routes;
        this.authenticator = authenticator;
        this.limits = limits;
        this.metrics = metrics;
        this.ticker = ticker;
        this.requestIds = requestIds;
        this.bodyTime = bodyTime;
        metrics.gauge("fastness_http_requests_in_flight", "Requests being answered.", inFlight::get);
    }

    /** Answers the request; never throws. */
    public Answer receive(Inbound inbound) {
        long start = ticker.monotonicNanos();
        String requestId = HexFormat.of().toHexDigits(requestIds.nextLong());
        Call call = new Call(inbound, requestId);
        inFlight.incrementAndGet();
        try {
            Answer answer = call.dressed(call.answer());
            account(call, answer, ticker.monotonicNanos() - start);
            return inbound.method().equals("HEAD") ? answer.withoutBody() : answer;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private void account(Call call, Answer answer, long nanos) {
        String route = call.label.word();
        metrics.counter("fastness_http_requests_total", "Requests answered.", "route", route, "status", Integer.toString(answer.status())).increment();
        metrics.histogram("fastness_http_request_seconds", "Time to answer.", "route", route).observeNanos(nanos);
        System.Logger.Level level = answer.status() >= 500 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        if (ACCESS.isLoggable(level)) ACCESS.log(level, "{0} {1} in {2} us, {3} octets, request {4}", call.label, answer.status(), nanos / 1_000, answer.body().size(), new LogWord(call.requestId));
    }

    /** One request on its way. */
    private final class Call {
        private final Inbound inbound;
        private final String requestId;
        private final Optional<Site.Host> host;
        private final Optional<String> origin;
        private LogWord label = UNKNOWN;
        private boolean isPage;

        Call(Inbound inbound, String requestId) {
            this.inbound = inbound;
            this.requestId = requestId;
            this.host = site.host(inbound.authority());
            this.origin = single("origin");
        }

        Answer answer() {
            try {
                return walk();
            } catch (Refused refused) {
                return Answer.problem(refused.refusal(), requestId);
            } catch (Malformed malformed) {
                return Answer.problem(Refusal.MALFORMED, requestId);
            } catch (IOException brokenBody) {
                return Answer.problem(Refusal.MALFORMED, requestId);
            } catch (Exception broken) {
                return broken(broken);
            } catch (StackOverflowError | AssertionError broken) {
                return broken(broken);
            }
        }

        private Answer broken(Throwable cause) {
            LOG.log(System.Logger.Level.ERROR, "request " + requestId + " of " + label + " broke", cause);
            return Answer.problem(Refusal.INTERNAL, requestId);
        }

        private Answer walk() throws Exception {
            if (inbound.target().length() > MAX_TARGET_CHARS || !inbound.target().startsWith("/")) throw new Refused(Refusal.MALFORMED);
            int question = inbound.target().indexOf('?');
            String path = question < 0 ? inbound.target() : inbound.target().substring(0, question);
            String query = question < 0 ? "" : inbound.target().substring(question + 1);
            return switch (host.orElseThrow(() -> new Refused(Refusal.NOT_FOUND))) {
                case WALLET -> page(site.walletFiles(), path).orElseThrow(() -> new Refused(Refusal.NOT_FOUND));
                case APP -> api(path, query);
                case ALIAS -> api(path, query);
            };
        }

        private Answer api(String path, String query) throws Exception {
            if (inbound.method().equals("OPTIONS")) return preflight(path);
            Optional<Method> method = method();
            RouteTable.Match match = routes.match(method.orElse(Method.GET), path);
            if (match instanceof RouteTable.Match.Found found && method.isPresent()) return routed(found, query);
            if (!(match instanceof RouteTable.Match.Unknown)) throw new Refused(Refusal.METHOD);
            if (host.equals(Optional.of(Site.Host.ALIAS)) && site.appFiles().has(path)) return Answer.redirect(site.app() + path);
            return page(site.appFiles(), path).orElseThrow(() -> new Refused(Refusal.NOT_FOUND));
        }

        private Optional<Method> method() {
            return switch (inbound.method()) {
                case "GET", "HEAD" -> Optional.of(Method.GET);
                case "POST" -> Optional.of(Method.POST);
                case "PUT" -> Optional.of(Method.PUT);
                case "DELETE" -> Optional.of(Method.DELETE);
                default -> Optional.empty();
            };
        }

        private Optional<Answer> page(StaticFiles files, String path) throws Refused {
            if (!files.has(path)) return Optional.empty();
            label = STATIC;
            isPage = true;
            if (!inbound.method().equals("GET") && !inbound.method().equals("HEAD")) throw new Refused(Refusal.METHOD);
            if (!limits.admit(inbound.client(), RateClass.OPEN)) throw new Refused(Refusal.TOO_MANY);
            return files.answer(path, single("if-none-match"));
        }

        /** Fetch standard, CORS preflight: only the wallet origin is told yes. */
        private Answer preflight(String path) throws Refused {
            if (!limits.admit(inbound.client(), RateClass.OPEN)) throw new Refused(Refusal.TOO_MANY);
            boolean known = !(routes.match(Method.GET, path) instanceof RouteTable.Match.Unknown);
            if (!known) throw new Refused(Refusal.NOT_FOUND);
            if (!isFromWallet()) throw new Refused(Refusal.NOT_AUTHORISED);
            return Answer.empty(204)
                    .with("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
                    .with("Access-Control-Allow-Headers", "authorization, content-type")
                    .with("Access-Control-Max-Age", "600");
        }

        private boolean isFromWallet() {
            return origin.equals(Optional.of(site.wallet().toString()));
        }

        private Answer routed(RouteTable.Match.Found found, String query) throws Exception {
            Route route = found.route();
            if (route.auth() == Auth.LOOPBACK_DEV && !site.development()) throw new Refused(Refusal.NOT_FOUND);
            label = new LogWord(route.toString());
            if (!limits.admit(inbound.client(), route.rate())) throw new Refused(Refusal.TOO_MANY);
            refuseForeignOrigin();
            Optional<Principal> principal = authenticate(route.auth());
            Map<String, String> parameters = query(query);
            Bytes body = body(route.body());
            return route.handler().handle(new Exchange(route, found.parameters(), parameters, inbound.headers(), body, inbound.client(), requestId, principal));
        }

        /** A page of another site may not even send: a browser would hide the answer, but the deed would be done. */
        private void refuseForeignOrigin() throws Refused {
            if (inbound.headers().containsKey("origin") && !isFromWallet() && !origin.equals(Optional.of(site.app().toString()))) throw new Refused(Refusal.NOT_AUTHORISED);
        }

        private Optional<Principal> authenticate(Auth auth) throws Refused {
            return switch (auth) {
                case NONE -> Optional.empty();
                case SESSION -> Optional.of(bearer().orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED)));
                case SESSION_OPTIONAL -> inbound.headers().containsKey("authorization") ? Optional.of(bearer().orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED))) : Optional.empty();
                case LOOPBACK, LOOPBACK_DEV -> {
                    if (!isDirectFromThisMachine()) throw new Refused(Refusal.NOT_FOUND);
                    yield Optional.empty();
                }
            };
        }

        private Optional<Principal> bearer() {
            return single("authorization").filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7)).map(value -> value.substring(7))
                    .filter(token -> !token.isEmpty() && token.length() <= MAX_TOKEN_CHARS).flatMap(authenticator::authenticate);
        }

        private boolean isDirectFromThisMachine() {
            boolean proxied = inbound.headers().containsKey("forwarded") || inbound.headers().containsKey("x-forwarded-for") || inbound.headers().containsKey("via");
            return inbound.client().isLoopbackAddress() && !proxied;
        }

        private Optional<String> single(String header) {
            List<String> values = inbound.headers().getOrDefault(header, List.of());
            return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
        }

        private Bytes body(Body expected) throws Refused, IOException, Malformed {
            if (single("content-length").isPresent() && declaredSize() > expected.limitBytes()) throw new Refused(Refusal.TOO_LARGE);
            if (expected.kind() == Body.Kind.NONE) {
                if (inbound.headers().containsKey("transfer-encoding")) throw new Refused(Refusal.TOO_LARGE);
                return Bytes.EMPTY;
            }
            String mediaType = single("content-type").orElse("").split(";", 2)[0].strip();
            if (!mediaType.equalsIgnoreCase(expected.kind().mediaType())) throw new Malformed("another content type");
            if (inbound.headers().containsKey("content-encoding")) throw new Malformed("a compressed body");
            try (Deadline _ = Deadline.in(bodyTime); InputStream in = inbound.body().open()) {
                return drain(in, expected.limitBytes());
            } catch (RuntimeException brokenConnection) {
                throw new IOException("the body broke off", brokenConnection);
            }
        }

        private long declaredSize() throws Malformed {
            String declared = single("content-length").orElse("0");
            if (!declared.matches("[0-9]{1,18}")) throw new Malformed("not a length");
            return Long.parseLong(declared);
        }

        private static Bytes drain(InputStream in, int limitBytes) throws IOException, Refused {
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(limitBytes, 4_096));
            byte[] buffer = new byte[Math.min(limitBytes + 1, 8_192)];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (out.size() + read > limitBytes) throw new Refused(Refusal.TOO_LARGE);
                out.write(buffer, 0, read);
            }
            return Bytes.wrapUnsafe(out.toByteArray());
        }

        private static Map<String, String> query(String query) throws Malformed {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (query.isEmpty()) return parameters;
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (parameters.size() >= MAX_QUERY_PARAMETERS || parameters.put(name, value) != null) throw new Malformed("too many query parameters, or one twice");
            }
            return parameters;
        }

        private static String decoded(String text) throws Malformed {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException badEscape) {
                throw new Malformed("a bad escape in the query");
            }
        }

        /** Adds what every answer carries. */
        Answer dressed(Answer answer) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("X-Content-Type-Options", "nosniff");
            headers.put("Referrer-Policy", "no-referrer");
            headers.put("X-Frame-Options", "DENY");
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
            headers.put("Cross-Origin-Resource-Policy", "same-origin");
            headers.put("Permissions-Policy", "publickey-credentials-get=(self), publickey-credentials-create=(self), clipboard-write=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()");
            headers.put("Content-Security-Policy", isPage ? site.contentSecurityPolicy(host.orElseThrow()) : "default-src 'none'; frame-ancestors 'none'");
            headers.put("Cache-Control", "no-store");
            headers.put("X-Request-Id", requestId);
            if (inbound.overTls()) headers.put("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
            if (!isPage) headers.put("Vary", "Origin");
            if (!isPage && isFromWallet() && !host.equals(Optional.of(Site.Host.WALLET))) {
                headers.put("Access-Control-Allow-Origin", site.wallet().toString());
                headers.put("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
            }
            headers.putAll(answer.headers());
            return new Answer(answer.status(), headers, answer.body());
        }
    }
}
