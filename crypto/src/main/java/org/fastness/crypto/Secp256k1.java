package org.fastness.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.ffi.LibSecp256k1;

/**
 * secp256k1 by libsecp256k1: ECDSA with recovery, BIP-340 signatures, the tweaks of BIP-32 and BIP-341.
 *
 * <p>Secret keys stay off the heap and are used in constant time, in a context blinded at start. ECDSA nonces are hedged: RFC 6979
 * with 32 fresh octets as additional data; BIP-340 takes 32 fresh octets as auxiliary randomness. Signatures made here have a low
 * s, and a high one does not verify. Public keys are 33 octets compressed, x-only keys 32. Wrong sizes throw
 * {@link IllegalArgumentException}; what is of the right size but no key is answered as each method says. Thread-safe.
 */
public final class Secp256k1 {
    public static final int SECRET_SIZE = 32;
    public static final int PUBLIC_SIZE = 33;
    public static final int UNCOMPRESSED_SIZE = 65;
    public static final int X_ONLY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    /** No extra nonce data: RFC 6979 alone. For vectors only; signing in earnest is hedged. */
    public static final Bytes DETERMINISTIC = Bytes.EMPTY;

    private static final int HASH_SIZE = 32;
    private static final int INNER_KEY_BYTES = 64;
    private static final int INNER_RECOVERABLE_BYTES = 65;
    private static final int INNER_KEY_PAIR_BYTES = 96;
    private static final MemorySegment CONTEXT = LibSecp256k1.CONTEXT;

    private Secp256k1() {}

    /** An x-only key and the parity of the point it stands for. */
    public record XOnlyKey(Bytes x, boolean oddY) {
        public XOnlyKey {
            if (x.size() != X_ONLY_SIZE) throw new IllegalArgumentException("an x-only key has 32 octets");
        }
    }

    // ---- keys ----

    /** Whether the 32 octets are a secret key: from 1 to the group order less 1. */
    public static boolean isSecretKey(SecretBytes secret) {
        if (secret.size() != SECRET_SIZE) return false;
        MemorySegment held = secret.hold();
        try {
            return LibSecp256k1.secretKeyVerify(CONTEXT, held) == 1;
        } finally {
            secret.release();
        }
    }

    /** The compressed public key; throws {@link IllegalArgumentException} if the secret is none. */
    public static Bytes publicKey(SecretBytes secret) {
        return serialize(innerOf(secret), LibSecp256k1.COMPRESSED);
    }

    /** The compressed form of a key in either form, or {@link Malformed} if it is not a point of the curve. */
    public static Bytes compressed(Bytes publicKey) throws Malformed {
        return serialize(parse(publicKey).orElseThrow(() -> new Malformed("not a point of secp256k1")), LibSecp256k1.COMPRESSED);
    }

    /** The 65-octet form of a key in either form, or {@link Malformed} if it is not a point of the curve. */
    public static Bytes uncompressed(Bytes publicKey) throws Malformed {
        return serialize(parse(publicKey).orElseThrow(() -> new Malformed("not a point of secp256k1")), LibSecp256k1.UNCOMPRESSED);
    }

    /** The x coordinate and parity of a compressed key. */
    public static XOnlyKey xOnly(Bytes publicKey) throws Malformed {
        return xOnlyOf(parse(publicKey).orElseThrow(() -> new Malformed("not a point of secp256k1")));
    }

    /** {@code secret + tweak mod n}, BIP-32's child key; empty if the tweak passes n or the sum is zero. */
    public static Optional<SecretBytes> tweakAddSecret(SecretBytes secret, SecretBytes tweak) {
        checkSize(secret.size(), SECRET_SIZE, "a secret key");
        checkSize(tweak.size(), SECRET_SIZE, "a tweak");
        SecretBytes child = secret.copy();
        MemorySegment key = child.hold();
        MemorySegment held = tweak.hold();
        try {
            if (LibSecp256k1.secretKeyTweakAdd(CONTEXT, key, held) == 1) return Optional.of(child);
        } finally {
            tweak.release();
            child.release();
        }
        child.close();
        return Optional.empty();
    }

