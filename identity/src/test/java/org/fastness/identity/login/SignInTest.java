package org.fastness.identity.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.OTHER_TENANT;
import static org.fastness.identity.Fixture.TENANT;
import static org.fastness.identity.Fixture.statement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.dataprotection.Environment;
import org.fastness.identity.Fixture;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.api.LoginStatements;
import org.fastness.identity.session.NewSession;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignInTest {
    private final Id account = Id.account(Entropy.system().bytes(16));

    private Id linkedUser(Fixture fixture) throws Exception {
        Id user = fixture.session("ada@example.test").user();
        fixture.links.link(user, account);
        return user;
    }

    private static void assertRefused(Fixture fixture, Bytes statement, Outcome outcome) {
        assertThat(catchThrowableOfType(Refused.class, () -> fixture.signIn.signIn(TENANT, statement, CLIENT)).refusal()).isEqualTo(Refusal.UNAUTHENTICATED);
        assertThat(fixture.lastOutcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource
    void beginsASessionOnceForAStatement(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            Id user = linkedUser(fixture);
            Bytes statement = fixture.statement(account).encode();

            NewSession session = fixture.signIn.signIn(TENANT, statement, CLIENT);

            assertThat(session.user()).isEqualTo(user);
            assertThat(session.account()).contains(account);
            assertThat(fixture.sessions.authenticate(session.token().text())).isPresent();
            assertRefused(fixture, statement, Outcome.REPLAYED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAStatementWhileItIsFresh(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            linkedUser(fixture);
            Bytes inTime = fixture.statement(account).encode();
            Bytes late = fixture.statement(account).encode();
            fixture.advance(SignIn.LIFETIME.minusMillis(1));
            fixture.signIn.signIn(TENANT, inTime, CLIENT);
            fixture.advance(Duration.ofMillis(1));
            assertRefused(fixture, late, Outcome.TOO_OLD);

            long skew = SignIn.SKEW.toMillis() * 1000;
            fixture.signIn.signIn(TENANT, statement(0, TENANT, account, fixture.loginSeed, fixture.ticker.epochMicros() + skew).encode(), CLIENT);
            assertRefused(fixture, statement(0, TENANT, account, fixture.loginSeed, fixture.ticker.epochMicros() + skew + 1).encode(), Outcome.TOO_OLD);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAStatementOfAnotherKeyEnvironmentTenantOrAccount(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); SecretBytes otherSeed = SecretBytes.random(32)) {
            linkedUser(fixture);
            long now = fixture.ticker.epochMicros();

            assertRefused(fixture, statement(0, TENANT, account, otherSeed, now).encode(), Outcome.BAD_SIGNATURE);
            assertRefused(fixture, statement(2, TENANT, account, fixture.loginSeed, now).encode(), Outcome.BAD_SIGNATURE);
            assertRefused(fixture, statement(0, OTHER_TENANT, account, fixture.loginSeed, now).encode(), Outcome.WRONG_TENANT);
            assertRefused(fixture, fixture.statement(Id.account(Entropy.system().bytes(16))).encode(), Outcome.NO_USER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryAlteredOctet(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            LoginStatements statements = new EnclaveLoginStatements(Environment.DEVELOPMENT, () -> Optional.of(fixture.loginKey));
            Bytes genuine = fixture.statement(account).encode();
            assertThat(statements.verify(genuine).account()).isEqualTo(account);

            for (int at = 0; at < genuine.size(); at++) {
                byte[] altered = genuine.toArray();
                altered[at] ^= 1;
                assertThat(catchThrowableOfType(Refused.class, () -> statements.verify(Bytes.of(altered))).refusal()).isEqualTo(Refusal.UNAUTHENTICATED);
            }
            assertThat(catchThrowableOfType(Refused.class, () -> statements.verify(Bytes.concat(genuine, Bytes.of((byte) 0))))).isNotNull();
            assertThat(catchThrowableOfType(Refused.class, () -> statements.verify(genuine.slice(0, genuine.size() - 1)))).isNotNull();
            assertThat(catchThrowableOfType(Refused.class, () -> statements.verify(Bytes.of(new byte[LoginStatements.MAX_BYTES + 1])))).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysNotReadyWhileNoEnclaveRuns(Engine engine) {
        try (Fixture fixture = new Fixture(engine)) {
            SignIn signIn = new SignIn(fixture.ground, fixture.limits, new EnclaveLoginStatements(Environment.DEVELOPMENT, Optional::empty), fixture.links, fixture.sessions);

            assertThat(catchThrowableOfType(Refused.class, () -> signIn.signIn(TENANT, fixture.statement(account).encode(), CLIENT)).refusal()).isEqualTo(Refusal.NOT_READY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void beginsOneSessionWhenAStatementComesManyTimesAtOnce(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); var threads = Executors.newFixedThreadPool(4)) {
            linkedUser(fixture);
            Bytes statement = fixture.statement(account).encode();
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) all.add(threads.submit(() -> {
                try {
                    fixture.signIn.signIn(TENANT, statement, CLIENT);
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
}
