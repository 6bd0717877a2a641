package org.fastness.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.identity.Fixture.TENANT;

import java.time.Duration;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.crypto.Entropy;
import org.fastness.http.Principal;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Fixture;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionsTest {

    private static boolean isLive(Fixture fixture, NewSession session) {
        return fixture.sessions.authenticate(session.token().text()).isPresent();
    }

    /** What is submitted is done before the next transaction of the same session on SQLite; PostgreSQL may take a moment. */
    private static void awaitSeen(Fixture fixture) {
        long now = fixture.ticker.epochMicros();
        while (fixture.store.read(rows -> rows.query("select seen_at from identity_session where seen_at = ?", row -> 1, now)).isEmpty()) Thread.onSpinWait();
    }

    @ParameterizedTest
    @EnumSource
    void namesUserAndTenantOfAKnownToken(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession session = fixture.session("ada@example.test");
            Principal principal = fixture.sessions.authenticate(session.token().text()).orElseThrow();

            assertThat(principal.user()).isEqualTo(session.user());
            assertThat(principal.tenant()).isEqualTo(TENANT);
            assertThat(principal.session()).isNotEqualTo(session.token().hash());
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsNoTokenThatItDidNotGive(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession session = fixture.session("ada@example.test");
            String token = session.token().text();

            for (String other : List.of("", "fst_", token.substring(1), token + "0", token.toUpperCase(java.util.Locale.ROOT), "fho_" + token.substring(4), BearerToken.make(BearerToken.Kind.SESSION, Entropy.system()).text()))
                assertThat(fixture.sessions.authenticate(other)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenIdleAndSlidesWhenUsed(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession used = fixture.session("ada@example.test");
            NewSession idle = fixture.session("bob@example.test");
            fixture.advance(Sessions.IDLE.minusMillis(1));
            assertThat(isLive(fixture, used)).isTrue();
            awaitSeen(fixture);
            fixture.advance(Duration.ofMillis(1));

            assertThat(isLive(fixture, idle)).isFalse();
            assertThat(isLive(fixture, used)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtItsAbsoluteEndHoweverMuchItIsUsed(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession session = fixture.session("ada@example.test");
            Duration step = Sessions.IDLE.dividedBy(2);
            for (Duration passed = step; passed.compareTo(Sessions.LIFETIME) < 0; passed = passed.plus(step)) {
                fixture.advance(step);
                assertThat(isLive(fixture, session)).isTrue();
                awaitSeen(fixture);
            }
            fixture.advance(step.minusMillis(1));
            assertThat(isLive(fixture, session)).isTrue();
            fixture.advance(Duration.ofMillis(1));
            assertThat(isLive(fixture, session)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtOnceWhenRevoked(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession one = fixture.session("ada@example.test");
            NewSession two = fixture.session("ada@example.test");
            NewSession others = fixture.session("bob@example.test");

            fixture.sessions.end(fixture.sessions.authenticate(one.token().text()).orElseThrow());
            assertThat(isLive(fixture, one)).isFalse();
            assertThat(isLive(fixture, two)).isTrue();

            assertThat(fixture.sessions.endAll(TENANT, one.user())).isEqualTo(1);
            assertThat(isLive(fixture, two)).isFalse();
            assertThat(isLive(fixture, others)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheTokensHashAlone(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession session = fixture.session("ada@example.test");
            List<Bytes> stored = fixture.store.read(rows -> rows.query("select token_hash from identity_session", row -> row.bytes("token_hash")));

            assertThat(stored).containsExactly(session.token().hash());
        }
    }
}
