package org.fastness.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets as many in as there are connections and parks the rest in the order they came; whoever waits too long is refused. */
final class Gate {

    /** Longer than any healthy engine makes anybody wait. */
    static final long PATIENCE_SECONDS = 10;

    private final Semaphore free;

    Gate(int places) {
        free = new Semaphore(places, true);
    }

    /** A place, given back by closing it. */
    final class Pass implements AutoCloseable {
        @Override
        public void close() {
            free.release();
        }
    }

    Pass enter() {
        try {
            if (free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) return new Pass();
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "no connection became free");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "interrupted while waiting for a connection");
        }
    }
}
