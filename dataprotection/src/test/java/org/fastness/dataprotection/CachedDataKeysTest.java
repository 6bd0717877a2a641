package org.fastness.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.base.Writer;
import org.fastness.crypto.SecretBytes;
import org.junit.jupiter.api.Test;

final class CachedDataKeysTest {
    private static final Dataset IDENTITY = new Dataset("identity");

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = new Ticker() {
        @Override
        public long epochMicros() {
            return nanos.get() / 1000;
        }

        @Override
        public long monotonicNanos() {
            return nanos.get();
        }
    };
    private final SimulatedDataKeySource source = new SimulatedDataKeySource(1);
    private final CachedDataKeys cache = new CachedDataKeys(source, ticker);

    @Test
    void asksOnceUntilTheLeaseIsOld() throws Refused {
        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        nanos.set(CachedDataKeys.MAX_AGE_NANOS - 1);
        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        assertThat(source.leases()).isEqualTo(1);

        nanos.set(CachedDataKeys.MAX_AGE_NANOS);
        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        assertThat(source.leases()).isEqualTo(2);
    }

    @Test
    void asksAgainPastTheBoundOfUses() throws Refused {
        for (long use = 0; use < CachedDataKeys.MAX_USES; use++) cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        assertThat(source.leases()).isEqualTo(1);

        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        assertThat(source.leases()).isEqualTo(2);
    }

    @Test
    void keepsAtMostItsBoundOfLeases() throws Refused {
        for (int i = 0; i <= CachedDataKeys.MAX_LEASES; i++) {
            nanos.incrementAndGet();
            cache.lease(tenant(i), IDENTITY).close();
        }
        cache.lease(tenant(1), IDENTITY).close();
        assertThat(source.leases()).isEqualTo(CachedDataKeys.MAX_LEASES + 1);

        cache.lease(tenant(0), IDENTITY).close(); // the oldest, which went
        assertThat(source.leases()).isEqualTo(CachedDataKeys.MAX_LEASES + 2);
    }

    private static Id tenant(int number) {
        return Id.tenant(new Writer().u64(0).u64(number).toBytes());
    }

    @Test
    void wipesAnOldLeaseOnlyWhenItsLastUserIsDone() throws Refused {
        List<SecretBytes> made = new ArrayList<>();
        CachedDataKeys watched = new CachedDataKeys(new DataKeySource() {
            @Override
            public DataKeys lease(Id tenant, Dataset dataset) {
                SecretBytes key = SecretBytes.copyOf(Bytes.of(new byte[32]));
                made.add(key);
                return DataKeys.owned(1, key, SecretBytes.copyOf(Bytes.of(new byte[32])));
            }

            @Override
            public DataKeys lease(Id tenant, Dataset dataset, long version) {
                return lease(tenant, dataset);
            }
        }, ticker);
        DataKeys inUse = watched.lease(Id.DEFAULT_TENANT, IDENTITY);
        nanos.set(CachedDataKeys.MAX_AGE_NANOS);

        watched.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        assertThat(made.getFirst().isClosed()).isFalse();
        inUse.close();
        inUse.close();
        assertThat(made.getFirst().isClosed()).isTrue();
        watched.close();
        assertThat(made.getLast().isClosed()).isTrue();
    }

    @Test
    void failsClosedWhenTheEnclaveIsGone() throws Refused {
        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        source.setReady(false);
        cache.lease(Id.DEFAULT_TENANT, IDENTITY).close();
        nanos.set(CachedDataKeys.MAX_AGE_NANOS);

        assertThatThrownBy(() -> cache.lease(Id.DEFAULT_TENANT, IDENTITY)).isInstanceOf(Refused.class);
    }

    @Test
    void servesManyThreadsWhileLeasesCome() throws Exception {
        FieldCipher cipher = new FieldCipher(cache, Environment.DEVELOPMENT);
        Column column = new Column(IDENTITY, "t", "c");
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) results.add(threads.submit(() -> {
                nanos.addAndGet(CachedDataKeys.MAX_AGE_NANOS / 7);
                return cipher.openText(Id.DEFAULT_TENANT, column, Bytes.EMPTY, cipher.sealText(Id.DEFAULT_TENANT, column, Bytes.EMPTY, "x"));
            }));
            for (Future<String> result : results) assertThat(result.get()).isEqualTo("x");
        }
    }
}
