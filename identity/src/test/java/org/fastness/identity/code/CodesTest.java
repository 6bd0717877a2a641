package org.fastness.identity.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.OTHER_TENANT;
import static org.fastness.identity.Fixture.TENANT;
import static org.fastness.identity.Fixture.client;
import static org.fastness.identity.Fixture.email;
import static org.fastness.identity.Fixture.wrong;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.identity.Fixture;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.limit.Limits;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodesTest {
    private static final String ADA = "ada@example.test";
    private static final String BOB = "bob@example.test";

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThat(catchThrowableOfType(Refused.class, call).refusal()).isEqualTo(refusal);
    }

    @ParameterizedTest
    @EnumSource
    void givesAHandoffForTheRightCodeAndMakesTheUserOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            var first = fixture.session(ADA);
            assertThat(fixture.events.stream().map(event -> event.outcome())).contains(Outcome.DONE_NEW_USER);
            var second = fixture.session("  ADA@Example.test ");

            assertThat(second.user()).isEqualTo(first.user());
            assertThat(fixture.users.email(TENANT, first.user())).isEqualTo(ADA);
            assertThat(fixture.session(BOB).user()).isNotEqualTo(first.user());
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesACodeOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String code = fixture.mailedCode(ADA);
            fixture.verifyCode.verify(TENANT, email(ADA), code, CLIENT);

            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), code, CLIENT));
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.NO_CODE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTheRightCodeAtTheLastAttemptAndRefusesItOnePast(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String code = fixture.mailedCode(ADA);
            for (int i = 1; i < VerifyCode.ATTEMPTS; i++) assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), wrong(code), CLIENT));
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.WRONG_CODE);
            fixture.verifyCode.verify(TENANT, email(ADA), code, CLIENT);

            fixture.requestCode.request(TENANT, email(BOB), CLIENT);
            String burnt = fixture.mailedCode(BOB);
            for (int i = 0; i < VerifyCode.ATTEMPTS; i++) assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(BOB), wrong(burnt), CLIENT));
            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(BOB), burnt, CLIENT));
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.CODE_BURNT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesACodeUntilItsLifetimeIsOver(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String late = fixture.mailedCode(ADA);
            fixture.requestCode.request(TENANT, email(BOB), CLIENT);
            String inTime = fixture.mailedCode(BOB);

            fixture.advance(RequestCode.LIFETIME.minusMillis(1));
            fixture.verifyCode.verify(TENANT, email(BOB), inTime, CLIENT);
            fixture.advance(Duration.ofMillis(1));
            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), late, CLIENT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacesACodeByTheNextOne(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String old = fixture.mailedCode(ADA);
            fixture.advance(Duration.ofSeconds(1));
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String current = fixture.mailedCode(ADA);
            if (old.equals(current)) return; // one in a million

            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), old, CLIENT));
            fixture.verifyCode.verify(TENANT, email(ADA), current, CLIENT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesACodeForAnotherAddressAndAnotherTenant(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String code = fixture.mailedCode(ADA);

            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(BOB), code, CLIENT));
            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(OTHER_TENANT, email(ADA), code, CLIENT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAlikeForKnownAndUnknownAddresses(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.session(ADA);
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            fixture.requestCode.request(TENANT, email(BOB), CLIENT);

            assertThat(fixture.mailedCode(ADA)).hasSize(6);
            assertThat(fixture.mailedCode(BOB)).hasSize(6);
            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), wrong(fixture.mailedCode(ADA)), CLIENT));
            assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email("nobody@example.test"), "123456", CLIENT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoMoreMailPastTheLimitOfAnAddressAndDoesNotSaySo(Engine engine) throws Exception {
        Limits limits = Limits.standard();
        try (Fixture fixture = new Fixture(engine, limits)) {
            for (int i = 0; i <= limits.codesPerAddress().uses(); i++) fixture.requestCode.request(TENANT, email(ADA), client("203.0.113." + i));

            assertThat(fixture.outbox.newest(TENANT)).hasSize(limits.codesPerAddress().uses());
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.ADDRESS_LIMIT);
            fixture.advance(limits.codesPerAddress().window());
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAClientPastItsLimitWhateverTheAddress(Engine engine) throws Exception {
        Limits limits = Limits.standard().withClients(new Limits.Rule(3, Duration.ofMinutes(1)), new Limits.Rule(3, Duration.ofMinutes(1)));
        try (Fixture fixture = new Fixture(engine, limits)) {
            for (int i = 0; i < 3; i++) fixture.requestCode.request(TENANT, email("a" + i + "@example.test"), client("2001:db8::" + i));
            assertRefused(Refusal.TOO_MANY, () -> fixture.requestCode.request(TENANT, email(BOB), client("2001:db8::ffff")));
            fixture.requestCode.request(TENANT, email(BOB), client("2001:db8:0:1::1")); // another network

            for (int i = 0; i < 3; i++) assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email("x@example.test"), "000000", CLIENT));
            String right = fixture.mailedCode(BOB);
            assertRefused(Refusal.TOO_MANY, () -> fixture.verifyCode.verify(TENANT, email(BOB), right, CLIENT));
            fixture.verifyCode.verify(TENANT, email(BOB), right, client("203.0.113.8"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsGuessesForAnAddressOverManyCodesAndClients(Engine engine) throws Exception {
        Limits limits = Limits.standard().withClients(new Limits.Rule(1000, Duration.ofMinutes(1)), new Limits.Rule(1000, Duration.ofMinutes(1)));
        try (Fixture fixture = new Fixture(engine, limits)) {
            int guesses = 0;
            for (int round = 0; guesses < limits.guessesPerAddress().uses(); round++) {
                fixture.advance(Duration.ofMinutes(15));
                fixture.requestCode.request(TENANT, email(ADA), CLIENT);
                String code = fixture.mailedCode(ADA);
                for (int i = 0; i < 4 && guesses < limits.guessesPerAddress().uses(); i++, guesses++)
                    assertRefused(Refusal.UNAUTHENTICATED, () -> fixture.verifyCode.verify(TENANT, email(ADA), wrong(code), CLIENT));
            }
            String right = fixture.mailedCode(ADA);
            assertRefused(Refusal.TOO_MANY, () -> fixture.verifyCode.verify(TENANT, email(ADA), right, CLIENT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesOneHandoffToManyWhoComeWithTheRightCodeAtOnce(Engine engine) throws Exception {
        Limits limits = new Limits(Limits.standard().codesPerAddress(), Limits.standard().codesPerClient(), new Limits.Rule(100, Duration.ofHours(1)), new Limits.Rule(100, Duration.ofHours(1)));
        try (Fixture fixture = new Fixture(engine, limits)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String code = fixture.mailedCode(ADA);

            assertThat(successes(20, () -> fixture.verifyCode.verify(TENANT, email(ADA), code, CLIENT))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparesNoMoreGuessesThanAllowedWhenTheyComeAtOnce(Engine engine) throws Exception {
        Limits limits = new Limits(Limits.standard().codesPerAddress(), Limits.standard().codesPerClient(), new Limits.Rule(100, Duration.ofHours(1)), new Limits.Rule(100, Duration.ofHours(1)));
        try (Fixture fixture = new Fixture(engine, limits)) {
            fixture.requestCode.request(TENANT, email(ADA), CLIENT);
            String code = fixture.mailedCode(ADA);

            successes(20, () -> fixture.verifyCode.verify(TENANT, email(ADA), wrong(code), CLIENT));

            assertThat(fixture.events.stream().filter(event -> event.outcome() == Outcome.WRONG_CODE)).hasSize(VerifyCode.ATTEMPTS);
            assertThat(fixture.events.stream().filter(event -> event.outcome() == Outcome.CODE_BURNT)).hasSize(20 - VerifyCode.ATTEMPTS);
        }
    }

    @FunctionalInterface
    private interface Try {
        Object run() throws Refused, Malformed;
    }

    private static long successes(int times, Try attempt) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) all.add(threads.submit(() -> {
                try {
                    attempt.run();
                    return true;
                } catch (Refused refused) {
                    return false;
                }
            }));
            long successes = 0;
            for (Future<Boolean> each : all) if (each.get()) successes++;
            return successes;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "12345a", "١٢٣٤٥٦", " 12345", "-12345", "１２３４５６"})
    void refusesWhatIsNotSixDigits(String text) {
        assertThatThrownBy(() -> Code.parse(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @EnumSource
    void failsClosedWhileTheEnclaveGivesNoKeys(Engine engine) {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.keys.setReady(false);

            assertRefused(Refusal.NOT_READY, () -> fixture.requestCode.request(TENANT, email(ADA), CLIENT));
            assertRefused(Refusal.NOT_READY, () -> fixture.verifyCode.verify(TENANT, email(ADA), "123456", CLIENT));
        }
    }
}