    /** {@code point + tweak * G}, BIP-32's child of a public key; empty if the key is no point, the tweak passes n or the sum is infinity. */
    public static Optional<Bytes> tweakAddPublic(Bytes publicKey, Bytes tweak) {
        checkSize(tweak.size(), 32, "a tweak");
        Optional<MemorySegment> inner = parse(publicKey);
        if (inner.isEmpty() || LibSecp256k1.publicKeyTweakAdd(CONTEXT, inner.get(), Hmac.heap(tweak)) != 1) return Optional.empty();
        return Optional.of(serialize(inner.get(), LibSecp256k1.COMPRESSED));
    }

    // ---- ECDSA ----

    /** Signs a 32-octet hash, hedged. */
    public static EcdsaSignature signRecoverable(SecretBytes secret, Bytes hash) {
        return signRecoverable(secret, hash, Entropy.system().bytes(32));
    }

    /** Signs with the given extra nonce data: 32 octets, or {@link #DETERMINISTIC}. */
    public static EcdsaSignature signRecoverable(SecretBytes secret, Bytes hash, Bytes extraNonce) {
        checkSize(secret.size(), SECRET_SIZE, "a secret key");
        checkSize(hash.size(), HASH_SIZE, "a hash");
        if (!extraNonce.isEmpty()) checkSize(extraNonce.size(), 32, "extra nonce data");
        MemorySegment inner = heap(INNER_RECOVERABLE_BYTES);
        MemorySegment key = secret.hold();
        try {
            MemorySegment extra = extraNonce.isEmpty() ? MemorySegment.NULL : Hmac.heap(extraNonce);
            int made = LibSecp256k1.signRecoverable(CONTEXT, inner, Hmac.heap(hash), key, MemorySegment.NULL, extra);
            if (made != 1) throw new IllegalArgumentException("not a secret key");
        } finally {
            secret.release();
        }
        MemorySegment compact = heap(SIGNATURE_SIZE);
        int[] recoveryId = new int[1];
        LibSecp256k1.recoverableSerialize(CONTEXT, compact, MemorySegment.ofArray(recoveryId), inner);
        Bytes octets = bytes(compact);
        return new EcdsaSignature(octets.slice(0, 32), octets.slice(32, 64), recoveryId[0]);
    }

    /** Whether the 64 octets r and s sign the hash; a high s does not. Never throws on any input. */
    public static boolean verify(Bytes publicKey, Bytes hash, Bytes compact) {
        if (hash.size() != HASH_SIZE || compact.size() != SIGNATURE_SIZE) return false;
        Optional<MemorySegment> key = parse(publicKey);
        if (key.isEmpty()) return false;
        MemorySegment signature = heap(INNER_KEY_BYTES);
        return LibSecp256k1.signatureParse(CONTEXT, signature, Hmac.heap(compact)) == 1
                && LibSecp256k1.verify(CONTEXT, signature, Hmac.heap(hash), key.get()) == 1;
    }

    /** As {@link #verify}, of a strict DER signature; anything lenient does not verify. */
    public static boolean verifyDer(Bytes publicKey, Bytes hash, Bytes der) {
        try {
            return verify(publicKey, hash, EcdsaDer.decode(der));
        } catch (Malformed notStrict) {
            return false;
        }
    }

    /** The compressed key that made the signature over the hash; empty if there is none. A high s is refused. */
    public static Optional<Bytes> recover(Bytes hash, EcdsaSignature signature) {
        checkSize(hash.size(), HASH_SIZE, "a hash");
        MemorySegment inner = heap(INNER_RECOVERABLE_BYTES);
        MemorySegment key = heap(INNER_KEY_BYTES);
        boolean recovered = LibSecp256k1.recoverableParse(CONTEXT, inner, Hmac.heap(signature.compact()), signature.recoveryId()) == 1
                && LibSecp256k1.recover(CONTEXT, key, inner, Hmac.heap(hash)) == 1;
        if (!recovered) return Optional.empty();
        Bytes publicKey = serialize(key, LibSecp256k1.COMPRESSED);
        return verify(publicKey, hash, signature.compact()) ? Optional.of(publicKey) : Optional.empty();
    }

