package org.fastness.noise;

import java.util.Arrays;

/**
 * HKDF as rev 34 section 4.3 defines it, over the suite's hash. Kept here because the salt is a secret chaining key and the hash may
 * be BLAKE2s; all work arrays are wiped. Not thread-safe.
 */
final class Hkdf {
    private static final int SIZE = HashFunction.SIZE;

    private final HashFunction hash;
    private final byte[] pad = new byte[HashFunction.BLOCK_SIZE];
    private final byte[] inner = new byte[SIZE];
    private final byte[] counter = new byte[1];

    Hkdf(HashFunction hash) {
        this.hash = hash;
    }

    /** Fills {@code out}, of 64 or 96 octets, with two or three outputs. */
    void derive(byte[] chainingKey, byte[] input, byte[] out) {
        byte[] temp = new byte[SIZE];
        try {
            begin(chainingKey);
            hash.update(input);
            end(chainingKey, temp, 0);
            for (int at = 0, i = 1; at < out.length; at += SIZE, i++) {
                begin(temp);
                if (i > 1) hash.update(out, at - SIZE, SIZE);
                counter[0] = (byte) i;
                hash.update(counter);
                end(temp, out, at);
            }
        } finally {
            Arrays.fill(temp, (byte) 0);
            Arrays.fill(pad, (byte) 0);
            Arrays.fill(inner, (byte) 0);
        }
    }

    /** HMAC, RFC 2104, for keys no longer than a block. */
    private void begin(byte[] key) {
        updatePad(key, 0x36);
    }

    private void end(byte[] key, byte[] out, int offset) {
        hash.digest(inner, 0);
        updatePad(key, 0x5c);
        hash.update(inner);
        hash.digest(out, offset);
    }

    private void updatePad(byte[] key, int octet) {
        Arrays.fill(pad, (byte) octet);
        for (int i = 0; i < key.length; i++) pad[i] ^= key[i];
        hash.update(pad);
    }
}
