package org.fastness.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A short random pause, so that transactions that met once do not meet again. */
final class Backoff {
    private Backoff() {}

    private static final long LONGEST_NANOS = 20_000_000;

    static void before(int attempt) {
        long longest = Math.min(LONGEST_NANOS, 200_000L << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }
}
