package org.fastness.e2e.hostile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.tlog.MerkleTree;

/** The host's store in memory. A moment of it can be kept and put back, which is what a dishonest one would do. Thread-safe. */
final class MemoryStore {

    private record Address(SealedRecord.Kind kind, Id tenant, Bytes id, long sub) {
        static Address of(SealedRecord record) {
            return new Address(record.kind(), record.tenant(), record.id(), record.sub());
        }
    }

    /** Everything stored at one moment. */
    static final class Moment {
        private final Map<Address, SealedRecord> rows;
        private final List<Bytes> leaves;

        private Moment(Map<Address, SealedRecord> rows, List<Bytes> leaves) {
            this.rows = Map.copyOf(rows);
            this.leaves = List.copyOf(leaves);
        }
    }

    private final Map<Address, SealedRecord> rows = new HashMap<>();
    private final List<Bytes> leaves = new ArrayList<>();

    /** All of the commit, or nothing: as the real store does it. */
    synchronized boolean apply(EnclaveMessage.Commit commit) {
        Map<Address, SealedRecord> puts = new HashMap<>();
        List<Bytes> appended = new ArrayList<>();
        for (EnclaveMessage.Transition transition : commit.transitions()) {
            for (Effect effect : transition.effects()) if (!fits(effect, puts, appended)) return false;
        }
        for (Effect effect : commit.log()) if (!fits(effect, puts, appended)) return false;
        rows.putAll(puts);
        leaves.addAll(appended);
        return true;
    }

    private boolean fits(Effect effect, Map<Address, SealedRecord> puts, List<Bytes> appended) {
        return switch (effect) {
            case Effect.Put put -> {
                SealedRecord record = put.record();
                SealedRecord current = puts.getOrDefault(Address.of(record), rows.get(Address.of(record)));
                puts.put(Address.of(record), record);
                yield record.version() == (current == null ? 0 : current.version()) + 1;
            }
            case Effect.AppendLeaf leaf -> leaf.index() == leaves.size() + appended.size() && appended.add(leaf.leafHash());
            case Effect.PutCheckpoint checkpoint -> true;
        };
    }

    /** The records a routing header names, as far as they exist. */
    synchronized List<SealedRecord> named(RoutingHeader header) {
        List<SealedRecord> found = new ArrayList<>();
        if (header.account().isZero()) return found;
        Id tenant = header.tenant();
        add(found, new Address(SealedRecord.Kind.ACCOUNT, tenant, header.account().value(), 0));
        add(found, new Address(SealedRecord.Kind.ACCOUNT_HOT, tenant, header.account().value(), 0));
        for (Id key : header.keys()) add(found, new Address(SealedRecord.Kind.KEY, tenant, key.value(), 0));
        if (!header.requestId().isZero()) add(found, new Address(SealedRecord.Kind.ANSWER, tenant, header.requestId().value(), 0));
        for (int i = 0; i < header.activityCount(); i++) add(found, new Address(SealedRecord.Kind.ACTIVITY, tenant, header.account().value(), header.activityFrom() + i));
        return found;
    }

    private void add(List<SealedRecord> found, Address address) {
        if (rows.get(address) != null) found.add(rows.get(address));
    }

    synchronized Optional<SealedRecord> find(SealedRecord.Kind kind, Bytes id) {
        return Optional.ofNullable(rows.get(new Address(kind, Id.DEFAULT_TENANT, id, 0)));
    }

    synchronized Optional<SealedRecord> logState() {
        return rows.values().stream().filter(record -> record.kind() == SealedRecord.Kind.LOG_STATE).findFirst();
    }

    synchronized List<SealedRecord> all() {
        return List.copyOf(rows.values());
    }

    synchronized Moment moment() {
        return new Moment(rows, leaves);
    }

    synchronized void restore(Moment moment) {
        rows.clear();
        rows.putAll(moment.rows);
        leaves.clear();
        leaves.addAll(moment.leaves);
    }

    /** Root of the log's first leaves. */
    synchronized Bytes root(long size) {
        return subtree(0, (int) size);
    }

    // RFC 6962 section 2.1, straight from its definition, so that it is a second opinion on the enclave's frontier
    private Bytes subtree(int from, int to) {
        int count = to - from;
        if (count == 0) return MerkleTree.emptyRoot();
        if (count == 1) return leaves.get(from);
        int split = from + Integer.highestOneBit(count - 1);
        return MerkleTree.nodeHash(subtree(from, split), subtree(split, to));
    }

    synchronized int leaves() {
        return leaves.size();
    }
}
