package org.fastness.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-2 over public octets (FIPS 180-4), by the JDK. */
public final class Digests {
    private Digests() {}

    /** SHA-256 of the parts, one after the other; 32 octets. */
    public static Bytes sha256(Bytes... parts) {
        return digest("SHA-256", parts);
    }

    /** SHA-512 of the parts, one after the other; 64 octets. */
    public static Bytes sha512(Bytes... parts) {
        return digest("SHA-512", parts);
    }

    private static Bytes digest(String algorithm, Bytes... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (Bytes part : parts) digest.update(part.toArray());
            return Bytes.wrapUnsafe(digest.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has " + algorithm, absent);
        }
    }
}
