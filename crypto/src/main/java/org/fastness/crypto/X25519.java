package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** X25519 (RFC 7748) by libsodium; private key and shared secret stay off the heap. Thread-safe. */
public final class X25519 {

    /** Octets of a private key, a public key and a shared secret. */
    public static final int SIZE = 32;

    private X25519() {}

    /** The public key of a private key of 32 random octets. */
    public static Bytes publicKey(SecretBytes privateKey) {
        checkPrivate(privateKey);
        byte[] out = new byte[SIZE];
        MemorySegment scalar = privateKey.hold();
        try {
            Sodium.x25519Base(MemorySegment.ofArray(out), scalar);
        } finally {
            privateKey.release();
        }
        return Bytes.wrapUnsafe(out);
    }

    /** The shared secret. A peer's point of low order, which would make it known to everyone, is refused (RFC 7748 section 6.1). */
    public static SecretBytes agree(SecretBytes privateKey, Bytes peer) throws AuthenticationFailed {
        checkPrivate(privateKey);
        if (peer.size() != SIZE) throw new IllegalArgumentException("an X25519 public key has 32 octets");
        SecretBytes shared = SecretBytes.filled(SIZE, out -> {
            MemorySegment scalar = privateKey.hold();
            try {
                if (Sodium.x25519(out, scalar, Hmac.heap(peer)) != 0) out.fill((byte) 0);
            } finally {
                privateKey.release();
            }
        });
        if (shared.isZero()) {
            shared.close();
            throw new AuthenticationFailed();
        }
        return shared;
    }

    private static void checkPrivate(SecretBytes privateKey) {
        if (privateKey.size() != SIZE) throw new IllegalArgumentException("an X25519 private key has 32 octets");
    }
}
