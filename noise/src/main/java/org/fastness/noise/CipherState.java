package org.fastness.noise;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;

/**
 * An AEAD key and the JCA cipher that uses it (rev 34 section 5.1), with the nonce given by the caller (section 11.4): whoever
 * seals must never give the same nonce twice. Not thread-safe.
 *
 * <p>The key rests outside the heap. JCA asks for a heap copy at each message and keeps an expanded one until the next; closing
 * makes it forget that one, best effort.
 */
final class CipherState implements AutoCloseable {

    /** Octets of a key. */
    static final int KEY_SIZE = 32;

    /** Octets by which a ciphertext is longer than its plaintext. */
    static final int TAG_SIZE = 16;

    /** Reserved by section 5.1; as an unsigned number, 2^64 - 1. */
    static final long RESERVED_NONCE = -1;

    private final Suite.Cipher algorithm;
    private final Cipher cipher;
    private Optional<SecretBytes> key = Optional.empty();

    CipherState(Suite.Cipher algorithm) {
        this.algorithm = algorithm;
        try {
            cipher = Cipher.getInstance(switch (algorithm) {
                case AESGCM -> "AES/GCM/NoPadding";
                case ChaChaPoly -> "ChaCha20-Poly1305";
            });
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has " + algorithm, absent);
        }
    }

    /** Takes the key over from the caller; closes the one before. */
    void initializeKey(SecretBytes newKey) {
        key.ifPresent(SecretBytes::close);
        key = Optional.of(newKey);
    }

    boolean hasKey() {
        return key.isPresent();
    }

    /** Writes ciphertext and tag to {@code out}; returns their length. */
    int seal(long nonce, byte[] ad, byte[] plain, int offset, int length, byte[] out, int outOffset) {
        if (nonce == RESERVED_NONCE) throw new IllegalStateException("the channel's nonces are used up");
        try {
            return run(Cipher.ENCRYPT_MODE, nonce, ad, plain, offset, length, out, outOffset);
        } catch (GeneralSecurityException misuse) {
            throw new IllegalStateException("the cipher refused to seal", misuse);
        }
    }

    /** Writes the plaintext to {@code out}; returns its length. Every cause of failure looks the same. */
    int open(long nonce, byte[] ad, byte[] sealed, int offset, int length, byte[] out, int outOffset) throws AuthenticationFailed {
        if (nonce == RESERVED_NONCE || length < TAG_SIZE) throw new AuthenticationFailed();
        try {
            return run(Cipher.DECRYPT_MODE, nonce, ad, sealed, offset, length, out, outOffset);
        } catch (AEADBadTagException forged) {
            throw new AuthenticationFailed();
        } catch (GeneralSecurityException misuse) {
            throw new IllegalStateException("the cipher refused to open", misuse);
        }
    }

    private int run(int mode, long nonce, byte[] ad, byte[] in, int offset, int length, byte[] out, int outOffset) throws GeneralSecurityException {
        SecretBytes secret = key.orElseThrow(() -> new IllegalStateException("the cipher has no key"));
        cipher.init(mode, new BorrowedKey(algorithm, secret), parameters(nonce));
        cipher.updateAAD(ad);
        return cipher.doFinal(in, offset, length, out, outOffset);
    }

    private AlgorithmParameterSpec parameters(long nonce) {
        byte[] iv = new byte[12];
        for (int i = 0; i < 8; i++) {
            iv[4 + i] = (byte) switch (algorithm) {
                case AESGCM -> nonce >>> 8 * (7 - i); // section 12.4: big-endian
                case ChaChaPoly -> nonce >>> 8 * i; // section 12.3: little-endian
            };
        }
        return switch (algorithm) {
            case AESGCM -> new GCMParameterSpec(8 * TAG_SIZE, iv);
            case ChaChaPoly -> new IvParameterSpec(iv);
        };
    }

    @Override
    public void close() {
        if (key.isEmpty()) return;
        key.get().close();
        try (SecretBytes zero = SecretBytes.copyOf(new byte[KEY_SIZE])) {
            cipher.init(Cipher.DECRYPT_MODE, new BorrowedKey(algorithm, zero), parameters(0)); // makes JCA drop the last key's schedule
        } catch (GeneralSecurityException keepsIt) {
            // Best effort, as the class says: the secret itself is wiped already.
        }
    }

    /** Lends the key to JCA, which copies it, expands it and clears its copy. */
    private static final class BorrowedKey implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final String algorithm;
        private final transient SecretBytes secret;

        BorrowedKey(Suite.Cipher cipher, SecretBytes secret) {
            this.algorithm = switch (cipher) {
                case AESGCM -> "AES";
                case ChaChaPoly -> "ChaCha20";
            };
            this.secret = secret;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return secret.withArray(SecretAccess.tcb(), byte[]::clone);
        }

        @java.io.Serial
        private void writeObject(ObjectOutputStream out) throws NotSerializableException {
            throw new NotSerializableException("a key stays in its process");
        }
    }
}
