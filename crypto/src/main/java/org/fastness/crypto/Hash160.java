package org.fastness.crypto;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/** Bitcoin's key hash: RIPEMD-160 of SHA-256. */
public final class Hash160 {
    private Hash160() {}

    /** The 20-octet hash. */
    public static Bytes hash(Bytes input) {
        return Ripemd160.hash(Digests.sha256(input));
    }
}
