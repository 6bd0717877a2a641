package org.fastness.store;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What the engines' error codes mean. */
final class Codes {
    private Codes() {}

    static StoreFailure.Kind kind(SQLException reported) {
        return reported instanceof SQLiteException sqlite ? ofSqlite(sqlite) : ofPostgres(state(reported));
    }

    static String code(SQLException reported) {
        return reported instanceof SQLiteException sqlite ? sqlite.getResultCode().name() : state(reported);
    }

    /** Whether PostgreSQL asks to run the transaction again: serialization_failure, deadlock_detected. */
    static boolean asksAgain(SQLException reported) {
        String state = state(reported);
        return state.equals("40001") || state.equals("40P01");
    }

    private static String state(SQLException reported) {
        String state = reported.getSQLState();
        return state == null ? "none" : state;
    }

    // https://www.sqlite.org/rescode.html: the low octet is the primary code
    private static StoreFailure.Kind ofSqlite(SQLiteException sqlite) {
        return switch (sqlite.getResultCode().code & 0xff) {
            case 5, 6 -> StoreFailure.Kind.CONFLICT; // BUSY, LOCKED
            case 7, 10, 13, 14 -> StoreFailure.Kind.UNAVAILABLE; // NOMEM, IOERR, FULL, CANTOPEN
            case 19 -> StoreFailure.Kind.CONSTRAINT;
            default -> StoreFailure.Kind.BUG;
        };
    }

    // PostgreSQL documentation, appendix A: the first two characters are the class
    private static StoreFailure.Kind ofPostgres(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "53", "57", "58", "28", "3D" -> StoreFailure.Kind.UNAVAILABLE;
            case "40" -> StoreFailure.Kind.CONFLICT;
            case "23" -> StoreFailure.Kind.CONSTRAINT;
            default -> StoreFailure.Kind.BUG;
        };
    }
}
