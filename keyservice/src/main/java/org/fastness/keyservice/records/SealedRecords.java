package org.fastness.keyservice.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.keyservice.Caller;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.store.Migrations;
import org.fastness.store.Row;
import org.fastness.store.Rows;
import org.fastness.store.Store;
import org.fastness.store.StoreFailure;
import org.fastness.store.Tx;

/**
 * The enclave's durable state (steps 3 and 7 of a request's life): finds the records a routing header names, and makes a commit durable,
 * all of it or nothing. Thread-safe.
 */
public final class SealedRecords {

    /** The tables. */
    public static final Migrations MIGRATIONS = Migrations.of("keyservice", SealedRecords.class, "0001_sealed_records.sql");

    private static final long ROOT_ROW = 1;

    private final Store store;
    private final CommitListener listener;

    public SealedRecords(Store store, CommitListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** An effect does not fit what is stored; carries nothing, because the batch's answer is one bit. */
    private static final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        Conflict() {
            super("conflict", null, false, false);
        }
    }

    /** The records the header names, as far as they exist, of one moment. */
    public List<SealedRecord> named(RoutingHeader header) {
        if (header.account().isZero()) return List.of();
        Selection wanted = new Selection(header.tenant());
        wanted.add(SealedRecord.Kind.ACCOUNT, header.account().value());
        wanted.add(SealedRecord.Kind.ACCOUNT_HOT, header.account().value());
        header.keys().forEach(key -> wanted.add(SealedRecord.Kind.KEY, key.value()));
        if (!header.requestId().isZero()) wanted.add(SealedRecord.Kind.ANSWER, header.requestId().value());
        return store.read(rows -> {
            List<SealedRecord> found = new ArrayList<>(wanted.find(rows));
            if (header.activityCount() > 0) found.addAll(activity(rows, header));
            return List.copyOf(found);
        });
    }

    private static List<SealedRecord> activity(Rows rows, RoutingHeader header) {
        return rows.query("""
                select tenant, kind, id, sub, version, blob from sealed_record
                where tenant = ? and kind = ? and id = ? and sub >= ? and sub < ? order by sub""",
                SealedRecords::record, header.tenant(), SealedRecord.Kind.ACTIVITY.code(), header.account(),
                header.activityFrom(), header.activityFrom() + header.activityCount());
    }

    /** Single records by their full address, in one question. */
    private static final class Selection {
        private final StringBuilder sql = new StringBuilder("select tenant, kind, id, sub, version, blob from sealed_record where tenant = ? and sub = 0 and (");
        private final List<Object> parameters = new ArrayList<>();

        Selection(Id tenant) {
            parameters.add(tenant);
        }

        void add(SealedRecord.Kind kind, Bytes id) {
            if (parameters.size() > 1) sql.append(" or ");
            sql.append("(kind = ? and id = ?)");
            parameters.add(kind.code());
            parameters.add(id);
        }

        List<SealedRecord> find(Rows rows) {
            return rows.query(sql + ") order by kind, id", SealedRecords::record, parameters.toArray());
        }
    }

    /** The newest frontier of the log, which an enclave boots from. */
    public Optional<SealedRecord> logState() {
        return store.read(rows -> rows.query("""
                select tenant, kind, id, sub, version, blob from sealed_record
                where tenant = ? and kind = ? order by version desc limit 1""",
                SealedRecords::record, Id.DEFAULT_TENANT, SealedRecord.Kind.LOG_STATE.code()).stream().findFirst());
    }

    /** The sealed root, once there is one. */
    public Optional<Bytes> sealedRoot() {
        return store.read(rows -> rows.one("select sealed from enclave_root where id = ?", row -> row.bytes("sealed"), ROOT_ROW));
    }

    /** Keeps the root an enclave just made; false if another one stands already, which is never overwritten. */
    public boolean keepRoot(Bytes sealed) {
        return store.inTransaction(tx -> tx.update("insert into enclave_root (id, sealed) values (?, ?) on conflict do nothing", ROOT_ROW, sealed)) == 1;
    }

