package org.fastness.dataprotection;

/** Where this installation stands; part of every field's binding, so that no value of one is read in another. */
public enum Environment {
    DEVELOPMENT(0), STAGING(1), PRODUCTION(2);

    private final int code;

    Environment(int code) {
        this.code = code;
    }

    /** The stable number in formats. */
    public int code() {
        return code;
    }
}
