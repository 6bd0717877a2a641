package org.fastness.base;

/** Time as a port: nothing in the core asks the system clock by itself. */
public interface Ticker {

    /** Microseconds since 1970-01-01T00:00:00Z, by a clock that may jump. */
    long epochMicros();

    /** Nanoseconds of a monotonic clock with an arbitrary origin. */
    long monotonicNanos();

    /** The machine's own clocks. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public long epochMicros() {
                java.time.Instant now = java.time.Instant.now();
                return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1000);
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
