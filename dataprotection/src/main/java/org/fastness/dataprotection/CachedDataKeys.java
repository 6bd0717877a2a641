package org.fastness.dataprotection;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;

/**
 * Keeps leases for a while, so that a field does not cost a call to the enclave: at most {@link #MAX_AGE_NANOS}, at most
 * {@link #MAX_USES} uses, at most {@link #MAX_LEASES} at a time. A retired lease is wiped when its last user has closed it.
 * Thread-safe; closing it wipes what it holds.
 */
public final class CachedDataKeys implements DataKeySource, AutoCloseable {

    /** Five minutes: what a revoked lease can still do. */
    public static final long MAX_AGE_NANOS = 300_000_000_000L;

    /** Uses of one lease. */
    public static final long MAX_USES = 1 << 20;

    /** Leases kept; past it the oldest goes. */
    public static final int MAX_LEASES = 1024;

    /** Version 0 stands for the current one. */
    private record Wanted(Id tenant, Dataset dataset, long version) {}

    private final DataKeySource source;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Wanted, Lease> leases = new HashMap<>();

    public CachedDataKeys(DataKeySource source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    @Override
    public DataKeys lease(Id tenant, Dataset dataset) throws Refused {
        return borrow(new Wanted(tenant, dataset, 0));
    }

    @Override
    public DataKeys lease(Id tenant, Dataset dataset, long version) throws Refused {
        if (version < 1) throw new IllegalArgumentException("versions count from 1");
        return borrow(new Wanted(tenant, dataset, version));
    }

    private DataKeys borrow(Wanted wanted) throws Refused {
        lock.lock();
        try {
            Lease lease = leases.get(wanted);
            if (lease != null && lease.isFresh()) return lease.lend();
        } finally {
            lock.unlock();
        }
        return renewed(wanted);
    }

    // Outside of the lock, since the enclave may take its time; two callers may both ask, and the later lease stays.
    private DataKeys renewed(Wanted wanted) throws Refused {
        Lease lease = new Lease(wanted.version == 0 ? source.lease(wanted.tenant, wanted.dataset) : source.lease(wanted.tenant, wanted.dataset, wanted.version));
        lock.lock();
        try {
            if (leases.size() >= MAX_LEASES && !leases.containsKey(wanted)) dropOldest();
            Lease before = leases.put(wanted, lease);
            if (before != null) before.retire();
            return lease.lend(); // before the lock goes: a renewal beside this one would retire and wipe a lease that nobody has yet
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        leases.values().stream().min((left, right) -> Long.signum(left.since - right.since)).ifPresent(oldest -> {
            oldest.retire();
            leases.values().remove(oldest);
        });
    }

    /** Wipes the leases; those in use when they are given back. */
    @Override
    public void close() {
        lock.lock();
        try {
            for (Iterator<Lease> each = leases.values().iterator(); each.hasNext(); each.remove()) each.next().retire();
        } finally {
            lock.unlock();
        }
    }

    /** Keys in the cache, with their users counted. Guarded by {@link #lock}. */
    private final class Lease {
        private final DataKeys keys;
        private final long since = ticker.monotonicNanos();
        private long uses;
        private int users;
        private boolean retired;

        Lease(DataKeys keys) {
            this.keys = keys;
        }

        boolean isFresh() {
            return uses < MAX_USES && ticker.monotonicNanos() - since < MAX_AGE_NANOS;
        }

        DataKeys lend() {
            lock.lock();
            try {
                uses++;
                users++;
                return keys.lent(once(this::giveBack));
            } finally {
                lock.unlock();
            }
        }

        private Runnable once(Runnable step) {
            var done = new java.util.concurrent.atomic.AtomicBoolean();
            return () -> {
                if (done.compareAndSet(false, true)) step.run();
            };
        }

        private void giveBack() {
            lock.lock();
            try {
                users--;
                wipeIfDone();
            } finally {
                lock.unlock();
            }
        }

        void retire() {
            retired = true;
            wipeIfDone();
        }

        private void wipeIfDone() {
            if (retired && users == 0) keys.close();
        }
    }
}
