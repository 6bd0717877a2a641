package org.fastness.attestation;

import org.fastness.base.Malformed;

/** What an installation is for; part of every evidence, so that one kind never passes for another. */
public enum Environment {
    DEVELOPMENT(0), STAGING(1), PRODUCTION(2);

    private final int code;

    Environment(int code) {
        this.code = code;
    }

    /** The number in every format. */
    public int code() {
        return code;
    }

    public static Environment ofCode(int code) throws Malformed {
        for (Environment each : values()) if (each.code == code) return each;
        throw new Malformed("unknown environment");
    }
}
