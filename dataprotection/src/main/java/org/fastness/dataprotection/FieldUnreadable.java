package org.fastness.dataprotection;

/** A stored field that is not what this place sealed: altered, moved from another place, or of a format not known here. */
public final class FieldUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, as far as it may be told apart. */
    public enum Reason { TRUNCATED, UNKNOWN_FORMAT, UNKNOWN_SUITE, NOT_AUTHENTIC }

    private final Reason reason;

    FieldUnreadable(Reason reason, Column column) {
        super(column.table() + "." + column.name() + ": " + reason, null, false, true);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
