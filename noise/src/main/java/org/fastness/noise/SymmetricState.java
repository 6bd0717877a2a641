package org.fastness.noise;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;

/** Chaining key, handshake hash and the handshake's cipher (rev 34 section 5.2). Not thread-safe; closed by the handshake. */
final class SymmetricState implements AutoCloseable {
    private static final int SIZE = HashFunction.SIZE;

    private final Suite suite;
    private final HashFunction hash;
    private final Hkdf hkdf;
    private final CipherState cipher;
    private final byte[] h = new byte[SIZE];
    private SecretBytes chainingKey;
    private long nonce;

    SymmetricState(Protocol protocol) {
        suite = protocol.suite();
        hash = HashFunction.of(suite.hash());
        hkdf = new Hkdf(hash);
        cipher = new CipherState(suite.cipher());
        Bytes name = Bytes.ofUtf8(protocol.name());
        if (name.size() <= SIZE) {
            name.copyTo(h, 0);
        } else {
            hash.update(name.toArray());
            hash.digest(h, 0);
        }
        chainingKey = SecretBytes.copyOf(h);
    }

    boolean hasKey() {
        return cipher.hasKey();
    }

    /** Octets by which {@link #encryptAndHash} lengthens now. */
    int overhead() {
        return cipher.hasKey() ? CipherState.TAG_SIZE : 0;
    }

    void mixHash(byte[] octets, int offset, int length) {
        hash.update(h);
        hash.update(octets, offset, length);
        hash.digest(h, 0);
    }

    void mixHash(Bytes octets) {
        mixHash(octets.toArray(), 0, octets.size());
    }

    void mixKey(byte[] input) {
        byte[] out = derive(input, 2);
        try {
            replaceChainingKey(out);
            initializeKey(out, 1);
        } finally {
            Arrays.fill(out, (byte) 0);
        }
    }

    void mixKey(SecretBytes input) {
        input.withArray(SecretAccess.tcb(), octets -> {
            mixKey(octets);
            return true;
        });
    }

    void mixKeyAndHash(SecretBytes input) {
        byte[] out = input.withArray(SecretAccess.tcb(), octets -> derive(octets, 3));
        try {
            replaceChainingKey(out);
            mixHash(out, SIZE, SIZE);
            initializeKey(out, 2);
        } finally {
            Arrays.fill(out, (byte) 0);
        }
    }

    private byte[] derive(byte[] input, int outputs) {
        return chainingKey.withArray(SecretAccess.tcb(), key -> {
            byte[] out = new byte[outputs * SIZE];
            hkdf.derive(key, input, out);
            return out;
        });
    }

    private void replaceChainingKey(byte[] outputs) {
        SecretBytes next = part(outputs, 0);
        chainingKey.close();
        chainingKey = next;
    }

    private void initializeKey(byte[] outputs, int index) {
        cipher.initializeKey(part(outputs, index));
        nonce = 0;
    }

    private static SecretBytes part(byte[] outputs, int index) {
        return SecretBytes.takeFrom(Arrays.copyOfRange(outputs, index * SIZE, (index + 1) * SIZE));
    }

    /** Encrypts if there is a key, copies if not; returns the length written. */
    int encryptAndHash(byte[] plain, byte[] out, int outOffset) {
        int length = plain.length;
        if (cipher.hasKey()) length = cipher.seal(nonce++, h, plain, 0, plain.length, out, outOffset);
        else System.arraycopy(plain, 0, out, outOffset, plain.length);
        mixHash(out, outOffset, length);
        return length;
    }

    /** Decrypts if there is a key, copies if not. */
    byte[] decryptAndHash(byte[] message, int offset, int length) throws AuthenticationFailed {
        byte[] plain;
        if (cipher.hasKey()) {
            if (length < CipherState.TAG_SIZE) throw new AuthenticationFailed();
            plain = new byte[length - CipherState.TAG_SIZE];
            cipher.open(nonce++, h, message, offset, length, plain, 0);
        } else {
            plain = Arrays.copyOfRange(message, offset, offset + length);
        }
        mixHash(message, offset, length);
        return plain;
    }

    /** Section 5.2, Split(): the cipher for the initiator's messages and the one for the responder's. */
    CipherState[] split() {
        byte[] out = derive(new byte[0], 2);
        try {
            CipherState[] ciphers = {new CipherState(suite.cipher()), new CipherState(suite.cipher())};
            for (int i = 0; i < 2; i++) ciphers[i].initializeKey(part(out, i));
            return ciphers;
        } finally {
            Arrays.fill(out, (byte) 0);
        }
    }

    Bytes handshakeHash() {
        return Bytes.of(h);
    }

    @Override
    public void close() {
        chainingKey.close();
        cipher.close();
    }
}
