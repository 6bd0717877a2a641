package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** HKDF-SHA-256 (RFC 5869) by libsodium; key material stays off the heap. Build {@code info} with {@link Label#bind}. */
public final class Hkdf {

    /** Octets of a pseudorandom key. */
    public static final int PRK_SIZE = 32;

    /** Most octets one expansion gives: 255 blocks. */
    public static final int MAX_OUTPUT = 255 * 32;

    private Hkdf() {}

    /** RFC 5869 section 2.2. */
    public static SecretBytes extract(Bytes salt, SecretBytes ikm) {
        MemorySegment material = ikm.hold();
        try {
            return extract(Hmac.heap(salt), material);
        } finally {
            ikm.release();
        }
    }

    /** RFC 5869 section 2.2 with a secret salt, as Noise's chaining key is one. */
    public static SecretBytes extract(SecretBytes salt, SecretBytes ikm) {
        MemorySegment heldSalt = salt.hold();
        try {
            MemorySegment material = ikm.hold();
            try {
                return extract(heldSalt, material);
            } finally {
                ikm.release();
            }
        } finally {
            salt.release();
        }
    }

    private static SecretBytes extract(MemorySegment salt, MemorySegment ikm) {
        return SecretBytes.filled(PRK_SIZE, prk -> Sodium.hkdfSha256Extract(prk, salt, salt.byteSize(), ikm, ikm.byteSize()));
    }

    /** RFC 5869 section 2.3; the length is 1 to {@link #MAX_OUTPUT} octets. */
    public static SecretBytes expand(SecretBytes prk, Bytes info, int length) {
        if (prk.size() != PRK_SIZE) throw new IllegalArgumentException("a pseudorandom key has 32 octets");
        if (length < 1 || length > MAX_OUTPUT) throw new IllegalArgumentException("HKDF gives 1 to " + MAX_OUTPUT + " octets");
        MemorySegment key = prk.hold();
        try {
            return SecretBytes.filled(length, out -> Sodium.hkdfSha256Expand(out, length, Hmac.heap(info), info.size(), key));
        } finally {
            prk.release();
        }
    }

    /** Extract, then expand. */
    public static SecretBytes derive(SecretBytes ikm, Bytes salt, Bytes info, int length) {
        try (SecretBytes prk = extract(salt, ikm)) {
            return expand(prk, info, length);
        }
    }
}
