package org.fastness.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Ticker;
import org.sqlite.SQLiteConfig;

/**
 * SQLite in one file: write-ahead log, a flush to disk for every commit, one writer and several readers.
 *
 * <p>All writing belongs to one thread ({@link GroupCommit}); readers borrow one of a few read-only connections and see the last
 * commit. The file and its folder are the owner's alone.
 */
final class SqliteStore implements Store {

    /** Read-only connections: SQLite reads in the caller's thread, so more than a few times the cores gain nothing. */
    static final int READERS = 8;

    /** How long a commit of another process (a backup, the command line) may hold the file. */
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final BlockingQueue<Sql> readers;
    private final GroupCommit writer;

    private SqliteStore(Sql writer, List<Sql> readers) {
        this.readers = new ArrayBlockingQueue<>(readers.size(), true, readers);
        this.writer = new GroupCommit(writer);
    }

    static SqliteStore open(StoreUrl.Sqlite url) {
        prepareFile(url.file());
        try {
            Sql writer = Sql.sqlite(connect(url.file(), false));
            List<Sql> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) readers.add(Sql.sqlite(connect(url.file(), true)));
            return new SqliteStore(writer, readers);
        } catch (SQLException failed) {
            throw StoreFailure.of(failed);
        }
    }

    private static void prepareFile(Path file) {
        try {
            Path folder = file.getParent();
            if (!Files.isDirectory(folder)) Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(file)) Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            unpackNativeLibraryUnder(folder);
        } catch (IOException failed) {
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "the folder of the database file cannot be written");
        }
    }

    // The driver unpacks its native library into a folder before loading it: into one that nobody else can write to, not /tmp.
    private static void unpackNativeLibraryUnder(Path folder) throws IOException {
        if (System.getProperty("org.sqlite.tmpdir") != null || System.getProperty("org.sqlite.lib.path") != null) return;
        Path unpacked = folder.resolve("sqlite-native");
        if (!Files.isDirectory(unpacked)) Files.createDirectory(unpacked, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL); // a commit is on the disk before it is acknowledged
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY); // no rows in temporary files
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true"); // what was deleted is overwritten
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        // Not SQLITE_OPEN_READONLY: a reader must be able to make the -shm file after a crash.
        if (readOnly) {
            try (var statement = connection.createStatement()) {
                statement.execute("pragma query_only = true");
            }
        }
        return connection;
    }

    @Override
    public <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        return Waiting.on(submit(work));
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T, ?> work) {
        return writer.submit(work);
    }

    @Override
    public <T, X extends Exception> T read(Look<T, X> look) throws X {
        Sql reader = borrow();
        try {
            return snapshot(reader, look);
        } catch (Sql.Failed failed) {
            throw StoreFailure.of(failed.reported);
        } finally {
            readers.add(reader);
        }
    }

    private static <T, X extends Exception> T snapshot(Sql reader, Look<T, X> look) throws X {
        Sql.Scope scope = reader.scope();
        reader.execute("begin");
        try {
            T result = look.run(scope);
            scope.end();
            return result;
        } finally {
            reader.execute("rollback");
        }
    }

    private Sql borrow() {
        if (writer.isClosed()) throw new StoreFailure(StoreFailure.Kind.CLOSED, "the store is closed");
        try {
            Sql reader = readers.poll(Gate.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (reader == null) throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "no connection became free");
            return reader;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "interrupted while waiting for a connection");
        }
    }

    @Override
    public void migrate(Ticker ticker, List<Migrations> products) {
        inTransaction(tx -> {
            Migrator.migrate(tx, ticker, products);
            return true;
        });
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public void close() {
        if (!writer.close()) return;
        for (int i = 0; i < READERS; i++) borrowLast().close();
        writer.closeConnection(); // last, so that it folds the log into the file
    }

    private Sql borrowLast() {
        try {
            return readers.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure(StoreFailure.Kind.UNAVAILABLE, "interrupted while closing");
        }
    }
}
