package org.fastness.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Ticker;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigratorTest {
    private static final Migrations.File FIRST = file("0001_first.sql", """
            -- a comment; with a semicolon
            create table thing (id bytea primary key, note text not null default 'a;b''c');
            comment on table thing is 'id: random; note: clear';
            """);
    private static final Migrations.File SECOND = file("0002_second.sql", "alter table thing add column size bigint;create index thing_size on thing (size)");

    private static Migrations.File file(String name, String text) {
        return Migrations.File.parse(name, Bytes.ofUtf8(text));
    }

    private static Migrations product(Migrations.File... files) {
        return new Migrations("things", List.of(files));
    }

    private static Store open(String url) {
        try {
            return Store.open(StoreUrl.parse(url));
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    private static void migrate(Store store, Migrations... products) {
        store.migrate(Ticker.system(), List.of(products));
    }

    private static List<String> applied(Store store) {
        return store.read(rows -> rows.query("select name from schema_migration order by product, number", row -> row.text("name")));
    }

    @ParameterizedTest
    @EnumSource
    void appliesEachFileOnce(Engine engine) {
        try (Store store = open(engine.freshUrl())) {
            migrate(store, product(FIRST));
            migrate(store, product(FIRST, SECOND));
            migrate(store, product(FIRST, SECOND), new Migrations("others", List.of()));
            store.inTransaction(tx -> tx.update("insert into thing (id, size) values (?, ?)", Bytes.of((byte) 1), 2L));

            assertThat(applied(store)).containsExactly("0001_first.sql", "0002_second.sql");
            Optional<String> note = store.read(rows -> rows.one("select note from thing", row -> row.text("note")));
            assertThat(note).contains("a;b'c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAChangedFileNamingIt(Engine engine) {
        try (Store store = open(engine.freshUrl())) {
            migrate(store, product(FIRST));

            assertThatThrownBy(() -> migrate(store, product(file("0001_first.sql", "create table thing (id bytea primary key)"), SECOND)))
                    .isInstanceOf(MigrationRefused.class).hasMessageContaining("0001_first.sql").hasMessageContaining("was changed");
            assertThat(applied(store)).containsExactly("0001_first.sql");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAStoreThatANewerVersionMigrated(Engine engine) {
        try (Store store = open(engine.freshUrl())) {
            migrate(store, product(FIRST, SECOND));

            assertThatThrownBy(() -> migrate(store, product(FIRST)))
                    .isInstanceOf(MigrationRefused.class).hasMessageContaining("0002_second.sql").hasMessageContaining("newer version");
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOfAMigrationThatFails(Engine engine) {
        try (Store store = open(engine.freshUrl())) {
            Migrations.File broken = file("0002_broken.sql", "create table half (id bytea primary key); insert into nowhere values (1)");

            assertThatThrownBy(() -> migrate(store, product(FIRST, broken))).isInstanceOf(StoreFailure.class);
            migrate(store, product(FIRST, SECOND));

            assertThat(applied(store)).containsExactly("0001_first.sql", "0002_second.sql");
            assertThatThrownBy(() -> store.read(rows -> rows.query("select * from half", row -> 1))).isInstanceOf(StoreFailure.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsSeveralServersStartAtOnce(Engine engine) throws Exception {
        String url = engine.freshUrl();
        try (Store one = open(url); Store two = open(url); Store three = open(url); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> starts = new ArrayList<>();
            for (Store store : List.of(one, two, three)) starts.add(threads.submit(() -> {
                migrate(store, product(FIRST, SECOND));
                return true;
            }));
            for (Future<Boolean> start : starts) assertThat(start.get()).isTrue();

            assertThat(applied(one)).containsExactly("0001_first.sql", "0002_second.sql");
        }
    }

    @Test
    void refusesNumbersWithAGapAndNamesOutOfForm() {
        assertThatThrownBy(() -> product(SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file("1_first.sql", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAFileAtTheBoundAndRefusesOnePastIt() {
        assertThat(file("0001_full.sql", " ".repeat(Migrations.MAX_FILE_BYTES)).statements()).isEmpty();
        assertThatThrownBy(() -> file("0001_over.sql", " ".repeat(Migrations.MAX_FILE_BYTES + 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsStatementsOutsideOfQuotesAndComments() {
        assertThat(SqlText.statements("a ';' b; -- c ; d\n e \";\" ;; '-- not a comment' -- end"))
                .containsExactly("a ';' b", "e \";\"", "'-- not a comment'");
        assertThatThrownBy(() -> SqlText.statements("a 'b")).isInstanceOf(IllegalArgumentException.class);
    }
}
