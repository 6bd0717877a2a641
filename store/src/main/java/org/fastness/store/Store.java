package org.fastness.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fastness.base.Ticker;

/**
 * Rows that survive. Every transaction is serializable, and durable when its call returns or its future completes.
 *
 * <p>The work of a transaction may run more than once (an engine may ask to try again) and, on the embedded engine, runs on the
 * one writer thread: it must touch nothing but its {@link Tx}, and must not wait for anything. Whatever it throws rolls it back
 * and reaches the caller. Thread-safe.
 */
public sealed interface Store extends AutoCloseable permits SqliteStore, PostgresStore {

    /** What happens inside a transaction. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run(Tx tx) throws X;
    }

    /** What happens on a read-only snapshot. */
    @FunctionalInterface
    interface Look<T, X extends Exception> {
        T run(Rows rows) throws X;
    }

    /** Opens the engine that the URL names; the caller closes it. */
    static Store open(StoreUrl url) {
        return switch (url) {
            case StoreUrl.Sqlite sqlite -> SqliteStore.open(sqlite);
            case StoreUrl.Postgres postgres -> PostgresStore.open(postgres);
        };
    }

    /** Runs the work in a transaction and returns when it is durable. Not callable from inside a transaction. */
    <T, X extends Exception> T inTransaction(Work<T, X> work) throws X;

    /**
     * Hands the work over and returns at once; the future completes when the transaction is durable, or exceptionally with what
     * the work threw or a {@link StoreFailure}. Transactions that wait at the same time share one flush to disk. No order is
     * promised between two submissions. Continuations must not block: hand them to another executor.
     */
    <T> CompletableFuture<T> submit(Work<T, ?> work);

    /** Looks at a read-only snapshot of what is durable; runs beside writers. Not to be nested: each look holds a connection. */
    <T, X extends Exception> T read(Look<T, X> look) throws X;

    /** Brings the products' tables to the state of their migration files, all or nothing; several servers may start at once. */
    void migrate(Ticker ticker, List<Migrations> products);

    Dialect dialect();

    /** Finishes what was submitted, then lets go of the engine. */
    @Override
    void close();
}
