package org.fastness.noise;

import org.fastness.base.Malformed;

/** The algorithms of a protocol: Curve25519 always, one of two ciphers, one of two hashes (rev 34 section 12). */
public record Suite(Cipher cipher, Hash hash) {

    /** The AEAD functions (section 12.3 and 12.4). */
    public enum Cipher {
        AESGCM, ChaChaPoly
    }

    /** The hash functions with 32 octets of output (sections 12.5 and 12.7). */
    public enum Hash {
        SHA256, BLAKE2s
    }

    /** What JDK and browsers both have natively. */
    public static final Suite DEFAULT = new Suite(Cipher.AESGCM, Hash.SHA256);

    /** Reads a name such as {@code 25519_AESGCM_SHA256}. */
    public static Suite parse(String name) throws Malformed {
        for (Cipher cipher : Cipher.values()) {
            for (Hash hash : Hash.values()) {
                Suite suite = new Suite(cipher, hash);
                if (suite.name().equals(name)) return suite;
            }
        }
        throw new Malformed("unknown cipher suite");
    }

    public String name() {
        return "25519_" + cipher.name() + "_" + hash.name();
    }

    @Override
    public String toString() {
        return name();
    }
}
