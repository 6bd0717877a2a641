package org.fastness.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.TENANT;
import static org.fastness.identity.Fixture.email;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.store.Migrations;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TablesTest {
    private static final List<String> EXPIRING = List.of("identity_code", "identity_handoff", "identity_session", "identity_login_used", "identity_limit", "identity_outbox");

    private static Stream<String> statements() {
        return Identity.migrations().files().stream().flatMap(file -> file.statements().stream());
    }

    @Test
    void saysOfEachTableWhichColumnsAreCiphertext() {
        List<String> tables = statements().filter(text -> text.startsWith("create table ")).map(text -> text.split("\\s+")[2]).toList();

        assertThat(tables).hasSize(7).allSatisfy(table -> assertThat(statements().filter(text -> text.startsWith("comment on table " + table + " is '"))).hasSize(1));
    }

    @Test
    void hasTheTenantInEachTable() {
        assertThat(statements().filter(text -> text.startsWith("create table "))).allSatisfy(text -> assertThat(text).contains("tenant bytea not null"));
    }

    @Test
    void neverChangesAReleasedMigration() {
        List<Bytes> hashes = Identity.migrations().files().stream().map(Migrations.File::sha256).toList();

        assertThat(hashes).as("a released migration file was edited: put the change into a new file").containsExactly(Bytes.fromHex("f81a021155f71e0d7354c2ef47f974e335de5fc84c1ae0b9c191f15e508f35c0"));
    }

    @ParameterizedTest
    @EnumSource
    void removesWhatIsOverAndNothingElse(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.requestCode.request(TENANT, email("bob@example.test"), CLIENT);
            var session = fixture.session("ada@example.test");
            BearerToken handoff = BearerToken.make(BearerToken.Kind.HANDOFF, fixture.ground.entropy());
            fixture.store.inTransaction(tx -> {
                fixture.handoffs.put(tx, TENANT, session.user(), handoff, fixture.ticker.epochMicros());
                return tx.update("insert into identity_login_used (tenant, request_id, expires_at) values (?, ?, ?)", TENANT, Bytes.of((byte) 1), fixture.ticker.epochMicros() + 1);
            });
            Expired.remove(fixture.store, fixture.ticker);
            for (String table : EXPIRING) assertThat(count(fixture, table)).as(table).isPositive();

            fixture.advance(Duration.ofDays(2));
            Expired.remove(fixture.store, fixture.ticker);

            for (String table : EXPIRING) assertThat(count(fixture, table)).as(table).isZero();
            assertThat(count(fixture, "identity_user")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void removesABoundedNumberAtATime(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine)) {
            fixture.store.inTransaction(tx -> {
                for (int i = 0; i < Expired.BATCH + 1; i++)
                    tx.update("insert into identity_login_used (tenant, request_id, expires_at) values (?, ?, 0)", TENANT, Bytes.of((byte) (i >>> 8), (byte) i));
                return true;
            });

            assertThat(Expired.remove(fixture.store, fixture.ticker)).isEqualTo(Expired.BATCH);
            assertThat(Expired.remove(fixture.store, fixture.ticker)).isEqualTo(1);
        }
    }

    private static long count(Fixture fixture, String table) {
        return fixture.store.read(rows -> rows.one("select count(*) as n from " + table, row -> row.int64("n"))).orElseThrow();
    }
}
