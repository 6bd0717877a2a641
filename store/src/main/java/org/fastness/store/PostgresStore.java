package org.fastness.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.fastness.base.Ticker;

/**
 * PostgreSQL 15 or newer, or what speaks its protocol: serializable transactions, tried again when the server asks for it, and a
 * pool of read-only connections beside the pool of writing ones. The server groups the commits of the connections by itself.
 */
final class PostgresStore implements Store {

    static final int WRITERS = 8;
    static final int READERS = 8;
    static final int OLDEST_VERSION = 15;

    /** Runs of one transaction before the conflict is told to the caller. */
    static final int ATTEMPTS = 20;

    private static final System.Logger LOG = System.getLogger(PostgresStore.class.getName());
    private static final ScopedValue<Boolean> WITHIN = ScopedValue.newInstance();

    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final Gate writing = new Gate(WRITERS);
    private final Gate reading = new Gate(READERS);
    private final ExecutorService submitted = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("store-tx-", 0).factory());

    private PostgresStore(HikariDataSource writers, HikariDataSource readers) {
        this.writers = writers;
        this.readers = readers;
    }

    static PostgresStore open(StoreUrl.Postgres url) {
        HikariDataSource writers = pool(url, "store-writers", WRITERS, false);
        try {
            inspect(writers);
            return new PostgresStore(writers, pool(url, "store-readers", READERS, true));
        } catch (RuntimeException failed) {
            writers.close();
            throw failed;
        }
    }

    private static HikariDataSource pool(StoreUrl.Postgres url, String name, int size, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl("jdbc:postgresql://" + url.hosts() + "/" + url.database());
        url.parameters().forEach(config::addDataSourceProperty);
        url.passwordFile().ifPresent(file -> config.setPassword(password(file)));
        config.addDataSourceProperty("logServerErrorDetail", "false"); // details quote the row's values
        config.addDataSourceProperty("gssEncMode", "disable");
        config.addDataSourceProperty("reWriteBatchedInserts", "false");
        config.setAutoCommit(false);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_SERIALIZABLE");
        config.setConnectionInitSql("set synchronous_commit = on"); // an acknowledged commit is on the disk, whatever the server's default
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException unreachable) {
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "PostgreSQL does not answer, or refuses the user, the password or its certificate");
        }
    }

    private static String password(java.nio.file.Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "the password file of the store cannot be read");
        }
    }

    private static void inspect(HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_VERSION) throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "PostgreSQL " + version + " is older than " + OLDEST_VERSION);
            try (var statement = connection.createStatement(); var row = statement.executeQuery("show fsync")) {
                if (row.next() && row.getString(1).equals("off")) LOG.log(System.Logger.Level.WARNING, "PostgreSQL runs with fsync=off: a power cut loses acknowledged work. Set fsync=on");
            }
            connection.rollback();
        } catch (SQLException failed) {
            throw StoreFailure.of(failed);
        }
    }

    @Override
    public <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        if (WITHIN.isBound()) throw new StoreFailure(StoreFailure.Kind.BUG, "a transaction inside a transaction");
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (Sql.Failed failed) {
                if (!Codes.asksAgain(failed.reported) || attempt == ATTEMPTS) throw StoreFailure.of(failed.reported);
                Backoff.before(attempt);
            }
        }
    }

    private <T, X extends Exception> T once(Work<T, X> work) throws X {
        try (Gate.Pass _ = writing.enter(); Connection connection = borrow(writers)) {
            Sql.Scope scope = Sql.postgres(connection).scope();
            boolean committed = false;
            try {
                T result = ScopedValue.where(WITHIN, true).<T, X>call(() -> work.run(scope));
                scope.end();
                commit(connection);
                committed = true;
                return result;
            } finally {
                if (!committed) rollback(connection);
            }
        } catch (SQLException closing) {
            throw StoreFailure.of(closing);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException failed) {
            if (Codes.asksAgain(failed)) throw new Sql.Failed(failed);
            throw StoreFailure.atCommit(failed);
        }
    }

    // A connection that cannot roll back is broken, and the pool drops it; what the caller must hear is the first failure.
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            LOG.log(System.Logger.Level.DEBUG, "rollback failed");
        }
    }

    private static Connection borrow(HikariDataSource pool) {
        if (pool.isClosed()) throw new StoreFailure(StoreFailure.Kind.CLOSED, "the store is closed");
        try {
            return pool.getConnection();
        } catch (SQLException unreachable) {
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "no connection to PostgreSQL");
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T, ?> work) {
        if (WITHIN.isBound()) throw new StoreFailure(StoreFailure.Kind.BUG, "a transaction inside a transaction");
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            submitted.execute(() -> {
                try {
                    answer.complete(inTransaction(work));
                } catch (Throwable thrown) {
                    answer.completeExceptionally(thrown);
                }
            });
        } catch (java.util.concurrent.RejectedExecutionException closed) {
            answer.completeExceptionally(new StoreFailure(StoreFailure.Kind.CLOSED, "the store is closed"));
        }
        return answer;
    }

    @Override
    public <T, X extends Exception> T read(Look<T, X> look) throws X {
        try (Gate.Pass _ = reading.enter(); Connection connection = borrow(readers)) {
            Sql.Scope scope = Sql.postgres(connection).scope();
            try {
                T result = look.run(scope);
                scope.end();
                return result;
            } finally {
                rollback(connection);
            }
        } catch (Sql.Failed failed) {
            throw StoreFailure.of(failed.reported);
        } catch (SQLException closing) {
            throw StoreFailure.of(closing);
        }
    }

    // Not serializable: the snapshot must be taken after the lock was granted, to see what the server before us applied.
    @Override
    public void migrate(Ticker ticker, List<Migrations> products) {
        try (Connection connection = borrow(writers)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            boolean committed = false;
            try {
                Sql.Scope scope = Sql.postgres(connection).scope();
                Migrator.migrate(scope, ticker, products);
                scope.end();
                connection.commit();
                committed = true;
            } finally {
                if (!committed) rollback(connection);
            }
        } catch (Sql.Failed failed) {
            throw StoreFailure.of(failed.reported);
        } catch (SQLException failed) {
            throw StoreFailure.of(failed);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public void close() {
        submitted.close();
        writers.close();
        readers.close();
    }
}
