package org.fastness.protocol.channel;

import org.fastness.base.Malformed;

/** A handshake suite a client may offer; all offers stand in the prologue, so that a later suite cannot be stripped. */
public enum Suite {
    /** {@code Noise_NX_25519_AESGCM_SHA256}: all three primitives are native in the JDK and in the browser. */
    NX_25519_AESGCM_SHA256(1, "Noise_NX_25519_AESGCM_SHA256");

    private final int code;
    private final String noiseName;

    Suite(int code, String noiseName) {
        this.code = code;
        this.noiseName = noiseName;
    }

    public int code() {
        return code;
    }

    public String noiseName() {
        return noiseName;
    }

    public static Suite ofCode(int code) throws Malformed {
        for (Suite suite : values()) if (suite.code == code) return suite;
        throw new Malformed("unknown suite");
    }
}
