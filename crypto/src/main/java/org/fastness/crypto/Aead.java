package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/**
 * AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags. The tag follows the ciphertext.
 *
 * <p>Up to {@link #SHORT_MESSAGE} octets, on a processor with AES instructions, libsodium does the work: key and secret plaintext
 * stay off the heap. Longer messages, and other processors, take the JDK's cipher, where both cross the heap and wiping is best
 * effort. GCM does not commit to its key: what an attacker may have sealed under two keys is {@link CommittingAead}'s. A nonce must
 * never meet two messages under one key: the caller counts, or takes a fresh key. Thread-safe.
 */
public final class Aead {
    public static final int KEY_SIZE = 32;
    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;

    /** Longest message that libsodium takes: its call stops the collector, so it must stay short. */
    static final int SHORT_MESSAGE = 64 * 1024;

    private static final boolean HARDWARE = Sodium.aesGcmAvailable() == 1;

    private Aead() {}

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        return Bytes.wrapUnsafe(sealArray(key, nonce, aad, plain));
    }

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, Bytes plain) {
        return seal(key, nonce, aad, plain.toArray());
    }

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, SecretBytes plain) {
        check(key, nonce);
        if (!inHardware(plain.size())) return plain.withArray(SecretAccess.tcb(), octets -> Bytes.wrapUnsafe(JdkAesGcm.seal(key, nonce, aad, octets)));
        MemorySegment held = plain.hold();
        try {
            return Bytes.wrapUnsafe(seal(key, nonce, aad, held));
        } finally {
            plain.release();
        }
    }

    /** The ciphertext and tag as an array that is the caller's. */
    public static byte[] sealArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        check(key, nonce);
        return inHardware(plain.length) ? seal(key, nonce, aad, MemorySegment.ofArray(plain)) : JdkAesGcm.seal(key, nonce, aad, plain);
    }

    private static byte[] seal(SecretBytes key, Bytes nonce, Bytes aad, MemorySegment plain) {
        byte[] sealed = new byte[(int) plain.byteSize() + TAG_SIZE];
        MemorySegment held = key.hold();
        try {
            int result = Sodium.aesGcmSeal(MemorySegment.ofArray(sealed), MemorySegment.NULL, plain, plain.byteSize(),
                    Hmac.heap(aad), aad.size(), MemorySegment.NULL, Hmac.heap(nonce), held);
            if (result != 0) throw new IllegalStateException("AES-GCM failed");
        } finally {
            key.release();
        }
        return sealed;
    }

    /** The plaintext as a secret of its own. */
    public static SecretBytes open(SecretBytes key, Bytes nonce, Bytes aad, Bytes sealed) throws AuthenticationFailed {
        int size = plainSize(key, nonce, sealed.size());
        if (!inHardware(size)) return SecretBytes.takeFrom(JdkAesGcm.open(key, nonce, aad, sealed.toArray()));
        boolean[] authentic = new boolean[1];
        SecretBytes plain = SecretBytes.filled(size, memory -> authentic[0] = opens(key, nonce, aad, sealed.toArray(), memory));
        if (authentic[0]) return plain;
        plain.close();
        throw new AuthenticationFailed();
    }

    /** The plaintext as an array that is the caller's to wipe. */
    public static byte[] openArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] sealed) throws AuthenticationFailed {
        int size = plainSize(key, nonce, sealed.length);
        if (!inHardware(size)) return JdkAesGcm.open(key, nonce, aad, sealed);
        byte[] plain = new byte[size];
        if (!opens(key, nonce, aad, sealed, MemorySegment.ofArray(plain))) throw new AuthenticationFailed();
        return plain;
    }

    /** Whether all is authentic; if not, the callers throw away what may stand in the plaintext's memory. */
    private static boolean opens(SecretBytes key, Bytes nonce, Bytes aad, byte[] sealed, MemorySegment plain) {
        MemorySegment held = key.hold();
        try {
            return Sodium.aesGcmOpen(plain, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.ofArray(sealed), sealed.length,
                    Hmac.heap(aad), aad.size(), Hmac.heap(nonce), held) == 0;
        } finally {
            key.release();
        }
    }

    private static boolean inHardware(int size) {
        return HARDWARE && size <= SHORT_MESSAGE;
    }

    private static int plainSize(SecretBytes key, Bytes nonce, int sealedSize) throws AuthenticationFailed {
        check(key, nonce);
        if (sealedSize < TAG_SIZE) throw new AuthenticationFailed();
        return sealedSize - TAG_SIZE;
    }

    private static void check(SecretBytes key, Bytes nonce) {
        if (key.size() != KEY_SIZE) throw new IllegalArgumentException("an AES-256 key has 32 octets");
        if (nonce.size() != NONCE_SIZE) throw new IllegalArgumentException("a GCM nonce has 12 octets");
    }
}
