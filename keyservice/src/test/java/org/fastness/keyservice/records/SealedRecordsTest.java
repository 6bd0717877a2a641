package org.fastness.keyservice.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Ticker;
import org.fastness.keyservice.Caller;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage.Commit;
import org.fastness.protocol.link.EnclaveMessage.Transition;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.link.SealedRecord.Kind;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every claim on both engines. */
class SealedRecordsTest {
    private static final Bytes ACCOUNT = octets(16, 1);
    private static final Bytes KEY = octets(16, 2);
    private static final Bytes REQUEST = octets(16, 3);
    private static final Caller NOBODY = new Caller.Anonymous();

    private static Bytes octets(int size, int with) {
        byte[] out = new byte[size];
        java.util.Arrays.fill(out, (byte) with);
        return Bytes.of(out);
    }

    private static Store open(Engine engine) {
        try {
            Store store = Store.open(StoreUrl.parse(engine.freshUrl()));
            store.migrate(Ticker.system(), List.of(SealedRecords.MIGRATIONS));
            return store;
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    private static SealedRecord record(Kind kind, Bytes id, long sub, long version) {
        return new SealedRecord(kind, Id.DEFAULT_TENANT, id, sub, version, Bytes.ofUtf8(kind + "/" + sub + "/" + version));
    }

    private static Effect put(Kind kind, Bytes id, long sub, long version) {
        return new Effect.Put(record(kind, id, sub, version));
    }

    private static Commit commit(Effect... effects) {
        return new Commit(1, List.of(new Transition(7, List.of(effects))), List.of());
    }

    private static boolean make(SealedRecords records, Commit commit) {
        return records.commit(commit, correlation -> NOBODY);
    }

    private static RoutingHeader header(List<Id> keys, Bytes request, long from, int count) {
        return new RoutingHeader(Id.DEFAULT_TENANT, Id.account(ACCOUNT), Id.request(request), keys, from, count);
    }

    @ParameterizedTest
    @EnumSource
    void findsExactlyWhatTheHeaderNames(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);
            make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1), put(Kind.ACCOUNT_HOT, ACCOUNT, 0, 1), put(Kind.KEY, KEY, 0, 1), put(Kind.ANSWER, REQUEST, 0, 1),
                    put(Kind.ACTIVITY, ACCOUNT, 1, 1), put(Kind.ACTIVITY, ACCOUNT, 2, 1), put(Kind.ACTIVITY, ACCOUNT, 3, 1), put(Kind.ACCOUNT, octets(16, 9), 0, 1)));

            assertThat(records.named(header(List.of(), Id.DEFAULT_TENANT.value(), 0, 0)))
                    .containsExactlyInAnyOrder(record(Kind.ACCOUNT, ACCOUNT, 0, 1), record(Kind.ACCOUNT_HOT, ACCOUNT, 0, 1));
            assertThat(records.named(header(List.of(Id.key(KEY), Id.key(octets(16, 8))), REQUEST, 2, 2)))
                    .containsExactlyInAnyOrder(record(Kind.ACCOUNT, ACCOUNT, 0, 1), record(Kind.ACCOUNT_HOT, ACCOUNT, 0, 1), record(Kind.KEY, KEY, 0, 1),
                            record(Kind.ANSWER, REQUEST, 0, 1), record(Kind.ACTIVITY, ACCOUNT, 2, 1), record(Kind.ACTIVITY, ACCOUNT, 3, 1));
            assertThat(records.named(new RoutingHeader(Id.DEFAULT_TENANT, Id.account(Id.DEFAULT_TENANT.value()), Id.request(REQUEST), List.of(), 0, 0))).isEmpty();
            assertThat(records.named(new RoutingHeader(Id.tenant(octets(16, 5)), Id.account(ACCOUNT), Id.request(REQUEST), List.of(Id.key(KEY)), 1, 50))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacesAVersionByTheNextAndByNoOther(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);

            assertThat(make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 2)))).isFalse();
            assertThat(make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1)))).isTrue();
            assertThat(make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1)))).isFalse();
            assertThat(make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 3)))).isFalse();
            assertThat(make(records, commit(put(Kind.ACCOUNT, ACCOUNT, 0, 2)))).isTrue();

            assertThat(records.named(header(List.of(), Id.DEFAULT_TENANT.value(), 0, 0))).containsExactly(record(Kind.ACCOUNT, ACCOUNT, 0, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesNothingDurableWhenOneEffectConflicts(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);
            make(records, commit(put(Kind.KEY, KEY, 0, 1)));

            Commit batch = new Commit(2, List.of(new Transition(1, List.of(put(Kind.ACCOUNT, ACCOUNT, 0, 1))), new Transition(2, List.of(put(Kind.KEY, KEY, 0, 1)))),
                    List.of(new Effect.AppendLeaf(0, octets(32, 4))));

            assertThat(make(records, batch)).isFalse();
            assertThat(records.named(header(List.of(), Id.DEFAULT_TENANT.value(), 0, 0))).isEmpty();
            assertThat(records.leaves(0, 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void appendsTheNextLeafAndNoOther(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);

            assertThat(make(records, commit(new Effect.AppendLeaf(1, octets(32, 1))))).isFalse();
            assertThat(make(records, commit(new Effect.AppendLeaf(0, octets(32, 1)), new Effect.AppendLeaf(1, octets(32, 2)), new Effect.PutCheckpoint(2, "two")))).isTrue();
            assertThat(make(records, commit(new Effect.AppendLeaf(1, octets(32, 3))))).isFalse();
            assertThat(make(records, commit(new Effect.AppendLeaf(3, octets(32, 3))))).isFalse();
            assertThat(make(records, commit(new Effect.AppendLeaf(2, octets(32, 3)), new Effect.PutCheckpoint(3, "three")))).isTrue();

            assertThat(records.leaves(0, 10)).containsExactly(octets(32, 1), octets(32, 2), octets(32, 3));
            assertThat(records.leaves(1, 1)).containsExactly(octets(32, 2));
            assertThat(records.checkpoint()).contains("three");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheFirstRootForEver(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);

            assertThat(records.sealedRoot()).isEmpty();
            assertThat(records.keepRoot(octets(100, 1))).isTrue();
            assertThat(records.keepRoot(octets(100, 2))).isFalse();
            assertThat(records.sealedRoot()).contains(octets(100, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheNewestLogState(Engine engine) {
        try (Store store = open(engine)) {
            SealedRecords records = new SealedRecords(store, CommitListener.NONE);

            assertThat(records.logState()).isEmpty();
            make(records, commit(put(Kind.LOG_STATE, KEY, 0, 1)));
            make(records, commit(put(Kind.LOG_STATE, KEY, 0, 2)));

            assertThat(records.logState()).contains(record(Kind.LOG_STATE, KEY, 0, 2));
        }
    }

    private record Linked(Id user, Id account) {}

    @ParameterizedTest
    @EnumSource
    void tellsTheListenerOfAnAccountThatAUserMadeAndOfNothingElse(Engine engine) {
        try (Store store = open(engine)) {
            List<Linked> linked = new ArrayList<>();
            SealedRecords records = new SealedRecords(store, (tx, tenant, user, account) -> linked.add(new Linked(user, account)));
            Caller alice = new Caller.User(Id.DEFAULT_TENANT, Id.user(octets(16, 7)));

            records.commit(commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1), put(Kind.KEY, KEY, 0, 1)), correlation -> correlation == 7 ? alice : NOBODY);
            records.commit(commit(put(Kind.ACCOUNT, ACCOUNT, 0, 2)), correlation -> alice);
            records.commit(commit(put(Kind.ACCOUNT, octets(16, 9), 0, 1)), correlation -> NOBODY);

            assertThat(linked).containsExactly(new Linked(Id.user(octets(16, 7)), Id.account(ACCOUNT)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheListenerWritesIsDurableWithTheRecordsOrNotAtAll(Engine engine) {
        try (Store store = open(engine)) {
            store.inTransaction(tx -> {
                tx.define("create table link (user_id bytea primary key, account bytea not null)");
                return Optional.empty();
            });
            SealedRecords records = new SealedRecords(store, (tx, tenant, user, account) -> tx.update("insert into link (user_id, account) values (?, ?)", user, account));
            Caller alice = new Caller.User(Id.DEFAULT_TENANT, Id.user(octets(16, 7)));

            assertThat(records.commit(commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1), put(Kind.KEY, KEY, 0, 2)), correlation -> alice)).isFalse();
            assertThat(store.<List<Bytes>, RuntimeException>read(rows -> rows.query("select account from link", row -> row.bytes("account")))).isEmpty();
            assertThat(records.commit(commit(put(Kind.ACCOUNT, ACCOUNT, 0, 1)), correlation -> alice)).isTrue();
            assertThat(store.<List<Bytes>, RuntimeException>read(rows -> rows.query("select account from link", row -> row.bytes("account")))).containsExactly(ACCOUNT);
        }
    }
}
