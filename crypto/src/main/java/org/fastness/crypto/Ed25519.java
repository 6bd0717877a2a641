package org.fastness.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.fastness.base.Bytes;
import org.fastness.crypto.ffi.Sodium;

/** Ed25519 (RFC 8032, pure) by libsodium; seeds and expanded keys stay off the heap. Thread-safe. */
public final class Ed25519 {
    public static final int SEED_SIZE = 32;
    public static final int PUBLIC_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    /** Longest message that is handed to C where it lies; longer ones are copied off the heap, so that the collector can run. */
    private static final int SHORT_MESSAGE = 8 * 1024;

    private Ed25519() {}

    /** A seed with its public key, expanded once: twice as fast as signing from the seed. Close it when done. */
    public static final class KeyPair implements AutoCloseable {
        private final Bytes publicKey;
        private final SecretBytes expanded;

        private KeyPair(Bytes publicKey, SecretBytes expanded) {
            this.publicKey = publicKey;
            this.expanded = expanded;
        }

        /** Expands a copy of the seed, which stays the caller's to close. */
        public static KeyPair fromSeed(SecretBytes seed) {
            if (seed.size() != SEED_SIZE) throw new IllegalArgumentException("an Ed25519 seed has 32 octets");
            byte[] publicKey = new byte[PUBLIC_SIZE];
            SecretBytes expanded = SecretBytes.filled(64, out -> {
                MemorySegment held = seed.hold();
                try {
                    Sodium.ed25519SeedKeyPair(MemorySegment.ofArray(publicKey), out, held);
                } finally {
                    seed.release();
                }
            });
            return new KeyPair(Bytes.wrapUnsafe(publicKey), expanded);
        }

        /** A new key pair from the system's generator. */
        public static KeyPair generate() {
            try (SecretBytes seed = SecretBytes.random(SEED_SIZE)) {
                return fromSeed(seed);
            }
        }

        public Bytes publicKey() {
            return publicKey;
        }

        /** The seed, as a copy of its own. */
        public SecretBytes seed() {
            return expanded.slice(0, SEED_SIZE);
        }

        /** The 64-octet signature; deterministic, as the standard wants. */
        public Bytes sign(Bytes message) {
            byte[] signature = new byte[SIGNATURE_SIZE];
            MemorySegment key = expanded.hold();
            try {
                if (message.size() <= SHORT_MESSAGE) {
                    Sodium.ed25519SignShort(MemorySegment.ofArray(signature), MemorySegment.NULL, Hmac.heap(message), message.size(), key);
                } else {
                    signLong(signature, message, key);
                }
            } finally {
                expanded.release();
            }
            return Bytes.wrapUnsafe(signature);
        }

        private static void signLong(byte[] signature, Bytes message, MemorySegment key) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocate(SIGNATURE_SIZE);
                Sodium.ed25519Sign(out, MemorySegment.NULL, arena.allocate(message.size()).copyFrom(Hmac.heap(message)), message.size(), key);
                MemorySegment.ofArray(signature).copyFrom(out);
            }
        }

        @Override
        public void close() {
            expanded.close();
        }

        @Override
        public String toString() {
            return "Ed25519.KeyPair[" + publicKey + "]";
        }
    }

    /** Signs once; for more than one signature keep a {@link KeyPair}. */
    public static Bytes sign(SecretBytes seed, Bytes message) {
        try (KeyPair pair = KeyPair.fromSeed(seed)) {
            return pair.sign(message);
        }
    }

    /** Whether the signature is right; non-canonical encodings and points of low order are not. Never throws on any input. */
    public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.size() != PUBLIC_SIZE || signature.size() != SIGNATURE_SIZE) return false;
        if (message.size() <= SHORT_MESSAGE) return Sodium.ed25519VerifyShort(Hmac.heap(signature), Hmac.heap(message), message.size(), Hmac.heap(publicKey)) == 0;
        try (Arena arena = Arena.ofConfined()) {
            return Sodium.ed25519Verify(
                    arena.allocate(SIGNATURE_SIZE).copyFrom(Hmac.heap(signature)),
                    arena.allocate(message.size()).copyFrom(Hmac.heap(message)), message.size(),
                    arena.allocate(PUBLIC_SIZE).copyFrom(Hmac.heap(publicKey))) == 0;
        }
    }
}
