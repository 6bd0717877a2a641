package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceptionTest {

    private static final String APP = "localhost:8080";
    private static final String WALLET = "wallet.localhost:8080";
    private static final String ALIAS = "127.0.0.1:8080";

    private final Reception reception = EdgeFixture.reception(true, ALIAS);

    @Test
    void servesApiAndPagesOnTheAppOrigin() throws Exception {
        assertThat(send("GET", APP, "/open").status()).isEqualTo(200);
        assertThat(send("GET", APP, "/").body().utf8()).endsWith("app");
        assertThat(send("GET", APP, "/sign-in").status()).isEqualTo(200);
    }

    @Test
    void servesNothingButTheBundleOnTheWalletOrigin() throws Exception {
        assertThat(send("GET", WALLET, "/").body().utf8()).endsWith("wallet");
        for (Route route : EdgeFixture.routes()) assertThat(send(route.method().name(), WALLET, route.template().replaceAll("[{}]", "")).status()).as(route.toString()).isEqualTo(404);
    }

    @Test
    void redirectsPagesOfTheBareAddressButNotTheApi() throws Exception {
        assertThat(send("GET", ALIAS, "/open").status()).isEqualTo(200);
        Answer page = send("GET", ALIAS, "/");
        assertThat(page.status()).isEqualTo(308);
        assertThat(page.headers()).containsEntry("Location", "http://localhost:8080/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "evil.example", "localhost:8081", "localhost:8080.evil.example", "wallet.localhost"})
    void refusesUnknownHost(String authority) throws Exception {
        assertThat(send("GET", authority, "/").status()).isEqualTo(404);
    }

    @Test
    void tellsTheWalletOriginAndNoOtherThatItMayRead() throws Exception {
        assertThat(send("GET", APP, "/open", "origin", "http://wallet.localhost:8080").headers()).containsEntry("Access-Control-Allow-Origin", "http://wallet.localhost:8080");
        for (String other : List.of("http://evil.example", "null", "http://wallet.localhost", "https://wallet.localhost:8080", "http://wallet.localhost:8080.evil.example", "http://127.0.0.1:8080")) {
            Answer answer = send("GET", APP, "/open", "origin", other);
            assertThat(answer.status()).as(other).isEqualTo(403);
            assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        }
        assertThat(send("GET", APP, "/open", "origin", "http://localhost:8080").status()).isEqualTo(200);
    }

    @Test
    void answersPreflightOfTheWalletOriginAlone() throws Exception {
        Answer ours = send("OPTIONS", APP, "/echo", "origin", "http://wallet.localhost:8080", "access-control-request-method", "POST");
        assertThat(ours.status()).isEqualTo(204);
        assertThat(ours.headers()).containsEntry("Access-Control-Allow-Headers", "authorization, content-type");
        assertThat(ours.headers()).doesNotContainKey("Access-Control-Allow-Credentials");

        assertThat(send("OPTIONS", APP, "/echo", "origin", "http://evil.example").status()).isEqualTo(403);
        assertThat(send("OPTIONS", APP, "/nowhere", "origin", "http://wallet.localhost:8080").status()).isEqualTo(404);
    }

    @Test
    void demandsSessionWhereTheRouteSaysSo() throws Exception {
        assertThat(send("GET", APP, "/things/1").status()).isEqualTo(401);
        assertThat(send("GET", APP, "/things/1").headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(send("GET", APP, "/things/1", "authorization", "Bearer fst_known").status()).isEqualTo(200);
        for (String wrong : List.of("fst_known", "Basic fst_known", "Bearer fst_unknown", "Bearer ", "Bearer  fst_known", "Bearer " + "x".repeat(257))) {
            assertThat(send("GET", APP, "/things/1", "authorization", wrong).status()).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void optionalSessionIsKnownOrAbsentButNeverWrong() throws Exception {
        assertThat(send("GET", APP, "/maybe").body().utf8()).isEqualTo("nobody");
        assertThat(send("GET", APP, "/maybe", "authorization", "Bearer fst_known").body().utf8()).isEqualTo("known");
        assertThat(send("GET", APP, "/maybe", "authorization", "Bearer fst_unknown").status()).isEqualTo(401);
    }

    @Test
    void loopbackRouteAnswersThisMachineDirectly() throws Exception {
        assertThat(send("GET", APP, "/inside").status()).isEqualTo(204);
        assertThat(send("GET", APP, "/inside", "x-forwarded-for", "10.0.0.1").status()).isEqualTo(404);
        assertThat(reception.receive(new Inbound("GET", "/inside", APP, Map.of(), InetAddress.getByName("192.0.2.1"), false, () -> new ByteArrayInputStream(new byte[0]))).status()).isEqualTo(404);
    }

    @Test
    void developmentRouteDoesNotExistElsewhere() throws Exception {
        assertThat(send("GET", APP, "/dev").status()).isEqualTo(204);
        assertThat(EdgeFixture.reception(false).receive(inbound("GET", APP, "/dev", "")).status()).isEqualTo(404);
    }

    @Test
    void refusesOtherContentTypeAndCompressedBody() throws Exception {
        assertThat(reception.receive(inbound("POST", APP, "/names", "{\"name\":\"a\"}", "content-type", "application/json; charset=utf-8")).body().utf8()).isEqualTo("a");
        assertThat(reception.receive(inbound("POST", APP, "/names", "{\"name\":\"a\"}", "content-type", "text/plain")).status()).isEqualTo(400);
        assertThat(reception.receive(inbound("POST", APP, "/names", "{\"name\":\"a\"}", "content-type", "application/json", "content-encoding", "gzip")).status()).isEqualTo(400);
        assertThat(reception.receive(inbound("GET", APP, "/open", "x", "content-length", "1")).status()).isEqualTo(413);
    }

    @Test
    void refusesQueryParameterGivenTwiceAndTooMany() throws Exception {
        assertThat(send("GET", APP, "/open?a=1&a=2").status()).isEqualTo(400);
        assertThat(send("GET", APP, "/open?a=%zz").status()).isEqualTo(400);
        StringBuilder query = new StringBuilder("/open?");
        for (int i = 0; i < Reception.MAX_QUERY_PARAMETERS; i++) query.append(i == 0 ? "" : "&").append('p').append(i).append("=1");
        assertThat(send("GET", APP, query.toString()).status()).isEqualTo(200);
        assertThat(send("GET", APP, query.append("&q=1").toString()).status()).isEqualTo(400);
    }

    @Test
    void takesTargetAtItsBoundAndNotOnePast() throws Exception {
        String target = "/open?q=";
        String full = target + "x".repeat(Reception.MAX_TARGET_CHARS - target.length());

        assertThat(send("GET", APP, full).status()).isEqualTo(200);
        assertThat(send("GET", APP, full + "x").status()).isEqualTo(400);
    }

    @Test
    void refusesWhenTheBucketIsEmpty() throws Exception {
        FakeTicker ticker = new FakeTicker();
        Reception strict = new Reception(EdgeFixture.site(true), RouteTable.of(EdgeFixture.routes()), token -> java.util.Optional.empty(), new RateLimits(ticker, 1), new Metrics(), ticker, new java.util.Random(1), Reception.BODY_TIME);

        for (int i = 0; i < RateClass.READ.burst(); i++) assertThat(strict.receive(inbound("GET", APP, "/maybe", "")).status()).isEqualTo(200);
        Answer refused = strict.receive(inbound("GET", APP, "/maybe", ""));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("Retry-After");
    }

    @Test
    void pagesCarryThePolicyOfTheirOrigin() throws Exception {
        assertThat(send("GET", WALLET, "/").headers().get("Content-Security-Policy"))
                .contains("default-src 'none'").contains("script-src 'self';").contains("connect-src 'self' http://localhost:8080;").contains("require-trusted-types-for 'script'").contains("trusted-types 'none'").doesNotContain("unsafe");
        assertThat(send("GET", APP, "/").headers().get("Content-Security-Policy")).contains("connect-src 'self'");
        assertThat(send("GET", APP, "/open").headers().get("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void hashedFilesAreImmutableAndOthersAskAgain() throws Exception {
        Answer hashed = send("GET", APP, "/assets/app-0123abcd.js");
        assertThat(hashed.headers().get("Cache-Control")).contains("immutable");
        Answer index = send("GET", APP, "/");
        assertThat(index.headers()).containsEntry("Cache-Control", "no-cache");
        assertThat(send("GET", APP, "/", "if-none-match", index.headers().get("ETag")).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void problemDocumentSaysCodeRemedyAndRequest(Refusal refusal) throws Exception {
        Answer problem = Answer.problem(refusal, "id");
        JsonObject document = Json.readObject(problem.body(), 10_000);

        assertThat(problem.status()).isEqualTo(refusal.httpStatus());
        assertThat(problem.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(document.number("code")).isEqualTo(refusal.code());
        assertThat(document.text("remedy", 1_000)).isEqualTo(refusal.remedy());
        assertThat(document.members().keySet()).containsExactly("type", "title", "status", "detail", "code", "remedy", "retryable", "requestId");
    }

    @Test
    void countsByRouteAndNeverByPath() throws Exception {
        Metrics metrics = new Metrics();
        Reception counting = new Reception(EdgeFixture.site(true), RouteTable.of(EdgeFixture.routes()), token -> java.util.Optional.of(EdgeFixture.PRINCIPAL), new RateLimits(new FakeTicker(), 1), metrics, new FakeTicker(), new java.util.Random(1), Reception.BODY_TIME);

        counting.receive(inbound("GET", APP, "/things/canary?q=canary", "", "authorization", "Bearer canary"));
        counting.receive(inbound("GET", APP, "/canary", ""));

        assertThat(metrics.text()).contains("route=\"GET /things/{id}\",status=\"200\"} 1").contains("route=\"unknown\",status=\"404\"} 1").doesNotContain("canary");
    }

    private Answer send(String method, String authority, String target, String... headers) throws UnknownHostException {
        return reception.receive(inbound(method, authority, target, "", headers));
    }

    private static Inbound inbound(String method, String authority, String target, String body, String... headers) throws UnknownHostException {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) all.put(headers[i], List.of(headers[i + 1]));
        return new Inbound(method, target, authority, all, InetAddress.getByName("127.0.0.1"), false, () -> new ByteArrayInputStream(Bytes.ofUtf8(body).toArray()));
    }
}