    /**
     * Makes everything in the commit durable in one transaction; false if any part conflicts with what is stored, and then nothing is.
     * Throws {@link StoreFailure} with OUTCOME_UNKNOWN when only the engine could tell.
     */
    public boolean commit(EnclaveMessage.Commit commit, LongFunction<Caller> callers) {
        try {
            return store.inTransaction(tx -> {
                for (EnclaveMessage.Transition transition : commit.transitions()) apply(tx, transition, callers.apply(transition.correlation()));
                applyAll(tx, commit.log());
                return true;
            });
        } catch (Conflict conflict) {
            return false;
        } catch (StoreFailure failure) {
            if (failure.kind() == StoreFailure.Kind.OUTCOME_UNKNOWN) throw failure;
            return false;
        }
    }

    private void apply(Tx tx, EnclaveMessage.Transition transition, Caller caller) throws Conflict {
        applyAll(tx, transition.effects());
        if (!(caller instanceof Caller.User user)) return;
        for (Effect effect : transition.effects())
            if (effect instanceof Effect.Put put && isNewAccount(put.record())) listener.accountCreated(tx, user.tenant(), user.user(), Id.account(put.record().id()));
    }

    private static boolean isNewAccount(SealedRecord record) {
        return record.kind() == SealedRecord.Kind.ACCOUNT && record.version() == 1;
    }

    private static void applyAll(Tx tx, List<Effect> effects) throws Conflict {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Put put -> put(tx, put.record());
                case Effect.AppendLeaf append -> append(tx, append);
                case Effect.PutCheckpoint checkpoint -> tx.update("""
                        insert into log_checkpoint (size, note) values (?, ?)
                        on conflict (size) do update set note = excluded.note""", checkpoint.size(), checkpoint.note());
            }
        }
    }

    private static void put(Tx tx, SealedRecord record) throws Conflict {
        int written = record.version() == 1
                ? tx.update("insert into sealed_record (tenant, kind, id, sub, version, blob) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        record.tenant(), record.kind().code(), record.id(), record.sub(), record.version(), record.blob())
                : tx.update("update sealed_record set version = ?, blob = ? where tenant = ? and kind = ? and id = ? and sub = ? and version = ?",
                        record.version(), record.blob(), record.tenant(), record.kind().code(), record.id(), record.sub(), record.version() - 1);
        if (written != 1) throw new Conflict();
    }

    // The insert itself checks that the index is the next, so that a gap is refused like a leaf that stands already.
    private static void append(Tx tx, Effect.AppendLeaf append) throws Conflict {
        int written = tx.update("""
                insert into log_leaf (log_index, leaf_hash)
                select ?, ? where (select coalesce(max(log_index) + 1, 0) from log_leaf) = ?""", append.index(), append.leafHash(), append.index());
        if (written != 1) throw new Conflict();
    }

    /** The hash of each leaf from an index on, at most {@code count}: for proofs that anybody may ask for. */
    public List<Bytes> leaves(long from, int count) {
        return store.read(rows -> rows.query("select leaf_hash from log_leaf where log_index >= ? order by log_index limit ?", row -> row.bytes("leaf_hash"), from, count));
    }

    /** The newest signed checkpoint. */
    public Optional<String> checkpoint() {
        return store.read(rows -> rows.query("select note from log_checkpoint order by size desc limit 1", row -> row.text("note")).stream().findFirst());
    }

    private static SealedRecord record(Row row) {
        try {
            return new SealedRecord(SealedRecord.Kind.ofCode(row.int32("kind")), Id.tenant(row.bytes("tenant")), row.bytes("id"), row.int64("sub"), row.int64("version"), row.bytes("blob"));
        } catch (Malformed corrupt) {
            throw new IllegalStateException("a stored record has an unknown kind", corrupt);
        }
    }
}
