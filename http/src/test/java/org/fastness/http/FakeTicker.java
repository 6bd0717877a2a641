package org.fastness.http;

import org.fastness.base.Ticker;

/** A clock that moves when told. */
final class FakeTicker implements Ticker {
    long nanos;

    @Override
    public long epochMicros() {
        return nanos / 1_000;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
