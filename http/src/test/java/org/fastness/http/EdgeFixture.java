package org.fastness.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;

/** A small site with one route of each kind, for tests of the reception and of listeners. */
public final class EdgeFixture {

    public static final String TOKEN = "fst_known";
    public static final Principal PRINCIPAL = new Principal(Id.DEFAULT_TENANT, Id.user(Bytes.of(new byte[16])), Optional.empty(), Bytes.ofUtf8("session"));

    /** The slow route was reached, and may end. */
    public static final CountDownLatch ENTERED = new CountDownLatch(1);
    public static final CountDownLatch LET_GO = new CountDownLatch(1);

    private EdgeFixture() {
    }

    public static Site site(boolean development, String... aliases) {
        StaticFiles app = StaticFiles.of(Map.of("index.html", Bytes.ofUtf8("<!doctype html>app"), "assets/app-0123abcd.js", Bytes.ofUtf8("1"), "sign-in.html", Bytes.ofUtf8("in")));
        StaticFiles wallet = StaticFiles.of(Map.of("index.html", Bytes.ofUtf8("<!doctype html>wallet")));
        return new Site(new Origin("http", "localhost", 8080), new Origin("http", "wallet.localhost", 8080), Set.of(aliases), app, wallet, development);
    }

    public static List<Route> routes() {
        return List.of(
                Route.get("/open", Auth.NONE, RateClass.OPEN, "Says hello.", exchange -> Answer.json(Json.object().put("hello", "world").build())),
                Route.post("/echo", Auth.NONE, RateClass.FRAME, Body.octets(1_000), "Answers the body.", exchange -> Answer.octets(exchange.body())),
                Route.post("/names", Auth.NONE, RateClass.WRITE, Body.json(100), "Answers a member.", exchange -> Answer.text("text/plain", exchange.json().text("name", 10))),
                Route.get("/things/{id}", Auth.SESSION, RateClass.READ, "Answers the parameters.", exchange -> Answer.text("text/plain", exchange.path("id") + exchange.query("q").orElse("-"))),
                Route.delete("/things/{id}", Auth.SESSION, RateClass.WRITE, "Forgets a thing.", exchange -> Answer.empty(204)),
                Route.get("/maybe", Auth.SESSION_OPTIONAL, RateClass.READ, "Says who calls.", exchange -> Answer.text("text/plain", exchange.caller().isPresent() ? "known" : "nobody")),
                Route.get("/refused", Auth.NONE, RateClass.READ, "Refuses.", exchange -> {
                    throw new Refused(Refusal.CONFLICT);
                }),
                Route.get("/broken", Auth.NONE, RateClass.READ, "Breaks.", exchange -> {
                    throw new IllegalStateException("canary-message");
                }),
                Route.get("/slow", Auth.NONE, RateClass.READ, "Waits to be let go.", exchange -> {
                    ENTERED.countDown();
                    LET_GO.await();
                    return Answer.text("text/plain", "finished");
                }),
                Route.get("/inside", Auth.LOOPBACK, RateClass.OPEN, "For this machine.", exchange -> Answer.empty(204)),
                Route.get("/dev", Auth.LOOPBACK_DEV, RateClass.OPEN, "For development.", exchange -> Answer.empty(204)));
    }

    public static Reception reception(boolean development, String... aliases) {
        return new Reception(site(development, aliases), RouteTable.of(routes()), token -> token.equals(TOKEN) ? Optional.of(PRINCIPAL) : Optional.empty(),
                new RateLimits(Ticker.system(), 1_000), new Metrics(), Ticker.system(), new Random(1), Duration.ofSeconds(1));
    }

    public static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
