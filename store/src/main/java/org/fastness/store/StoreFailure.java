package org.fastness.store;

import java.sql.SQLException;

/**
 * The engine failed, or was asked wrongly. Carries a kind and the engine's code, never its words: an engine's message may quote
 * the values of the row.
 */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known about the transaction, and what helps. */
    public enum Kind {
        /** Nothing was changed: the engine cannot be reached or is full. Try again later. */
        UNAVAILABLE,
        /** Nothing was changed: other transactions came first, too often in a row. Try again. */
        CONFLICT,
        /** Nothing was changed: the row breaks a constraint of its table. */
        CONSTRAINT,
        /** The commit was under way when the engine went away: read before trying again. */
        OUTCOME_UNKNOWN,
        /** Nothing was changed: the store is closed. */
        CLOSED,
        /** Nothing was changed: the SQL or its use is wrong, which is a bug. */
        BUG
    }

    private final Kind kind;

    StoreFailure(Kind kind, String what) {
        super("store: " + kind + ": " + what, null, false, true);
        this.kind = kind;
    }

    /** The failure an engine reported, with the place it came from but without its message. */
    static StoreFailure of(SQLException reported) {
        return at(reported, Codes.kind(reported));
    }

    /** The same, when the engine failed while it committed. */
    static StoreFailure atCommit(SQLException reported) {
        Kind kind = Codes.kind(reported);
        return at(reported, kind == Kind.UNAVAILABLE ? Kind.OUTCOME_UNKNOWN : kind);
    }

    private static StoreFailure at(SQLException reported, Kind kind) {
        StoreFailure failure = new StoreFailure(kind, "code " + Codes.code(reported));
        failure.setStackTrace(reported.getStackTrace());
        return failure;
    }

    public Kind kind() {
        return kind;
    }
}
