package org.fastness.crypto;

import org.fastness.base.Bytes;

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1), keys of any length, off the heap. Parts are joined as they are: bind lengths by {@link Label#bind}. */
public final class HmacSha256 {

    /** Octets of a MAC. */
    public static final int SIZE = 32;

    private HmacSha256() {}

    /** A MAC that may be shown. */
    public static Bytes mac(SecretBytes key, Bytes... parts) {
        return Hmac.SHA256.tag(key, parts);
    }

    /** Whether the whole MAC is right, in constant time. */
    public static boolean verify(SecretBytes key, Bytes mac, Bytes... parts) {
        return Hmac.SHA256.verify(key, mac, parts);
    }

    /** A MAC that is itself a secret. */
    public static SecretBytes secret(SecretBytes key, Bytes... parts) {
        return Hmac.SHA256.secret(key, parts);
    }

    /** A MAC of a secret under a secret. */
    public static SecretBytes secret(SecretBytes key, SecretBytes data) {
        return Hmac.SHA256.secret(key, data);
    }
}
