package org.fastness.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine owes its callers. */
final class StoreContractTest {
    private final List<Store> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    private Store reopen(String url) {
        try {
            Store store = Store.open(StoreUrl.parse(url));
            opened.add(store);
            return store;
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    private Store fresh(Engine engine) {
        Store store = reopen(engine.freshUrl());
        define(store, "create table item (id bytea primary key, amount bigint not null, live boolean not null, name text, parent bytea references item (id))");
        return store;
    }

    private static void define(Store store, String ddl) {
        store.inTransaction(tx -> {
            tx.define(ddl);
            return true;
        });
    }

    private static int insert(Tx tx, Bytes id, long amount) {
        return tx.update("insert into item (id, amount, live, name) values (?, ?, ?, ?)", id, amount, true, Optional.empty());
    }

    private static Bytes id(int number) {
        return Bytes.of((byte) (number >>> 16), (byte) (number >>> 8), (byte) number);
    }

    private static long count(Store store) {
        return store.read(rows -> rows.one("select count(*) as n from item", row -> row.int64("n"))).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void keepsCommittedRowsWhenOpenedAgain(Engine engine) {
        String url = engine.freshUrl();
        Store store = reopen(url);
        define(store, "create table item (id bytea primary key, amount bigint not null, live boolean not null, name text)");
        store.inTransaction(tx -> insert(tx, id(1), 7));
        store.close();

        assertThat(count(reopen(url))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void givesBackEachTypeAsItWasPut(Engine engine) {
        Store store = fresh(engine);
        Bytes octets = Bytes.of((byte) 0, (byte) 0xff, (byte) 0x80);
        String text = "größe \u2192 \ud83d\udd11 'quoted' -- ; ?";

        store.inTransaction(tx -> tx.update("insert into item (id, amount, live, name) values (?, ?, ?, ?)", octets, Long.MIN_VALUE, false, Optional.of(text)));
        store.inTransaction(tx -> tx.update("insert into item (id, amount, live, name) values (?, ?, ?, ?)", Id.DEFAULT_TENANT, Long.MAX_VALUE, true, Optional.empty()));

        record Item(Bytes id, long amount, boolean live, Optional<String> name, Optional<Bytes> parent) {}
        List<Item> items = store.read(rows -> rows.query("select * from item order by amount",
                row -> new Item(row.bytes("id"), row.int64("amount"), row.flag("live"), row.optionalText("name"), row.optionalBytes("parent"))));
        assertThat(items).containsExactly(
                new Item(octets, Long.MIN_VALUE, false, Optional.of(text), Optional.empty()),
                new Item(Id.DEFAULT_TENANT.value(), Long.MAX_VALUE, true, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void rollsBackAndRethrowsWhatTheWorkThrew(Engine engine) {
        Store store = fresh(engine);
        IOException thrown = new IOException("the work's own");

        assertThatThrownBy(() -> store.inTransaction(tx -> {
            insert(tx, id(1), 1);
            throw thrown;
        })).isSameAs(thrown);

        assertThat(count(store)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void oneFailingTransactionTakesNoOtherWithIt(Engine engine) {
        Store store = fresh(engine);

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 600).mapToObj(i -> store.submit(tx -> {
            int inserted = insert(tx, id(i), i);
            if (i % 3 == 0) throw new IOException("every third");
            if (i % 3 == 1) return inserted;
            return insert(tx, id(i), i); // the same key again
        })).toList();

        for (int i = 0; i < answers.size(); i++) {
            CompletableFuture<Integer> answer = answers.get(i);
            if (i % 3 == 1) assertThat(answer.join()).isEqualTo(1);
            else assertThatThrownBy(answer::join).hasCauseInstanceOf(i % 3 == 0 ? IOException.class : StoreFailure.class);
        }
        assertThat(count(store)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void commitsNothingOfWorkThatSwallowedAFailure(Engine engine) {
        Store store = fresh(engine);
        store.inTransaction(tx -> insert(tx, id(1), 1));

        StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> store.inTransaction(tx -> {
            insert(tx, id(2), 2);
            try {
                insert(tx, id(1), 1);
            } catch (RuntimeException swallowed) {
                return 0;
            }
            return 1;
        }));

        assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.CONSTRAINT);
        assertThat(count(store)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void losesNoUpdateOfConcurrentReadModifyWrite(Engine engine) {
        Store store = fresh(engine);
        store.inTransaction(tx -> insert(tx, id(1), 0));

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) threads.submit(() -> store.inTransaction(tx -> {
                long amount = tx.one("select amount from item where id = ?", row -> row.int64("amount"), id(1)).orElseThrow();
                return tx.update("update item set amount = ? where id = ?", amount + 1, id(1));
            }));
        }

        Optional<Long> amount = store.read(rows -> rows.one("select amount from item", row -> row.int64("amount")));
        assertThat(amount).contains(40L);
    }

    @ParameterizedTest
    @EnumSource
    void showsReadersOneSnapshotOfWhatIsCommitted(Engine engine) throws Exception {
        Store store = fresh(engine);
        store.inTransaction(tx -> insert(tx, id(1), 1));
        CountDownLatch firstLook = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = threads.submit(() -> store.read(rows -> {
                long before = rows.one("select count(*) as n from item", row -> row.int64("n")).orElseThrow();
                firstLook.countDown();
                written.await();
                return List.of(before, rows.one("select count(*) as n from item", row -> row.int64("n")).orElseThrow());
            }));
            firstLook.await();
            store.inTransaction(tx -> insert(tx, id(2), 2));
            written.countDown();

            assertThat(looks.get()).containsExactly(1L, 1L);
        }
        assertThat(count(store)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWriteThroughTheReadPath(Engine engine) {
        Store store = fresh(engine);

        assertThatThrownBy(() -> store.read(rows -> rows.query("insert into item (id, amount, live) values (?, 1, true) returning amount", row -> row.int64("amount"), id(1))))
                .isInstanceOf(StoreFailure.class);

        assertThat(count(store)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void understandsTheSharedSqlText(Engine engine) {
        Store store = fresh(engine);
        define(store, "create index item_live on item (amount) where live");
        store.inTransaction(tx -> insert(tx, id(1), 1) + insert(tx, id(2), 2));

        Optional<Long> upserted = store.inTransaction(tx -> tx.one("""
                insert into item (id, amount, live) values (?, ?, ?)
                on conflict (id) do update set amount = item.amount + excluded.amount returning amount""", row -> row.int64("amount"), id(1), 10L, true));
        int ignored = store.inTransaction(tx -> tx.update("insert into item (id, amount, live) values (?, 1, true) on conflict (id) do nothing", id(1)));
        Optional<Bytes> claimed = store.inTransaction(tx -> tx.one("""
                update item set live = false where id = (select id from item where live order by amount limit 1) returning id""", row -> row.bytes("id")));
        List<Long> ranked = store.read(rows -> rows.query("""
                with live as (select amount, row_number() over (order by amount) as place from item where (amount, live) > (?, false))
                select place from live order by place""", row -> row.int64("place"), 0L));

        assertThat(upserted).contains(11L);
        assertThat(ignored).isZero();
        assertThat(claimed).contains(id(2));
        assertThat(ranked).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAValueOfAnotherTypeThanTheColumn(Engine engine) {
        Store store = fresh(engine);

        assertThatThrownBy(() -> store.inTransaction(tx -> tx.update("insert into item (id, amount, live) values (?, ?, true)", id(1), "seven")))
                .isInstanceOf(StoreFailure.class);
    }

    @ParameterizedTest
    @EnumSource
    void saysTheKindOfAFailureAndNeverAValue(Engine engine) {
        Store store = fresh(engine);
        Bytes canary = Bytes.ofUtf8("canary-7f3a");
        store.inTransaction(tx -> tx.update("insert into item (id, amount, live, name) values (?, 1, true, ?)", canary, "canary-name"));

        StoreFailure twice = catchThrowableOfType(StoreFailure.class, () -> store.inTransaction(tx -> insert(tx, canary, 1)));
        StoreFailure orphan = catchThrowableOfType(StoreFailure.class,
                () -> store.inTransaction(tx -> tx.update("insert into item (id, amount, live, parent) values (?, 1, true, ?)", id(1), canaryParent())));
        StoreFailure wrong = catchThrowableOfType(StoreFailure.class, () -> store.inTransaction(tx -> tx.update("insert into nowhere values ('canary-text')")));

        assertThat(twice.kind()).isEqualTo(StoreFailure.Kind.CONSTRAINT);
        assertThat(orphan.kind()).isEqualTo(StoreFailure.Kind.CONSTRAINT);
        assertThat(wrong.kind()).isEqualTo(StoreFailure.Kind.BUG);
        for (StoreFailure failure : List.of(twice, orphan, wrong)) {
            assertThat(failure.toString()).doesNotContain("canary").doesNotContain(canary.hex());
            assertThat(failure).hasNoCause();
        }
    }

    private static Bytes canaryParent() {
        return Bytes.ofUtf8("canary-parent");
    }

    @ParameterizedTest
    @EnumSource
    void refusesATransactionInsideATransaction(Engine engine) {
        Store store = fresh(engine);

        assertThatThrownBy(() -> store.inTransaction(tx -> store.inTransaction(inner -> insert(inner, id(1), 1))))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.BUG));
        assertThatThrownBy(() -> store.inTransaction(tx -> store.submit(inner -> insert(inner, id(1), 1))))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.BUG));
    }

    @ParameterizedTest
    @EnumSource
    void refusesATransactionThatIsOver(Engine engine) {
        Store store = fresh(engine);
        List<Tx> leaked = new ArrayList<>();
        store.inTransaction(leaked::add);

        assertThatThrownBy(() -> insert(leaked.getFirst(), id(1), 1)).isInstanceOf(StoreFailure.class);
        assertThat(count(store)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void finishesWhatWasSubmittedBeforeItCloses(Engine engine) {
        String url = engine.freshUrl();
        Store store = reopen(url);
        define(store, "create table item (id bytea primary key, amount bigint not null, live boolean not null, name text)");

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 500).mapToObj(i -> store.submit(tx -> insert(tx, id(i), i))).toList();
        store.close();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(1));
        assertThat(count(reopen(url))).isEqualTo(500);
        assertThatThrownBy(() -> store.inTransaction(tx -> insert(tx, id(1), 1)))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.CLOSED));
        assertThatThrownBy(() -> count(store))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.CLOSED));
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsTwoRowsWhereOneIsExpectedAsABug(Engine engine) {
        Store store = fresh(engine);
        store.inTransaction(tx -> insert(tx, id(1), 1) + insert(tx, id(2), 2));

        assertThatThrownBy(() -> store.read(rows -> rows.one("select id from item", row -> row.bytes("id")))).isInstanceOf(StoreFailure.class);
    }

    @Test
    void opensNoPostgresWithoutTheTlsItsUrlDemands() throws Malformed {
        StoreUrl url = StoreUrl.parse(Engine.POSTGRES.freshUrl() + "&sslmode=verify-full"); // this server speaks none

        assertThatThrownBy(() -> Store.open(url)).isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNAVAILABLE));
    }

    @ParameterizedTest
    @EnumSource
    void servesManyMoreReadersAndWritersThanConnections(Engine engine) throws Exception {
        Store store = fresh(engine);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int number = i;
                answers.add(threads.submit(() -> store.inTransaction(tx -> (long) insert(tx, id(number), number)) + count(store)));
            }
            for (Future<Long> answer : answers) assertThat(answer.get()).isPositive();
        }
        assertThat(count(store)).isEqualTo(300);
    }

    @ParameterizedTest
    @EnumSource
    void runsTheSameStatementInsideItsOwnRows(Engine engine) {
        Store store = fresh(engine);
        store.inTransaction(tx -> insert(tx, id(1), 2) + insert(tx, id(2), 3));
        String above = "select amount from item where amount > ? order by amount";

        List<Integer> sizes = store.read(rows -> rows.query(above, row -> rows.query(above, inner -> inner.int64("amount"), row.int64("amount")).size(), 0L));

        assertThat(sizes).containsExactly(1, 0);
    }
}
