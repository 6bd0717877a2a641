package org.fastness.noise;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash with 32 octets of output over blocks of 64. Reused: each digest starts it anew. Not thread-safe. */
interface HashFunction {

    /** HASHLEN of both functions. */
    int SIZE = 32;

    /** BLOCKLEN of both functions. */
    int BLOCK_SIZE = 64;

    void update(byte[] octets, int offset, int length);

    /** Writes the 32 octets of the hash to {@code out} and starts anew. */
    void digest(byte[] out, int offset);

    default void update(byte[] octets) {
        update(octets, 0, octets.length);
    }

    static HashFunction of(Suite.Hash hash) {
        return switch (hash) {
            case SHA256 -> new Sha256();
            case BLAKE2s -> new Blake2s(SIZE, new byte[0]);
        };
    }

    /** SHA-256 by the JDK, which clears its own state on each digest. */
    final class Sha256 implements HashFunction {
        private final MessageDigest digest;

        Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException absent) {
                throw new IllegalStateException("every JDK has SHA-256", absent);
            }
        }

        @Override
        public void update(byte[] octets, int offset, int length) {
            digest.update(octets, offset, length);
        }

        @Override
        public void digest(byte[] out, int offset) {
            try {
                digest.digest(out, offset, SIZE);
            } catch (DigestException impossible) {
                throw new IllegalStateException("no room for a hash", impossible);
            }
        }
    }
}
