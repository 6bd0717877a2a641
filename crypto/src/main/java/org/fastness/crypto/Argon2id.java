package org.fastness.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** Argon2id version 1.3 with one lane (RFC 9106) by libsodium; password and result stay off the heap. Thread-safe. */
public final class Argon2id {
    public static final int SALT_SIZE = 16;

    /** Most memory one derivation may take: 1 GiB. */
    public static final int MAX_MEMORY_KIB = 1 << 20;

    private static final int MIN_MEMORY_KIB = 8;
    private static final int MAX_PASSES = 64;

    private Argon2id() {}

    /** {@code length} is 16 to 64 octets; {@code memoryKib} 8 to {@link #MAX_MEMORY_KIB}; {@code passes} 1 to 64. */
    public static SecretBytes derive(SecretBytes password, Bytes salt, int memoryKib, int passes, int length) {
        if (salt.size() != SALT_SIZE) throw new IllegalArgumentException("the salt has 16 octets");
        if (memoryKib < MIN_MEMORY_KIB || memoryKib > MAX_MEMORY_KIB) throw new IllegalArgumentException("memory of 8 KiB to 1 GiB");
        if (passes < 1 || passes > MAX_PASSES) throw new IllegalArgumentException("1 to 64 passes");
        if (length < 16 || length > 64) throw new IllegalArgumentException("16 to 64 octets");
        return SecretBytes.filled(length, out -> {
            MemorySegment held = password.hold();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment saltCopy = arena.allocate(SALT_SIZE).copyFrom(Hmac.heap(salt));
                int result = Sodium.passwordHash(out, length, held, held.byteSize(), saltCopy, passes, memoryKib * 1024L, Sodium.ARGON2ID);
                if (result != 0) throw new IllegalStateException("Argon2id could not get its memory");
            } finally {
                password.release();
            }
        });
    }
}
