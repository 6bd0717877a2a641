package org.fastness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fastness.base.Bytes;
import org.fastness.base.Id;

/**
 * A connection as JDBC gives it, with positional parameters and rows read by lambdas. Owned by one thread at a time, which hands
 * a {@link Scope} to each transaction.
 */
final class Sql {

    /** Prepared statements kept for a connection; the least used is closed first. */
    static final int STATEMENTS = 256;

    /** Carries an engine's failure through lambdas up to the transaction, which may try again. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient SQLException reported;

        Failed(SQLException reported) {
            super(null, null, false, false);
            this.reported = reported;
        }
    }

    /** What one transaction may do. Ends with it, and remembers a failure that the work swallowed. */
    static final class Scope implements Tx {
        private final Sql sql;
        private boolean open = true;
        private Optional<Failed> failed = Optional.empty();

        private Scope(Sql sql) {
            this.sql = sql;
        }

        @Override
        public <T> List<T> query(String text, Each<T> each, Object... parameters) {
            return guarded(() -> sql.query(text, each, parameters));
        }

        @Override
        public int update(String text, Object... parameters) {
            return guarded(() -> sql.update(text, parameters));
        }

        @Override
        public void define(String ddl) {
            sql.dialect.ddl(ddl).ifPresent(text -> guarded(() -> {
                sql.execute(text);
                return true;
            }));
        }

        @Override
        public Dialect dialect() {
            return sql.dialect;
        }

        private <T> T guarded(Supplier<T> step) {
            if (!open) throw new StoreFailure(StoreFailure.Kind.BUG, "the transaction is over");
            try {
                return step.get();
            } catch (Failed failure) {
                failed = Optional.of(failure);
                throw failure;
            }
        }

        /** Ends the scope; a statement failed in it, so nothing of it may be committed, even if the work went on. */
        void end() {
            open = false;
            failed.ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private final Connection connection;
    private final Dialect dialect;
    private final int kept;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);

    private Sql(Connection connection, Dialect dialect, int kept) {
        this.connection = connection;
        this.dialect = dialect;
        this.kept = kept;
    }

    /** SQLite's driver prepares anew each time, so the statements are kept here. */
    static Sql sqlite(Connection connection) {
        return new Sql(connection, Dialect.SQLITE, STATEMENTS);
    }

    /** PostgreSQL's driver keeps statements itself. */
    static Sql postgres(Connection connection) {
        return new Sql(connection, Dialect.POSTGRES, 0);
    }

    Scope scope() {
        return new Scope(this);
    }

    private <T> List<T> query(String sql, Rows.Each<T> each, Object... parameters) {
        return with(sql, parameters, statement -> {
            try (ResultSet cursor = statement.executeQuery()) {
                Row row = new Row(cursor);
                List<T> rows = new ArrayList<>();
                while (cursor.next()) rows.add(each.read(row));
                return rows;
            }
        });
    }

    private int update(String sql, Object... parameters) {
        return with(sql, parameters, PreparedStatement::executeUpdate);
    }

    /** Runs a statement that takes and gives nothing. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new Failed(failed);
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T apply(PreparedStatement statement) throws SQLException;
    }

    // The statement leaves the cache while in use, so that a row's lambda may run the same SQL again.
    private <T> T with(String sql, Object[] parameters, Use<T> use) {
        try {
            PreparedStatement kept = idle.remove(sql);
            PreparedStatement statement = kept == null ? connection.prepareStatement(sql) : kept;
            boolean done = false;
            try {
                for (int i = 0; i < parameters.length; i++) bind(statement, i + 1, parameters[i]);
                T result = use.apply(statement);
                done = true;
                return result;
            } finally {
                if (done) keep(sql, statement);
                else statement.close();
            }
        } catch (SQLException failed) {
            throw new Failed(failed);
        }
    }

    private void keep(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement twin = idle.put(sql, statement);
        if (twin != null) twin.close();
        if (idle.size() <= kept) return;
        Map.Entry<String, PreparedStatement> eldest = idle.entrySet().iterator().next();
        idle.remove(eldest.getKey());
        eldest.getValue().close();
    }

    private static void bind(PreparedStatement statement, int at, Object parameter) throws SQLException {
        switch (parameter) {
            case Bytes octets -> statement.setBytes(at, octets.toArray());
            case Id id -> statement.setBytes(at, id.value().toArray());
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setLong(at, number);
            case Boolean flag -> statement.setBoolean(at, flag);
            case String text -> statement.setString(at, text);
            case Optional<?> maybe when maybe.isPresent() -> bind(statement, at, maybe.get());
            case Optional<?> empty -> statement.setNull(at, Types.NULL);
            default -> throw new IllegalArgumentException("no SQL type for parameter " + at);
        }
    }

    /** Closes the statements and the connection. */
    void close() {
        try {
            for (PreparedStatement statement : idle.values()) statement.close();
            idle.clear();
            connection.close();
        } catch (SQLException failed) {
            throw StoreFailure.of(failed);
        }
    }
}
