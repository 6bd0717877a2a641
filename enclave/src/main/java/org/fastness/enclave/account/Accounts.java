package org.fastness.enclave.account;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.protocol.link.SealedRecord;

/**
 * The memory that refuses every rollback within a boot. For each account it has seen it knows version and head; for those used lately the whole
 * record, so that a host that lags behind its own commits does no harm. Both tables are bounded: an account that made room is met again as after a
 * start, which is a rollback's chance only for a host that brings {@link #HEADS} accounts in between. Thread-safe.
 */
public final class Accounts {
    /** Accounts whose version and head are remembered. */
    static final int HEADS = 65_536;
    /** Accounts whose record is kept open. */
    static final int LINES = 2048;

    private record Head(long version, Bytes head, long bornVersion, boolean seen) {}

    private final RecordSeal seal;
    private final Map<Bytes, Head> heads = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Bytes, Line> lines = new LinkedHashMap<>(64, 0.75f, true);

    public Accounts(RecordSeal seal) {
        this.seal = seal;
    }

    /** The newest durable version known of the account, 0 if none. */
    public synchronized long durableVersion(Id account) {
        Line line = lines.get(account.value());
        if (line != null) return line.durableVersion();
        Head head = heads.get(account.value());
        return head == null ? 0 : head.version;
    }

    /** The account's line, kept until {@link #leave}. */
    public synchronized Line enter(Id account) {
        Line line = lines.computeIfAbsent(account.value(), id -> new Line());
        line.users++;
        return line;
    }

    public synchronized void leave(Line line) {
        line.users--;
        if (lines.size() > LINES) makeRoom();
    }

    private void makeRoom() {
        Iterator<Line> leastRecent = lines.values().iterator();
        while (lines.size() > LINES && leastRecent.hasNext()) {
            Line line = leastRecent.next();
            if (line.users == 0 && line.idle()) leastRecent.remove();
        }
    }

    /**
     * The newest state of the account, which the caller has locked, checked against the records the host presented.
     *
     * @param arrivalVersion what was durable when the question came in: records at least that new may lag behind what was prepared since
     */
    public Account present(Line line, Id account, SealedRecord cold, SealedRecord hot, long arrivalVersion) throws Refused {
        Optional<Account> known = line.newest();
        if (known.isEmpty()) return meet(line, account, cold, hot);
        Account newest = known.get();
        if (hot.version() > newest.version()) throw new Refused(Refusal.STALE_RECORD); // another line of history: this enclave made none of it
        if (hot.version() < newest.version()) {
            if (hot.version() < arrivalVersion) throw new Refused(Refusal.STALE_RECORD);
            return newest;
        }
        if (!line.holds(digest(cold), digest(hot)) && !open(account, cold, hot).head().equals(newest.head())) throw new Refused(Refusal.STALE_RECORD);
        return newest;
    }

    private Account meet(Line line, Id account, SealedRecord cold, SealedRecord hot) throws Refused {
        Account met = open(account, cold, hot);
        Optional<Head> head = head(account);
        if (head.isPresent() && !(head.get().version == met.version() && head.get().head.equals(met.head()))) throw new Refused(Refusal.STALE_RECORD);
        line.born(met, digest(cold), digest(hot), head.map(Head::bornVersion).orElse(met.version()), head.map(Head::seen).orElse(false));
        remember(line, met);
        return met;
    }

    private synchronized Optional<Head> head(Id account) {
        return Optional.ofNullable(heads.get(account.value()));
    }

    private synchronized void remember(Line line, Account account) {
        heads.put(account.id().value(), new Head(account.version(), account.head(), line.bornVersion(), line.seen()));
        if (heads.size() > HEADS) heads.remove(heads.keySet().iterator().next());
    }

    /** A prepared state became durable. */
    public void durable(Line line, Account next) {
        line.lock();
        try {
            line.durable(next);
            remember(line, next);
        } finally {
            line.unlock();
        }
    }

    /** The owner of the account was seen; outlives the line. */
    public void ownerSeen(Line line) {
        line.lock();
        try {
            line.ownerSeen();
            line.durable().ifPresent(account -> remember(line, account));
        } finally {
            line.unlock();
        }
    }

    /** A prepared state came to nothing. */
    public void undone(Line line) {
        line.lock();
        try {
            line.undone();
        } finally {
            line.unlock();
        }
    }

    /** Digest of a sealed blob: tells without opening that it is the very one this enclave made. */
    public static Bytes digest(SealedRecord record) {
        return Digests.sha256(record.blob());
    }

    /** Opens both halves and checks that they are the account's and belong together. */
    private Account open(Id account, SealedRecord cold, SealedRecord hot) throws Refused {
        try {
            ColdRecord coldRecord = ColdRecord.decode(seal.open(cold));
            HotState hotState = HotState.decode(seal.open(hot));
            Bytes coldHash = coldRecord.hash();
            boolean addressed = coldRecord.account().equals(account) && hotState.account().equals(account) && coldRecord.tenant().equals(cold.tenant())
                    && hotState.tenant().equals(hot.tenant()) && coldRecord.version() == cold.version() && hotState.version() == hot.version();
            if (!addressed) throw new Refused(Refusal.ALTERED_RECORD);
            boolean together = hotState.coldVersion() == coldRecord.version() && hotState.coldHash().equals(coldHash);
            if (!together) throw new Refused(Refusal.STALE_RECORD);
            return Account.of(coldRecord, coldHash, hotState);
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }
}
