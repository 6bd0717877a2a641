package org.fastness.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends blocking reads that last too long, by interrupting the thread: on a virtual thread an interrupt closes the socket it reads
 * from. Needed since a limit on the silence between two octets (as a socket's own timeout is) does not stop a client that drips, and
 * channels have no timeout at all.
 */
public final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Thread thread;
    private final BooleanSupplier stillReading;
    private final ScheduledFuture<?> alarm;
    private boolean over;
    private boolean fired;

    private Deadline(Thread thread, Duration limit, BooleanSupplier stillReading) {
        this.thread = thread;
        this.stillReading = stillReading;
        this.alarm = CLOCK.schedule(this::fire, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Starts one for the calling thread. */
    public static Deadline in(Duration limit) {
        return in(limit, () -> true);
    }

    /** Starts one for the calling thread that strikes only if the answer is yes when the time has come. */
    public static Deadline in(Duration limit, BooleanSupplier stillReading) {
        return new Deadline(Thread.currentThread(), limit, stillReading);
    }

    private synchronized void fire() {
        if (over || !stillReading.getAsBoolean()) return;
        fired = true;
        thread.interrupt();
    }

    /** Ends it: no interrupt comes after this, and one that came is cleared if the thread itself calls. */
    @Override
    public synchronized void close() {
        over = true;
        alarm.cancel(false);
        if (fired && Thread.currentThread() == thread) Thread.interrupted();
    }
}
