package org.fastness.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.fastness.base.Bytes;

/** The row under the cursor. Columns go by name; one that may be null is read as an Optional. */
public final class Row {
    private final ResultSet cursor;

    Row(ResultSet cursor) {
        this.cursor = cursor;
    }

    @FunctionalInterface
    private interface Column<T> {
        T read(String name) throws SQLException;
    }

    public Bytes bytes(String column) {
        return present(column, optionalBytes(column));
    }

    public Optional<Bytes> optionalBytes(String column) {
        return read(column, cursor::getBytes).map(Bytes::wrapUnsafe);
    }

    public String text(String column) {
        return present(column, optionalText(column));
    }

    public Optional<String> optionalText(String column) {
        return read(column, cursor::getString);
    }

    public long int64(String column) {
        return present(column, optionalInt64(column));
    }

    public Optional<Long> optionalInt64(String column) {
        return read(column, cursor::getLong);
    }

    /** A number that fits 32 bits. */
    public int int32(String column) {
        return Math.toIntExact(int64(column));
    }

    public boolean flag(String column) {
        return present(column, read(column, cursor::getBoolean));
    }

    private <T> Optional<T> read(String column, Column<T> reader) {
        try {
            T value = reader.read(column);
            return cursor.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException broken) {
            throw StoreFailure.of(broken);
        }
    }

    private static <T> T present(String column, Optional<T> value) {
        return value.orElseThrow(() -> new StoreFailure(StoreFailure.Kind.BUG, "column " + column + " is null"));
    }
}
