package org.fastness.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.fastness.base.Ticker;

/** A clock that stands at 2026-11-21T00:00:00Z until it is moved. Both of its times move together. Thread-safe. */
public final class ManualTicker implements Ticker {
    private static final long START_MICROS = 1_795_219_200_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long epochMicros() {
        return START_MICROS + nanos.get() / 1000;
    }

    @Override
    public long monotonicNanos() {
        return nanos.get();
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
