package org.fastness.store;

/** A transaction under way: sees its own changes. Not thread-safe; valid only inside the call that gave it. */
public interface Tx extends Rows {

    /** Runs an insert, update or delete; gives the number of rows it touched. For {@code returning} use {@link #query}. */
    int update(String sql, Object... parameters);

    /** Runs one statement of data definition, written in the text both engines share (see {@link Dialect#ddl}). */
    void define(String ddl);

    Dialect dialect();
}
