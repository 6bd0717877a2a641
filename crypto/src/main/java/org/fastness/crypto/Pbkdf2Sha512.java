package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.fastness.crypto.ffi.Sodium;

/** PBKDF2-HMAC-SHA-512 (RFC 8018 section 5.2), off the heap; the keyed state is made once and copied for each iteration. Thread-safe. */
public final class Pbkdf2Sha512 {

    private static final int BLOCK = HmacSha512.SIZE;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Pbkdf2Sha512() {}

    /** {@code length} is 1 to 64 octets, that is one block. */
    public static SecretBytes derive(SecretBytes password, SecretBytes salt, int iterations, int length) {
        if (iterations < 1) throw new IllegalArgumentException("at least one iteration");
        if (length < 1 || length > BLOCK) throw new IllegalArgumentException("1 to 64 octets");
        SecretBytes scratch = SecretBytes.filled(2 * Sodium.HMAC_SHA512_STATE_BYTES + 2 * BLOCK, memory -> iterate(memory, password, salt, iterations));
        try (scratch) {
            int result = 2 * Sodium.HMAC_SHA512_STATE_BYTES;
            return scratch.slice(result, result + length);
        }
    }

    /** Memory: keyed state, running state, result, current block. */
    private static void iterate(MemorySegment memory, SecretBytes password, SecretBytes salt, int iterations) {
        int stateBytes = Sodium.HMAC_SHA512_STATE_BYTES;
        MemorySegment keyed = memory.asSlice(0, stateBytes);
        MemorySegment running = memory.asSlice(stateBytes, stateBytes);
        MemorySegment result = memory.asSlice(2L * stateBytes, BLOCK);
        MemorySegment block = memory.asSlice(2L * stateBytes + BLOCK, BLOCK);
        MemorySegment key = password.hold();
        MemorySegment heldSalt = salt.hold();
        try {
            Hmac.SHA512.init(keyed, key);
            running.copyFrom(keyed);
            Hmac.SHA512.update(running, heldSalt);
            Hmac.SHA512.update(running, MemorySegment.ofArray(new byte[] {0, 0, 0, 1}));
        } finally {
            salt.release();
            password.release();
        }
        Hmac.SHA512.finish(running, block);
        result.copyFrom(block);
        for (int i = 1; i < iterations; i++) {
            running.copyFrom(keyed);
            Hmac.SHA512.update(running, block);
            Hmac.SHA512.finish(running, block);
            for (int at = 0; at < BLOCK; at += 8) result.set(LONG, at, result.get(LONG, at) ^ block.get(LONG, at));
        }
    }
}
