package org.fastness.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fastness.identity.Fixture.TENANT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.identity.Fixture;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutboxTest {

    private static void put(Fixture fixture, String recipient, Duration lifetime) throws Refused {
        Outbox.Sealed sealed = fixture.outbox.seal(TENANT, recipient, "subject", "text", lifetime);
        fixture.store.inTransaction(tx -> {
            fixture.outbox.put(tx, sealed);
            return true;
        });
    }

    private static long waiting(Fixture fixture) {
        return fixture.store.read(rows -> rows.one("select count(*) as n from identity_outbox", row -> row.int64("n"))).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void sendsEachMailOnceAndForgetsIt(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            put(fixture, "a@example.test", Duration.ofMinutes(10));
            fixture.advance(Duration.ofMillis(1));
            put(fixture, "b@example.test", Duration.ofMinutes(10));
            List<String> sent = new ArrayList<>();

            while (fixture.outbox.sendOne(mail -> sent.add(mail.recipient()))) assertThat(sent).isNotEmpty();

            assertThat(sent).containsExactly("a@example.test", "b@example.test");
            assertThat(waiting(fixture)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesAgainAfterGrowingPausesUntilTheMailExpires(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            put(fixture, "a@example.test", Duration.ofMinutes(10));
            List<Long> tries = new ArrayList<>();
            long start = fixture.ticker.monotonicNanos();
            MailSender failing = mail -> {
                tries.add((fixture.ticker.monotonicNanos() - start) / 1_000_000_000L);
                throw new MailNotSent(false);
            };

            for (int second = 0; second < 700; second++) {
                fixture.outbox.sendOne(failing);
                fixture.advance(Duration.ofSeconds(1));
            }

            assertThat(tries).containsExactly(0L, 2L, 12L, 42L, 162L, 282L, 402L, 522L);
            assertThat(waiting(fixture)).isZero();
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.GIVEN_UP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhereTryingAgainIsPointless(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            put(fixture, "a@example.test", Duration.ofMinutes(10));

            fixture.outbox.sendOne(mail -> {
                throw new MailNotSent(true);
            });

            assertThat(waiting(fixture)).isZero();
            assertThat(fixture.lastOutcome()).isEqualTo(Outcome.GIVEN_UP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOverAMailWhoseSenderDied(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            put(fixture, "a@example.test", Duration.ofMinutes(10));
            assertThatThrownBy(() -> fixture.outbox.sendOne(mail -> {
                throw new IllegalStateException("the server dies here");
            })).isInstanceOf(IllegalStateException.class);
            List<String> sent = new ArrayList<>();

            fixture.advance(Outbox.CLAIM.minusMillis(1));
            assertThat(fixture.outbox.sendOne(mail -> sent.add(mail.recipient()))).isFalse();
            fixture.advance(Duration.ofMillis(1));
            assertThat(fixture.outbox.sendOne(mail -> sent.add(mail.recipient()))).isTrue();

            assertThat(sent).containsExactly("a@example.test");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoMailTwiceWhenManySendersRun(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 20; i++) put(fixture, i + "@example.test", Duration.ofMinutes(10));
            List<String> sent = Collections.synchronizedList(new ArrayList<>());

            List<Future<Boolean>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) senders.add(threads.submit(() -> {
                while (fixture.outbox.sendOne(mail -> sent.add(mail.recipient()))) Thread.onSpinWait();
                return true;
            }));
            for (Future<Boolean> sender : senders) sender.get();

            assertThat(sent).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void refusesLineBreaksInHeadersAndMailPastItsBounds() {
        assertThatThrownBy(() -> new Mail(Bytes.EMPTY, TENANT, "a@b.c\r\nBcc: d@e.f", "s", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mail(Bytes.EMPTY, TENANT, "a@b.c", "s\nX: y", "t")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Mail(Bytes.EMPTY, TENANT, "a@b.c", "s".repeat(Mail.MAX_SUBJECT), "t".repeat(Mail.MAX_TEXT)).text()).hasSize(Mail.MAX_TEXT);
        assertThatThrownBy(() -> new Mail(Bytes.EMPTY, TENANT, "a@b.c", "s".repeat(Mail.MAX_SUBJECT + 1), "t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mail(Bytes.EMPTY, TENANT, "a@b.c", "s", "t".repeat(Mail.MAX_TEXT + 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
