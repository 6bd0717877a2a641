package org.fastness.store;

import java.util.List;
import java.util.Optional;

/**
 * Questions to the store. Parameters are positional and may be {@code Bytes}, {@code Id}, {@code Long}, {@code Integer},
 * {@code Boolean}, {@code String}, or an {@code Optional} of those, empty for SQL null. Valid only inside the call that gave it.
 */
public interface Rows {

    /** Makes a record of one row. */
    @FunctionalInterface
    interface Each<T> {
        T read(Row row);
    }

    /** Every row, in the order the SQL asks for. A statement that may give many rows states its own {@code limit}. */
    <T> List<T> query(String sql, Each<T> each, Object... parameters);

    /** The only row, or none; two rows are a bug and throw. */
    default <T> Optional<T> one(String sql, Each<T> each, Object... parameters) {
        List<T> rows = query(sql, each, parameters);
        if (rows.size() > 1) throw new StoreFailure(StoreFailure.Kind.BUG, "more than one row");
        return rows.stream().findFirst();
    }
}
