package org.fastness.identity.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.OTHER_TENANT;
import static org.fastness.identity.Fixture.TENANT;
import static org.fastness.identity.Fixture.email;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Entropy;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Fixture;
import org.fastness.identity.session.NewSession;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HandoffsTest {

    private static BearerToken handoff(Fixture fixture) throws Refused, Malformed {
        fixture.requestCode.request(TENANT, email("ada@example.test"), CLIENT);
        return fixture.verifyCode.verify(TENANT, email("ada@example.test"), fixture.mailedCode("ada@example.test"), CLIENT);
    }

    private static void assertRefused(Fixture fixture, String handoff) {
        assertThat(catchThrowableOfType(Refused.class, () -> fixture.handoffs.redeem(TENANT, handoff, CLIENT)).refusal()).isEqualTo(Refusal.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @EnumSource
    void becomesASessionOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            BearerToken handoff = handoff(fixture);
            NewSession session = fixture.handoffs.redeem(TENANT, handoff.text(), CLIENT);

            assertThat(fixture.sessions.authenticate(session.token().text())).isPresent();
            assertThat(session.account()).isEmpty();
            assertRefused(fixture, handoff.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isGoodUntilItsLifetimeIsOver(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            BearerToken inTime = handoff(fixture);
            fixture.advance(Handoffs.LIFETIME.minusMillis(1));
            fixture.handoffs.redeem(TENANT, inTime.text(), CLIENT);

            BearerToken late = handoff(fixture);
            fixture.advance(Handoffs.LIFETIME);
            assertRefused(fixture, late.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesUnknownOnesAnotherTenantAndAnotherKindOfToken(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            BearerToken handoff = handoff(fixture);

            assertRefused(fixture, BearerToken.make(BearerToken.Kind.HANDOFF, Entropy.system()).text());
            assertThatThrownBy(() -> fixture.handoffs.redeem(OTHER_TENANT, handoff.text(), CLIENT)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> fixture.handoffs.redeem(TENANT, BearerToken.make(BearerToken.Kind.SESSION, Entropy.system()).text(), CLIENT)).isInstanceOf(Malformed.class);
            assertThat(fixture.sessions.authenticate(handoff.text())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesOneSessionForManyWhoRedeemItAtOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); var threads = Executors.newFixedThreadPool(4)) {
            BearerToken handoff = handoff(fixture);

            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) all.add(threads.submit(() -> {
                try {
                    fixture.handoffs.redeem(TENANT, handoff.text(), CLIENT);
                    return true;
                } catch (Refused refused) {
                    return false;
                }
            }));
            int sessions = 0;
            for (Future<Boolean> each : all) if (each.get()) sessions++;

            assertThat(sessions).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheAccountOfItsUser(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            NewSession first = fixture.session("ada@example.test");
            var account = org.fastness.base.Id.account(Entropy.system().bytes(16));
            fixture.links.link(first.user(), account);
            fixture.advance(Duration.ofMinutes(1));

            assertThat(fixture.session("ada@example.test").account()).contains(account);
            assertThat(fixture.sessions.authenticate(first.token().text()).orElseThrow().account()).contains(account);
        }
    }
}
