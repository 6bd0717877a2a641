package org.fastness.enclave.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.fastness.base.Bytes;
import org.fastness.protocol.link.SealedRecord;

/**
 * One account in memory: what is durable, and what was prepared on top of it. The lock guards everything here and is held while an operation
 * prepares, never while it waits for the host.
 */
public final class Line {
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Account> durable = Optional.empty();
    private Optional<Account> newest = Optional.empty();
    private Bytes coldDigest = Bytes.EMPTY;
    private Bytes hotDigest = Bytes.EMPTY;
    private int prepared;
    private long bornVersion;
    private boolean seen;
    private volatile long durableVersion;
    /** Operations that use this line now; guarded by {@link Accounts}. */
    int users;

    Line() {}

    public void lock() {
        lock.lock();
    }

    public void unlock() {
        lock.unlock();
    }

    /** The newest state, durable or prepared. */
    Optional<Account> newest() {
        return newest;
    }

    /** Whether no state of the account is known, durable or prepared. */
    public boolean isEmpty() {
        return newest.isEmpty();
    }

    long durableVersion() {
        return durableVersion;
    }

    /** The newest durable state: all that may be shown. */
    public Optional<Account> durable() {
        return durable;
    }

    /** First sight of the account in this boot, or since its line made room. */
    void born(Account account, Bytes cold, Bytes hot, long born, boolean wasSeen) {
        durable = Optional.of(account);
        newest = durable;
        durableVersion = account.version();
        coldDigest = cold;
        hotDigest = hot;
        bornVersion = born;
        seen = wasSeen;
    }

    boolean holds(Bytes cold, Bytes hot) {
        return coldDigest.equals(cold) && hotDigest.equals(hot);
    }

    /** The next state is prepared; until it is durable or undone, nothing of it may leave. */
    public void prepare(Account next, List<SealedRecord> records) {
        newest = Optional.of(next);
        for (SealedRecord record : records) {
            if (record.kind() == SealedRecord.Kind.ACCOUNT) coldDigest = Accounts.digest(record);
            if (record.kind() == SealedRecord.Kind.ACCOUNT_HOT) hotDigest = Accounts.digest(record);
        }
        prepared++;
    }

    /** A prepared state became durable. A new account's owner is here, so it is seen. */
    void durable(Account next) {
        if (durable.isEmpty()) {
            seen = true;
            bornVersion = next.version();
        }
        durable = Optional.of(next);
        durableVersion = next.version();
        prepared--;
    }

    /** A prepared state will never be durable, and so none prepared on top of it: their ends come too. */
    void undone() {
        newest = durable;
        coldDigest = Bytes.EMPTY;
        hotDigest = Bytes.EMPTY;
        prepared--;
    }

    boolean idle() {
        return prepared == 0;
    }

    long bornVersion() {
        return bornVersion;
    }

    /** Whether the account's owner was seen in this boot: knowing its state from before it, or with the recovery code. */
    public boolean seen() {
        return seen;
    }

    /** Whether a client knows the version from before this boot, which this boot cannot have told it. */
    public boolean provesOwner(long knownVersion) {
        return knownVersion != 0 && knownVersion == bornVersion;
    }

    void ownerSeen() {
        seen = true;
    }
}
