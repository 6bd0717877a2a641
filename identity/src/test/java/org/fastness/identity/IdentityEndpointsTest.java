package org.fastness.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.identity.Edge.json;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.client;

import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.crypto.Entropy;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.JsonObject;
import org.fastness.http.RateClass;
import org.fastness.http.Route;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityEndpointsTest {
    private static final String CODES = "/api/v1/identity/codes";
    private static final String VERIFY = "/api/v1/identity/codes/verify";
    private static final String HANDOFF = "/api/v1/identity/handoff";
    private static final String LOGIN = "/api/v1/identity/login";
    private static final String SESSION = "/api/v1/identity/session";
    private static final InetAddress LOOPBACK = client("127.0.0.1");

    private static void assertProblem(Answer answer, Refusal refusal) throws Malformed {
        assertThat(answer.status()).isEqualTo(refusal.httpStatus());
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer).text("requestId", 64)).isNotEmpty();
    }

    private static JsonObject signUp(Fixture fixture, Edge edge) throws Exception {
        assertThat(edge.post(CODES, "{\"email\":\"Ada@Example.test\"}").status()).isEqualTo(202);
        Answer verified = edge.post(VERIFY, "{\"email\":\"ada@example.test\",\"code\":\"" + fixture.mailedCode("ada@example.test") + "\"}");
        Answer redeemed = edge.post(HANDOFF, "{\"handoff\":\"" + json(verified).text("handoff", 100) + "\"}");
        assertThat(redeemed.status()).isEqualTo(200);
        return json(redeemed);
    }

    @ParameterizedTest
    @EnumSource
    void walksFromTheAddressToTheSessionAndOut(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge edge = new Edge(fixture, true, CLIENT)) {
            JsonObject began = signUp(fixture, edge);
            Optional<String> token = Optional.of(began.text("token", 100));
            assertThat(token.get()).startsWith("fst_");
            assertThat(began.optionalText("accountId", 100)).isEmpty();
            assertThat(began.has("accountId")).isTrue();
            assertThat(began.number("expiresAt") * 1000).isGreaterThan(fixture.ticker.epochMicros());

            JsonObject session = json(edge.get(SESSION, token));
            assertThat(session.text("email", 100)).isEqualTo("ada@example.test");
            assertThat(session.text("userId", 100)).isEqualTo(began.text("userId", 100)).startsWith("usr_");

            assertThat(edge.delete(SESSION, token).status()).isEqualTo(204);
            assertProblem(edge.get(SESSION, token), Refusal.UNAUTHENTICATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void signsInWithTheEnclavesStatementOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge edge = new Edge(fixture, true, CLIENT)) {
            Id user = Id.parse(Id.Kind.USER, signUp(fixture, edge).text("userId", 100));
            Id account = Id.account(Entropy.system().bytes(16));
            fixture.links.link(user, account);
            String statement = Base64.getUrlEncoder().withoutPadding().encodeToString(fixture.statement(account).encode().toArray());

            Answer answer = edge.post(LOGIN, "{\"statement\":\"" + statement + "\"}");

            assertThat(json(answer).text("accountId", 100)).isEqualTo(account.text());
            assertThat(json(answer).text("userId", 100)).isEqualTo(user.text());
            assertProblem(edge.post(LOGIN, "{\"statement\":\"" + statement + "\"}"), Refusal.UNAUTHENTICATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAWrongCodeAndAnUnknownAddressWithTheSameOctets(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge edge = new Edge(fixture, true, CLIENT)) {
            signUp(fixture, edge);
            Answer known = edge.post(CODES, "{\"email\":\"ada@example.test\"}");
            Answer unknown = edge.post(CODES, "{\"email\":\"nobody@example.test\"}");
            assertThat(known.status()).isEqualTo(unknown.status());
            assertThat(known.body()).isEqualTo(unknown.body());
            assertThat(known.headers().keySet()).isEqualTo(unknown.headers().keySet()); // one of them names the request

            String wrong = Fixture.wrong(fixture.mailedCode("ada@example.test"));
            JsonObject one = json(edge.post(VERIFY, "{\"email\":\"ada@example.test\",\"code\":\"" + wrong + "\"}"));
            JsonObject two = json(edge.post(VERIFY, "{\"email\":\"nobody-yet@example.test\",\"code\":\"" + wrong + "\"}"));
            for (String member : new String[] {"type", "title", "detail", "remedy"}) assertThat(one.text(member, 500)).isEqualTo(two.text(member, 500));
            assertThat(one.number("status")).isEqualTo(two.number("status")).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"email\":1}", "{\"email\":\"\"}", "{\"email\":\"a\"}", "{\"email\":\"a@b.c\",\"email\":\"a@b.c\"}", "{\"email\":\"a@b.c\",\"more\":1}", "not json"})
    void refusesMalformedBodies(String body) throws Exception {
        try (Fixture fixture = new Fixture(Engine.SQLITE); Edge edge = new Edge(fixture, true, CLIENT)) {
            assertProblem(edge.post(CODES, body), Refusal.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {VERIFY + " {\"email\":\"a@b.cd\",\"code\":\"12345\"}", VERIFY + " {\"email\":\"a@b.cd\",\"code\":\"1234567\"}", HANDOFF + " {\"handoff\":\"fho_\"}",
            HANDOFF + " {\"handoff\":1}", LOGIN + " {\"statement\":\"+/==\"}", LOGIN + " {}"})
    void refusesMalformedMembers(String request) throws Exception {
        String[] parts = request.split(" ", 2);
        try (Fixture fixture = new Fixture(Engine.SQLITE); Edge edge = new Edge(fixture, true, CLIENT)) {
            assertProblem(edge.post(parts[0], parts[1]), Refusal.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsABodyAtTheBoundAndRefusesOnePastIt(boolean past) throws Exception {
        try (Fixture fixture = new Fixture(Engine.SQLITE); Edge edge = new Edge(fixture, true, CLIENT)) {
            String body = "{\"email\":\"a@example.test\"}";
            String padded = body + " ".repeat(1024 - body.length() + (past ? 1 : 0));

            assertThat(edge.post(CODES, padded).status()).isEqualTo(past ? 413 : 202);
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksForASessionExactlyWhereOneIsNeeded(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge edge = new Edge(fixture, true, CLIENT)) {
            for (Route route : edge.identity.routes()) {
                assertThat(route.auth() == Auth.SESSION).as(route.toString()).isEqualTo(route.template().equals(SESSION));
                assertThat(route.rate() == RateClass.GUESS).as(route.toString()).isEqualTo(!route.template().equals(SESSION));
            }
            assertProblem(edge.get(SESSION, Optional.empty()), Refusal.UNAUTHENTICATED);
            assertProblem(edge.delete(SESSION, Optional.of("fst_" + "0".repeat(72))), Refusal.UNAUTHENTICATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheOutboxToThisMachineInDevelopmentAlone(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge here = new Edge(fixture, true, LOOPBACK); Edge afar = new Edge(fixture, true, CLIENT); Edge production = new Edge(fixture, false, LOOPBACK)) {
            here.post(CODES, "{\"email\":\"ada@example.test\"}");
            String code = fixture.mailedCode("ada@example.test");

            assertThat(here.get("/dev/outbox", Optional.empty()).body().utf8()).contains(code).contains("ada@example.test");
            JsonObject mail = (JsonObject) json(here.get("/dev/outbox.json", Optional.empty())).array("mails", 50).getFirst();
            assertThat(mail.text("to", 100)).isEqualTo("ada@example.test");
            assertThat(mail.text("text", 1000)).contains(code);
            assertThat(afar.get("/dev/outbox", Optional.empty()).status()).isNotEqualTo(200);
            assertThat(production.get("/dev/outbox", Optional.empty()).status()).isEqualTo(404);
            assertThat(production.get("/dev/outbox.json", Optional.empty()).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void escapesWhatAMailSaysOnTheOutboxPage(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); Edge here = new Edge(fixture, true, LOOPBACK)) {
            var sealed = fixture.outbox.seal(Fixture.TENANT, "a'&b@example.test", "<script>alert(1)</script>", "</pre><img src=x>", java.time.Duration.ofMinutes(1));
            fixture.store.inTransaction(tx -> {
                fixture.outbox.put(tx, sealed);
                return true;
            });

            assertThat(here.get("/dev/outbox", Optional.empty()).body().utf8()).doesNotContain("<script").doesNotContain("<img").contains("&lt;script&gt;").contains("a&#39;&amp;b@");
        }
    }
}
