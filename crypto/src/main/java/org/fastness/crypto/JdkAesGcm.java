package org.fastness.crypto;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.fastness.base.Bytes;

/**
 * AES-256-GCM by the JDK: for processors without AES instructions and for long messages, where its vector code is faster.
 *
 * <p>The key crosses the heap: the array that carries it is zeroed at once, but the JDK keeps its own copies until the collector
 * overwrites them. Wiping is best effort here. Thread-safe.
 */
final class JdkAesGcm {
    private static final int SLOTS = 64;

    /** Ciphers at rest. A new one per call costs three times the work; a thread-local would grow with virtual threads. */
    private static final AtomicReferenceArray<Cipher> RESTING = new AtomicReferenceArray<>(SLOTS);

    private JdkAesGcm() {}

    static byte[] seal(SecretBytes key, Bytes nonce, Bytes aad, byte[] plain) {
        try {
            return apply(Cipher.ENCRYPT_MODE, key, nonce, aad, plain);
        } catch (AuthenticationFailed impossible) {
            throw new IllegalStateException("sealing authenticates nothing", impossible);
        }
    }

    static byte[] open(SecretBytes key, Bytes nonce, Bytes aad, byte[] sealed) throws AuthenticationFailed {
        return apply(Cipher.DECRYPT_MODE, key, nonce, aad, sealed);
    }

    private static byte[] apply(int mode, SecretBytes key, Bytes nonce, Bytes aad, byte[] input) throws AuthenticationFailed {
        SecretKeySpec spec = key.withArray(SecretAccess.tcb(), octets -> new SecretKeySpec(octets, "AES"));
        int slot = (int) (Thread.currentThread().threadId() & (SLOTS - 1));
        Cipher cipher = take(slot);
        try {
            cipher.init(mode, spec, new GCMParameterSpec(8 * Aead.TAG_SIZE, nonce.toArray()));
            if (!aad.isEmpty()) cipher.updateAAD(aad.toArray());
            return cipher.doFinal(input);
        } catch (AEADBadTagException notAuthentic) {
            throw new AuthenticationFailed();
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
