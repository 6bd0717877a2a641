package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** ChaCha20-Poly1305 (RFC 8439) by libsodium; the key never crosses the heap. The tag follows the ciphertext. Thread-safe. */
public final class ChaChaPoly {
    public static final int KEY_SIZE = 32;
    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;

    /** Longest plaintext: the call stops the collector, so it must stay short. */
    public static final int MAX_PLAIN = 1 << 20;

    private ChaChaPoly() {}

    /** The ciphertext and tag as an array that is the caller's. */
    public static byte[] sealArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        check(key, nonce, plain.length);
        byte[] sealed = new byte[plain.length + TAG_SIZE];
        MemorySegment held = key.hold();
        try {
            Sodium.chaChaPolySeal(MemorySegment.ofArray(sealed), MemorySegment.NULL, MemorySegment.ofArray(plain), plain.length,
                    Hmac.heap(aad), aad.size(), MemorySegment.NULL, Hmac.heap(nonce), held);
        } finally {
            key.release();
        }
        return sealed;
    }

    /** The plaintext as an array that is the caller's to wipe. */
    public static byte[] openArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] sealed) throws AuthenticationFailed {
        check(key, nonce, sealed.length - TAG_SIZE);
        if (sealed.length < TAG_SIZE) throw new AuthenticationFailed();
        byte[] plain = new byte[sealed.length - TAG_SIZE];
        MemorySegment held = key.hold();
        try {
            int result = Sodium.chaChaPolyOpen(MemorySegment.ofArray(plain), MemorySegment.NULL, MemorySegment.NULL, MemorySegment.ofArray(sealed), sealed.length,
                    Hmac.heap(aad), aad.size(), Hmac.heap(nonce), held);
            if (result != 0) throw new AuthenticationFailed();
        } finally {
            key.release();
        }
        return plain;
    }

    private static void check(SecretBytes key, Bytes nonce, int plainSize) {
        if (key.size() != KEY_SIZE) throw new IllegalArgumentException("a ChaCha20 key has 32 octets");
        if (nonce.size() != NONCE_SIZE) throw new IllegalArgumentException("a ChaCha20-Poly1305 nonce has 12 octets");
        if (plainSize > MAX_PLAIN) throw new IllegalArgumentException("too long for one call");
    }
}
