package org.fastness.enclave.log;

import org.fastness.base.Ticker;
import org.fastness.tlog.ReceiptLabels;

/**
 * The host's clock, held to one thing it cannot undo: within a boot it runs at least as fast as the enclave's monotonic clock. A host that sets
 * it forward shortens delays, which is why the label says whose clock it is. Thread-safe.
 */
public final class HostClock implements TrustedTime {
    /** The end of the year 9999: far from where sums with delays would overflow. */
    static final long LATEST_MICROS = 253_402_300_799_999_999L;

    private final Ticker ticker;
    private long baseMicros;
    private long baseNanos;

    public HostClock(Ticker ticker) {
        this.ticker = ticker;
        this.baseNanos = ticker.monotonicNanos();
    }

    @Override
    public synchronized void observe(long hostMicros) {
        long nanos = ticker.monotonicNanos();
        long expected = expected(nanos);
        baseMicros = Math.max(expected, Math.min(hostMicros, LATEST_MICROS));
        baseNanos = nanos;
    }

    @Override
    public synchronized long nowMicros() {
        return expected(ticker.monotonicNanos());
    }

    private long expected(long nanos) {
        return baseMicros + (nanos - baseNanos) / 1000;
    }

    @Override
    public ReceiptLabels.TimeSource source() {
        return ReceiptLabels.TimeSource.HOST;
    }

    @Override
    public String label() {
        return "host clock";
    }
}
