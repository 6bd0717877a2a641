package org.fastness.identity;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.SecretBytes;
import org.fastness.dataprotection.DataKeySource;
import org.fastness.dataprotection.DataKeys;
import org.fastness.dataprotection.Dataset;

/**
 * Data keys made from a seed that stands in the test: protects nothing. A twin stands in dataprotection, since a jar of test classes would
 * break builds that skip tests.
 */
public final class SimulatedDataKeySource implements DataKeySource {
    private final Bytes seed;
    private final AtomicLong current = new AtomicLong(1);
    private final AtomicInteger leases = new AtomicInteger();
    private volatile boolean ready = true;

    public SimulatedDataKeySource(long seed) {
        this.seed = new Writer().u64(seed).toBytes();
    }

    /** From now on the next version encrypts. */
    public void rotate() {
        current.incrementAndGet();
    }

    /** Plays an enclave that is gone, or back. */
    public void setReady(boolean ready) {
        this.ready = ready;
    }

    /** Leases issued so far. */
    public int leases() {
        return leases.get();
    }

    @Override
    public DataKeys lease(Id tenant, Dataset dataset) throws Refused {
        return lease(tenant, dataset, current.get());
    }

    @Override
    public DataKeys lease(Id tenant, Dataset dataset, long version) throws Refused {
        if (!ready) throw new Refused(Refusal.NOT_READY);
        if (version > current.get()) throw new Refused(Refusal.NO_SUCH_KEY);
        leases.incrementAndGet();
        return DataKeys.owned(version, key("encrypt", tenant, dataset, version), key("index", tenant, dataset, version));
    }

    private SecretBytes key(String use, Id tenant, Dataset dataset, long version) {
        return SecretBytes.copyOf(Digests.sha256(seed, new Writer().text(use).fixed(tenant.value()).text(dataset.name()).u64(version).toBytes()));
    }
}
