package org.fastness.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * SQLite's one writer: takes every transaction that waits, runs each inside a savepoint of one real transaction, flushes once, and
 * only then tells the callers. One that fails is rolled back to its savepoint and takes none of the others with it; if the flush
 * fails, all fail.
 */
final class GroupCommit {

    /** Transactions that share one flush: enough to hide the flush, few enough to bound the wait of the first. */
    static final int BATCH = 256;

    /** Transactions that may wait; past it a submitter waits for room, which is the back pressure. */
    static final int WAITING = 8192;

    private final Sql sql;
    private final BlockingQueue<Pending<?>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final ReentrantLock closing = new ReentrantLock();
    private final Thread thread;
    private volatile boolean closed;

    GroupCommit(Sql sql) {
        this.sql = sql;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::write);
    }

    /** A transaction on its way: its work, then what came of it, then the caller's answer. */
    private static final class Pending<T> {
        private final Store.Work<T, ?> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Runnable outcome = () -> {};

        Pending(Store.Work<T, ?> work) {
            this.work = work;
        }

        /** Runs the work inside a savepoint. */
        void run(Sql sql) {
            sql.execute("savepoint one");
            try {
                Sql.Scope scope = sql.scope();
                T result = work.run(scope);
                scope.end();
                outcome = () -> answer.complete(result);
            } catch (Throwable thrown) {
                sql.execute("rollback to one");
                Throwable told = thrown instanceof Sql.Failed failed ? StoreFailure.of(failed.reported) : thrown;
                outcome = () -> answer.completeExceptionally(told);
            }
            sql.execute("release one");
        }

        void tell() {
            outcome.run();
        }

        void fail(StoreFailure failure) {
            answer.completeExceptionally(failure);
        }
    }

    /** Ends the writer; never runs work. */
    private static final Pending<Boolean> END = new Pending<>(tx -> true);

    <T> CompletableFuture<T> submit(Store.Work<T, ?> work) {
        if (Thread.currentThread() == thread) throw new StoreFailure(StoreFailure.Kind.BUG, "a transaction inside a transaction");
        Pending<T> pending = new Pending<>(work);
        closing.lock();
        try {
            if (closed) pending.fail(new StoreFailure(StoreFailure.Kind.CLOSED, "the store is closed"));
            else put(pending);
        } finally {
            closing.unlock();
        }
        return pending.answer;
    }

    private void put(Pending<?> pending) {
        try {
            waiting.put(pending);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            pending.fail(new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "interrupted while waiting for room"));
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses new work and waits until what was submitted is done; whether this call was the one that closed. */
    boolean close() {
        closing.lock();
        try {
            if (closed) return false;
            closed = true;
            put(END);
        } finally {
            closing.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return true;
    }

    void closeConnection() {
        sql.close();
    }

    private void write() {
        List<Pending<?>> batch = new ArrayList<>(BATCH);
        while (true) {
            batch.clear();
            batch.add(next());
            waiting.drainTo(batch, BATCH - 1);
            boolean last = batch.remove(END);
            commit(batch);
            if (last) return;
        }
    }

    private Pending<?> next() {
        while (true) {
            try {
                return waiting.take();
            } catch (InterruptedException ignored) {
                // nobody interrupts the writer: it ends by END, so that nothing submitted is lost
            }
        }
    }

    private void commit(List<Pending<?>> batch) {
        if (batch.isEmpty()) return;
        boolean committing = false;
        try {
            sql.execute("begin immediate");
            batch.forEach(pending -> pending.run(sql));
            committing = true;
            sql.execute("commit");
        } catch (Sql.Failed failed) {
            StoreFailure failure = committing ? StoreFailure.atCommit(failed.reported) : StoreFailure.of(failed.reported);
            rollback();
            batch.forEach(pending -> pending.fail(failure));
            return;
        }
        batch.forEach(Pending::tell);
    }

    private void rollback() {
        try {
            sql.execute("rollback");
        } catch (Sql.Failed alreadyOver) {
            // SQLite rolled back by itself when it failed
        }
    }
}
