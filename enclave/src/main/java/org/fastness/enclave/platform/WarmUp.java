package org.fastness.enclave.platform;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.X25519;

/**
 * Opens, while opening is still allowed, every file the JDK reads on first use: the provider list, the cryptographic policy, its own
 * C libraries; and maps the pages of the first secrets.
 */
final class WarmUp {
    private WarmUp() {}

    private static final int SECRET_BYTES = 1 << 20;
    private static final byte[] KEY = new byte[32];

    static {
        KEY[31] = 1; // zero is no key on secp256k1
    }

    static void run() {
        try {
            Cipher.getInstance("AES/GCM/NoPadding");
            Mac.getInstance("HmacSHA256");
            KDF.getInstance("HKDF-SHA256");
            KeyAgreement.getInstance("X25519");
            KeyFactory.getInstance("EC");
            for (String digest : List.of("SHA-256", "SHA-512")) MessageDigest.getInstance(digest);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the image lacks a primitive", absent);
        }
        SecretArena.reserve(SECRET_BYTES);
        loadLibraries();
    }

    /** The pinned C libraries open at first use: one public key of a key that is thrown away, in each. */
    private static void loadLibraries() {
        try (SecretBytes key = SecretBytes.copyOf(KEY)) {
            X25519.publicKey(key);
            Secp256k1.publicKey(key);
        }
    }
}
