package org.fastness.crypto;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Writer;

/**
 * AES-256-GCM that commits to key, label and AAD: no second key or context opens the same octets.
 *
 * <p>Format, version 1: magic 0xFA, version 0x01, 24 octets of random salt, 32 octets of commitment, ciphertext, 16 octets of tag.
 * The encryption key and the commitment are separate HKDF outputs over (key, salt, label, SHA-256 of the AAD), so each seal has a
 * key of its own and the zero nonce. Opening checks the commitment first, in constant time. Key and plaintext stay off the heap
 * as far as {@link Aead} says. Thread-safe.
 */
public final class CommittingAead {

    /** Octets a seal adds to its plaintext. */
    public static final int OVERHEAD = 2 + 24 + 32 + Aead.TAG_SIZE;

    private static final int MAGIC = 0xFA;
    private static final int VERSION = 1;
    private static final int SALT_SIZE = 24;
    private static final int SALT_END = 2 + SALT_SIZE;
    private static final int COMMITMENT_END = SALT_END + 32;
    private static final Bytes ZERO_NONCE = Bytes.of(new byte[Aead.NONCE_SIZE]);

    private CommittingAead() {}

    public static Bytes seal(SecretBytes key, Label label, Bytes aad, byte[] plain) {
        return seal(key, label, aad, plain, Entropy.system());
    }

    public static Bytes seal(SecretBytes key, Label label, Bytes aad, SecretBytes plain) {
        Bytes header = header(Entropy.system());
        try (Keys keys = Keys.of(key, label, aad, header)) {
            return Bytes.concat(header, keys.commitment, Aead.seal(keys.encryption, ZERO_NONCE, header, plain));
        }
    }

    /** With the salt from a port, so that golden bytes can be tested. */
    static Bytes seal(SecretBytes key, Label label, Bytes aad, byte[] plain, Entropy entropy) {
        Bytes header = header(entropy);
        try (Keys keys = Keys.of(key, label, aad, header)) {
            return Bytes.concat(header, keys.commitment, Aead.seal(keys.encryption, ZERO_NONCE, header, plain));
        }
    }

    private static Bytes header(Entropy entropy) {
        return new Writer().u8(MAGIC).u8(VERSION).fixed(entropy.bytes(SALT_SIZE)).toBytes();
    }

    /** The plaintext, if key, label, AAD and every octet are right. */
    public static SecretBytes open(SecretBytes key, Label label, Bytes aad, Bytes sealed) throws AuthenticationFailed {
        Bytes header = headerOf(sealed);
        try (Keys keys = Keys.of(key, label, aad, header)) {
            keys.check(sealed);
            return Aead.open(keys.encryption, ZERO_NONCE, header, sealed.slice(COMMITMENT_END, sealed.size()));
        }
    }

    /** As {@link #open}, into an array that is the caller's to wipe. */
    public static byte[] openArray(SecretBytes key, Label label, Bytes aad, Bytes sealed) throws AuthenticationFailed {
        Bytes header = headerOf(sealed);
        try (Keys keys = Keys.of(key, label, aad, header)) {
            keys.check(sealed);
            return Aead.openArray(keys.encryption, ZERO_NONCE, header, sealed.slice(COMMITMENT_END, sealed.size()).toArray());
        }
    }

    private static Bytes headerOf(Bytes sealed) throws AuthenticationFailed {
        if (sealed.size() < OVERHEAD || sealed.at(0) != MAGIC || sealed.at(1) != VERSION) throw new AuthenticationFailed();
        return sealed.slice(0, SALT_END);
    }

    /** What one salt makes of the key. */
    private record Keys(SecretBytes encryption, Bytes commitment) implements AutoCloseable {

        static Keys of(SecretBytes key, Label label, Bytes aad, Bytes header) {
            Bytes context = Bytes.concat(label.bind(), Digests.sha256(aad));
            try (SecretBytes prk = Hkdf.extract(header, key);
                    SecretBytes commitment = Hkdf.expand(prk, Labels.COMMITTING_AEAD_COMMIT.bind(context), 32)) {
                Bytes shown = commitment.withArray(SecretAccess.tcb(), Bytes::of);
                return new Keys(Hkdf.expand(prk, Labels.COMMITTING_AEAD_ENCRYPT.bind(context), Aead.KEY_SIZE), shown);
            }
        }

        void check(Bytes sealed) throws AuthenticationFailed {
            if (!SecretBytes.constantTimeEquals(Hmac.heap(commitment), Hmac.heap(sealed.slice(SALT_END, COMMITMENT_END)))) throw new AuthenticationFailed();
        }

        @Override
        public void close() {
            encryption.close();
        }
    }
}
