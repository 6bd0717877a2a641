package org.fastness.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.fastness.base.Bytes;

/**
 * AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags, by the JDK. The tag follows the ciphertext.
 *
 * <p>The key crosses the heap on its way into the JDK's cipher: the array that carries it is zeroed at once, but the JDK keeps its
 * own copies until the collector overwrites them. Wiping is best effort here, and only here. GCM does not commit to its key: what
 * an attacker may have sealed under two keys is {@link CommittingAead}'s. A nonce used twice in a row with one key is refused.
 * Thread-safe.
 */
public final class Aead {
    public static final int KEY_SIZE = 32;
    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;

    private static final int SLOTS = 64;

    /** Ciphers at rest. A new one per call costs three times the work; a thread-local would grow with virtual threads. */
    private static final AtomicReferenceArray<Cipher> RESTING = new AtomicReferenceArray<>(SLOTS);

    private Aead() {}

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        return Bytes.wrapUnsafe(sealArray(key, nonce, aad, plain));
    }

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, Bytes plain) {
        return seal(key, nonce, aad, plain.toArray());
    }

    public static Bytes seal(SecretBytes key, Bytes nonce, Bytes aad, SecretBytes plain) {
        return plain.withArray(SecretAccess.tcb(), octets -> seal(key, nonce, aad, octets));
    }

    /** The ciphertext and tag as an array that is the caller's. */
    public static byte[] sealArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        try {
            return apply(Cipher.ENCRYPT_MODE, key, nonce, aad, plain);
        } catch (AuthenticationFailed impossible) {
            throw new IllegalStateException("sealing authenticates nothing", impossible);
        }
    }

    /** The plaintext as a secret of its own. */
    public static SecretBytes open(SecretBytes key, Bytes nonce, Bytes aad, Bytes sealed) throws AuthenticationFailed {
        return SecretBytes.takeFrom(openArray(key, nonce, aad, sealed.toArray()));
    }

    /** The plaintext as an array that is the caller's to wipe. */
    public static byte[] openArray(SecretBytes key, Bytes nonce, Bytes aad, byte[] sealed) throws AuthenticationFailed {
        if (sealed.length < TAG_SIZE) throw new AuthenticationFailed();
        return apply(Cipher.DECRYPT_MODE, key, nonce, aad, sealed);
    }

    private static byte[] apply(int mode, SecretBytes key, Bytes nonce, Bytes aad, byte[] input) throws AuthenticationFailed {
        if (key.size() != KEY_SIZE) throw new IllegalArgumentException("an AES-256 key has 32 octets");
        if (nonce.size() != NONCE_SIZE) throw new IllegalArgumentException("a GCM nonce has 12 octets");
        SecretKeySpec spec = key.withArray(SecretAccess.tcb(), octets -> new SecretKeySpec(octets, "AES"));
        int slot = (int) (Thread.currentThread().threadId() & (SLOTS - 1));
        Cipher cipher = take(slot);
        try {
            cipher.init(mode, spec, new GCMParameterSpec(8 * TAG_SIZE, nonce.toArray()));
            if (!aad.isEmpty()) cipher.updateAAD(aad.toArray());
            return cipher.doFinal(input);
        } catch (AEADBadTagException notAuthentic) {
            throw new AuthenticationFailed();
        } catch (InvalidAlgorithmParameterException repeated) {
            throw new IllegalStateException("a nonce was about to be used twice with one key");
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("AES-GCM failed", fault);
        } finally {
            RESTING.set(slot, cipher);
        }
    }

    private static Cipher take(int slot) {
        Cipher resting = RESTING.getAndSet(slot, null);
        if (resting != null) return resting;
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has AES-GCM", absent);
        }
    }
}
