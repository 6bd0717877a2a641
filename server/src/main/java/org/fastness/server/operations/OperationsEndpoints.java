package org.fastness.server.operations;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fastness.base.Ticker;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.Exchange;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.Metrics;
import org.fastness.http.Origin;
import org.fastness.http.RateClass;
import org.fastness.http.Route;

/** The routes for machines. Metrics answer this machine alone: they tell how busy the platform is. */
public final class OperationsEndpoints {

    private static final Duration SECURITY_TXT_LIFETIME = Duration.ofDays(180);

    private final Readiness readiness;
    private final Metrics metrics;
    private final Origin app;
    private final URI contact;
    private final Ticker ticker;
    private final Supplier<JsonObject> openApi;

    /** @param openApi asked when the routes are complete, since the document lists these too */
    public OperationsEndpoints(Readiness readiness, Metrics metrics, Origin app, URI contact, Ticker ticker, Supplier<JsonObject> openApi) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.app = app;
        this.contact = contact;
        this.ticker = ticker;
        this.openApi = openApi;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/healthz", Auth.NONE, RateClass.OPEN, "Says that the process answers.", exchange -> Answer.json(Json.object().put("status", "up").build())),
                Route.get("/readyz", Auth.NONE, RateClass.OPEN, "Says whether requests will be served: 200 or 503.", this::ready),
                Route.get("/metrics", Auth.LOOPBACK, RateClass.OPEN, "Counts, as Prometheus reads them.", exchange -> Answer.text(Metrics.MEDIA_TYPE, metrics.text())),
                Route.get("/openapi.json", Auth.NONE, RateClass.OPEN, "Describes every route.", exchange -> Answer.json(openApi.get())),
                Route.get("/.well-known/security.txt", Auth.NONE, RateClass.OPEN, "Says where to report a hole (RFC 9116).", this::securityText));
    }

    private Answer ready(Exchange exchange) {
        Map<String, Boolean> parts = readiness.ask();
        boolean ready = parts.values().stream().allMatch(Boolean::booleanValue);
        Json.Builder answer = Json.object().put("ready", ready);
        parts.forEach(answer::put);
        return Answer.json(ready ? 200 : 503, answer.build());
    }

    private Answer securityText(Exchange exchange) {
        Instant expires = Instant.EPOCH.plus(ticker.epochMicros(), ChronoUnit.MICROS).plus(SECURITY_TXT_LIFETIME).truncatedTo(ChronoUnit.DAYS);
        return Answer.text("text/plain; charset=utf-8", "Contact: " + contact + "\nExpires: " + expires + "\nPreferred-Languages: en\nCanonical: " + app + "/.well-known/security.txt\n");
    }
}