    // ---- BIP-340 ----

    /** Signs a 32-octet message with fresh auxiliary randomness. */
    public static Bytes schnorrSign(SecretBytes secret, Bytes message) {
        return schnorrSign(secret, message, Entropy.system().bytes(32));
    }

    /** Signs with the given 32 octets of auxiliary randomness; the message has any length. */
    public static Bytes schnorrSign(SecretBytes secret, Bytes message, Bytes auxiliary) {
        checkSize(auxiliary.size(), 32, "auxiliary randomness");
        try (SecretBytes pair = keyPair(secret)) {
            MemorySegment held = pair.hold();
            try {
                return message.size() == HASH_SIZE ? schnorrSignHash(held, message, auxiliary) : schnorrSignAny(held, message, auxiliary);
            } finally {
                pair.release();
            }
        }
    }

    private static Bytes schnorrSignHash(MemorySegment pair, Bytes hash, Bytes auxiliary) {
        MemorySegment signature = heap(SIGNATURE_SIZE);
        if (LibSecp256k1.schnorrSign32(CONTEXT, signature, Hmac.heap(hash), pair, Hmac.heap(auxiliary)) != 1) throw new IllegalStateException("BIP-340 signing failed");
        return bytes(signature);
    }

    private static Bytes schnorrSignAny(MemorySegment pair, Bytes message, Bytes auxiliary) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(24, 8); // struct secp256k1_schnorrsig_extraparams: magic, nonce function, its data
            MemorySegment.copy(new byte[] {(byte) 0xda, 0x6f, (byte) 0xb3, (byte) 0x8c}, 0, parameters, ValueLayout.JAVA_BYTE, 0, 4);
            parameters.set(ValueLayout.ADDRESS, 16, arena.allocate(32).copyFrom(Hmac.heap(auxiliary)));
            MemorySegment signature = arena.allocate(SIGNATURE_SIZE);
            MemorySegment copy = arena.allocate(Math.max(1, message.size())).copyFrom(Hmac.heap(message));
            if (LibSecp256k1.schnorrSignCustom(CONTEXT, signature, copy, message.size(), pair, parameters) != 1) throw new IllegalStateException("BIP-340 signing failed");
            return bytes(signature);
        }
    }

    /** Whether the signature over the message is right under the x-only key. Never throws on any input. */
    public static boolean schnorrVerify(Bytes xOnly, Bytes message, Bytes signature) {
        if (xOnly.size() != X_ONLY_SIZE || signature.size() != SIGNATURE_SIZE) return false;
        MemorySegment key = heap(INNER_KEY_BYTES);
        return LibSecp256k1.xOnlyParse(CONTEXT, key, Hmac.heap(xOnly)) == 1
                && LibSecp256k1.schnorrVerify(CONTEXT, Hmac.heap(signature), Hmac.heap(message), message.size(), key) == 1;
    }

    // ---- BIP-341 ----

    /** The output key of an internal key and a script tree's root (empty for none): BIP-341 taproot_tweak_pubkey. */
    public static XOnlyKey taprootOutputKey(Bytes internalXOnly, Bytes merkleRoot) throws Malformed {
        checkSize(internalXOnly.size(), X_ONLY_SIZE, "an x-only key");
        MemorySegment internal = heap(INNER_KEY_BYTES);
        if (LibSecp256k1.xOnlyParse(CONTEXT, internal, Hmac.heap(internalXOnly)) != 1) throw new Malformed("not an x-only key");
        MemorySegment output = heap(INNER_KEY_BYTES);
        if (LibSecp256k1.xOnlyTweakAdd(CONTEXT, output, internal, Hmac.heap(tapTweak(internalXOnly, merkleRoot))) != 1) throw new Malformed("the tweak has no output key");
        return xOnlyOf(output);
    }

    /** The secret of the output key: BIP-341 taproot_tweak_seckey. */
    public static SecretBytes taprootSecret(SecretBytes secret, Bytes merkleRoot) {
        Bytes tweak = tapTweak(xOnlyOf(innerOf(secret)).x(), merkleRoot);
        try (SecretBytes pair = keyPair(secret)) {
            MemorySegment held = pair.hold();
            try {
                if (LibSecp256k1.keyPairXOnlyTweakAdd(CONTEXT, held, Hmac.heap(tweak)) != 1) throw new IllegalArgumentException("the tweak has no output key");
                return SecretBytes.filled(SECRET_SIZE, out -> LibSecp256k1.keyPairSecret(CONTEXT, out, held));
            } finally {
                pair.release();
            }
        }
    }

    private static Bytes tapTweak(Bytes internalXOnly, Bytes merkleRoot) {
        if (!merkleRoot.isEmpty()) checkSize(merkleRoot.size(), 32, "a script tree's root");
        return TaggedHash.hash("TapTweak", internalXOnly, merkleRoot);
    }

    // ---- inner forms ----

    private static SecretBytes keyPair(SecretBytes secret) {
        checkSize(secret.size(), SECRET_SIZE, "a secret key");
        MemorySegment key = secret.hold();
        try {
            return SecretBytes.filled(INNER_KEY_PAIR_BYTES, pair -> {
                if (LibSecp256k1.keyPairCreate(CONTEXT, pair, key) != 1) throw new IllegalArgumentException("not a secret key");
            });
        } finally {
            secret.release();
        }
    }

    private static MemorySegment innerOf(SecretBytes secret) {
        checkSize(secret.size(), SECRET_SIZE, "a secret key");
        MemorySegment inner = heap(INNER_KEY_BYTES);
        MemorySegment key = secret.hold();
        try {
            if (LibSecp256k1.publicKeyCreate(CONTEXT, inner, key) != 1) throw new IllegalArgumentException("not a secret key");
        } finally {
            secret.release();
        }
        return inner;
    }

    private static Optional<MemorySegment> parse(Bytes publicKey) {
        if (publicKey.size() != PUBLIC_SIZE && publicKey.size() != UNCOMPRESSED_SIZE) return Optional.empty();
        if (publicKey.size() == UNCOMPRESSED_SIZE && publicKey.at(0) != 4) return Optional.empty(); // the library also reads X9.62's hybrid form
        MemorySegment inner = heap(INNER_KEY_BYTES);
        return LibSecp256k1.publicKeyParse(CONTEXT, inner, Hmac.heap(publicKey), publicKey.size()) == 1 ? Optional.of(inner) : Optional.empty();
    }

    private static Bytes serialize(MemorySegment inner, int flags) {
        long[] size = {flags == LibSecp256k1.COMPRESSED ? PUBLIC_SIZE : UNCOMPRESSED_SIZE};
        MemorySegment out = heap((int) size[0]);
        LibSecp256k1.publicKeySerialize(CONTEXT, out, MemorySegment.ofArray(size), inner, flags);
        return bytes(out);
    }

    private static XOnlyKey xOnlyOf(MemorySegment inner) {
        MemorySegment xOnly = heap(INNER_KEY_BYTES);
        int[] parity = new int[1];
        LibSecp256k1.xOnlyFromPublicKey(CONTEXT, xOnly, MemorySegment.ofArray(parity), inner);
        MemorySegment out = heap(X_ONLY_SIZE);
        LibSecp256k1.xOnlySerialize(CONTEXT, out, xOnly);
        return new XOnlyKey(bytes(out), parity[0] == 1);
    }

    private static MemorySegment heap(int size) {
        return MemorySegment.ofArray(new byte[size]);
    }

    private static Bytes bytes(MemorySegment segment) {
        return Bytes.wrapUnsafe(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    private static void checkSize(int size, int wanted, String what) {
        if (size != wanted) throw new IllegalArgumentException(what + " has " + wanted + " octets");
    }
}
