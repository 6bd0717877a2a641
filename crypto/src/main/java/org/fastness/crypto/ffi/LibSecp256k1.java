package org.fastness.crypto.ffi;

import static org.fastness.crypto.ffi.Foreign.INT;
import static org.fastness.crypto.ffi.Foreign.LONG;
import static org.fastness.crypto.ffi.Foreign.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Bindings of libsecp256k1. Results are 1 for success, 0 for failure. An argument the library calls illegal (a null pointer, a
 * wrong flag) would abort the process, so the caller passes memory of the stated sizes only. Thread-safe: the context is not
 * changed after {@link #CONTEXT} is made.
 */
public final class LibSecp256k1 {
    private static final Foreign C = new Foreign(NativeLibraries.open(NativeLibraries.Library.SECP256K1));

    private static final MethodHandle CONTEXT_CREATE = C.bind("secp256k1_context_create", FunctionDescriptor.of(POINTER, INT));
    private static final MethodHandle CONTEXT_RANDOMIZE = C.bind("secp256k1_context_randomize", FunctionDescriptor.of(INT, POINTER, POINTER));
    private static final MethodHandle SECRET_KEY_VERIFY = C.critical("secp256k1_ec_seckey_verify", POINTER, POINTER);
    private static final MethodHandle PUBLIC_KEY_CREATE = C.critical("secp256k1_ec_pubkey_create", POINTER, POINTER, POINTER);
    private static final MethodHandle PUBLIC_KEY_PARSE = C.critical("secp256k1_ec_pubkey_parse", POINTER, POINTER, POINTER, LONG);
    private static final MethodHandle PUBLIC_KEY_SERIALIZE = C.critical("secp256k1_ec_pubkey_serialize", POINTER, POINTER, POINTER, POINTER, INT);
    private static final MethodHandle PUBLIC_KEY_TWEAK_ADD = C.critical("secp256k1_ec_pubkey_tweak_add", POINTER, POINTER, POINTER);
    private static final MethodHandle SECRET_KEY_TWEAK_ADD = C.critical("secp256k1_ec_seckey_tweak_add", POINTER, POINTER, POINTER);
    private static final MethodHandle SIGN_RECOVERABLE = C.critical("secp256k1_ecdsa_sign_recoverable", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle RECOVERABLE_SERIALIZE = C.critical("secp256k1_ecdsa_recoverable_signature_serialize_compact",
            POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle RECOVERABLE_PARSE = C.critical("secp256k1_ecdsa_recoverable_signature_parse_compact", POINTER, POINTER, POINTER, INT);
    private static final MethodHandle RECOVER = C.critical("secp256k1_ecdsa_recover", POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle SIGNATURE_PARSE = C.critical("secp256k1_ecdsa_signature_parse_compact", POINTER, POINTER, POINTER);
    private static final MethodHandle VERIFY = C.critical("secp256k1_ecdsa_verify", POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle KEY_PAIR_CREATE = C.critical("secp256k1_keypair_create", POINTER, POINTER, POINTER);
    private static final MethodHandle KEY_PAIR_SECRET = C.critical("secp256k1_keypair_sec", POINTER, POINTER, POINTER);
    private static final MethodHandle KEY_PAIR_X_ONLY_TWEAK_ADD = C.critical("secp256k1_keypair_xonly_tweak_add", POINTER, POINTER, POINTER);
    private static final MethodHandle SCHNORR_SIGN32 = C.critical("secp256k1_schnorrsig_sign32", POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle SCHNORR_SIGN_CUSTOM = C.bind("secp256k1_schnorrsig_sign_custom", FunctionDescriptor.of(INT, POINTER,
            POINTER, POINTER, LONG, POINTER, POINTER));
    private static final MethodHandle SCHNORR_VERIFY = C.critical("secp256k1_schnorrsig_verify", POINTER, POINTER, POINTER, LONG, POINTER);
    private static final MethodHandle X_ONLY_PARSE = C.critical("secp256k1_xonly_pubkey_parse", POINTER, POINTER, POINTER);
    private static final MethodHandle X_ONLY_SERIALIZE = C.critical("secp256k1_xonly_pubkey_serialize", POINTER, POINTER, POINTER);
    private static final MethodHandle X_ONLY_FROM_PUBLIC_KEY = C.critical("secp256k1_xonly_pubkey_from_pubkey", POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle X_ONLY_TWEAK_ADD = C.critical("secp256k1_xonly_pubkey_tweak_add", POINTER, POINTER, POINTER, POINTER);

    /** SECP256K1_EC_COMPRESSED. */
    public static final int COMPRESSED = 258;
    /** SECP256K1_EC_UNCOMPRESSED. */
    public static final int UNCOMPRESSED = 2;

    private static final int CONTEXT_NONE = 1;

    /** The one context, blinded with fresh randomness. */
    public static final MemorySegment CONTEXT = randomizedContext();

    private LibSecp256k1() {}

    private static MemorySegment randomizedContext() {
        MemorySegment context = contextCreate(CONTEXT_NONE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment seed = arena.allocate(32);
            Libc.getrandom(seed);
            if (contextRandomize(context, seed) != 1) throw new IllegalStateException("libsecp256k1's context could not be blinded");
            seed.fill((byte) 0);
        }
        return context;
    }

    private static MemorySegment contextCreate(int flags) {
        try {
            return (MemorySegment) CONTEXT_CREATE.invokeExact(flags);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    private static int contextRandomize(MemorySegment context, MemorySegment seed) {
        try {
            return (int) CONTEXT_RANDOMIZE.invokeExact(context, seed);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Whether the 32 octets are in 1..n-1. */
    public static int secretKeyVerify(MemorySegment context, MemorySegment secretKey) {
        try {
            return (int) SECRET_KEY_VERIFY.invokeExact(context, secretKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes the 64-octet inner form. */
    public static int publicKeyCreate(MemorySegment context, MemorySegment publicKey, MemorySegment secretKey) {
        try {
            return (int) PUBLIC_KEY_CREATE.invokeExact(context, publicKey, secretKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Reads 33 or 65 octets into the inner form. */
    public static int publicKeyParse(MemorySegment context, MemorySegment publicKey, MemorySegment input, long inputSize) {
        try {
            return (int) PUBLIC_KEY_PARSE.invokeExact(context, publicKey, input, inputSize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 33 or 65 octets. */
    public static int publicKeySerialize(MemorySegment context, MemorySegment out, MemorySegment outSize, MemorySegment publicKey, int flags) {
        try {
            return (int) PUBLIC_KEY_SERIALIZE.invokeExact(context, out, outSize, publicKey, flags);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** In place. */
    public static int publicKeyTweakAdd(MemorySegment context, MemorySegment publicKey, MemorySegment tweak) {
        try {
            return (int) PUBLIC_KEY_TWEAK_ADD.invokeExact(context, publicKey, tweak);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** In place; zeroes the key on failure. */
    public static int secretKeyTweakAdd(MemorySegment context, MemorySegment secretKey, MemorySegment tweak) {
        try {
            return (int) SECRET_KEY_TWEAK_ADD.invokeExact(context, secretKey, tweak);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes the 65-octet inner form; low s; RFC 6979 with extra nonce data. */
    public static int signRecoverable(MemorySegment context, MemorySegment signature, MemorySegment hash, MemorySegment secretKey,
            MemorySegment nonceFunction, MemorySegment extraNonce) {
        try {
            return (int) SIGN_RECOVERABLE.invokeExact(context, signature, hash, secretKey, nonceFunction, extraNonce);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** 64 octets and an int. */
    public static int recoverableSerialize(MemorySegment context, MemorySegment out, MemorySegment recoveryId, MemorySegment signature) {
        try {
            return (int) RECOVERABLE_SERIALIZE.invokeExact(context, out, recoveryId, signature);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** 64 octets and an id of 0 to 3. */
    public static int recoverableParse(MemorySegment context, MemorySegment signature, MemorySegment input, int recoveryId) {
        try {
            return (int) RECOVERABLE_PARSE.invokeExact(context, signature, input, recoveryId);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes the inner form of the key. */
    public static int recover(MemorySegment context, MemorySegment publicKey, MemorySegment signature, MemorySegment hash) {
        try {
            return (int) RECOVER.invokeExact(context, publicKey, signature, hash);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** 64 octets into the inner form. */
    public static int signatureParse(MemorySegment context, MemorySegment signature, MemorySegment input) {
        try {
            return (int) SIGNATURE_PARSE.invokeExact(context, signature, input);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** 1 if correct and of low s. */
    public static int verify(MemorySegment context, MemorySegment signature, MemorySegment hash, MemorySegment publicKey) {
        try {
            return (int) VERIFY.invokeExact(context, signature, hash, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 96 octets. */
    public static int keyPairCreate(MemorySegment context, MemorySegment keyPair, MemorySegment secretKey) {
        try {
            return (int) KEY_PAIR_CREATE.invokeExact(context, keyPair, secretKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 32 octets. */
    public static int keyPairSecret(MemorySegment context, MemorySegment secretKey, MemorySegment keyPair) {
        try {
            return (int) KEY_PAIR_SECRET.invokeExact(context, secretKey, keyPair);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** BIP-341 key tweak, in place. */
    public static int keyPairXOnlyTweakAdd(MemorySegment context, MemorySegment keyPair, MemorySegment tweak) {
        try {
            return (int) KEY_PAIR_X_ONLY_TWEAK_ADD.invokeExact(context, keyPair, tweak);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** BIP-340. */
    public static int schnorrSign32(MemorySegment context, MemorySegment signature, MemorySegment hash, MemorySegment keyPair, MemorySegment aux) {
        try {
            return (int) SCHNORR_SIGN32.invokeExact(context, signature, hash, keyPair, aux);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** BIP-340 for messages of any length; all memory off the heap. */
    public static int schnorrSignCustom(MemorySegment context, MemorySegment signature, MemorySegment message, long messageSize,
            MemorySegment keyPair, MemorySegment parameters) {
        try {
            return (int) SCHNORR_SIGN_CUSTOM.invokeExact(context, signature, message, messageSize, keyPair, parameters);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** BIP-340; 1 if correct. */
    public static int schnorrVerify(MemorySegment context, MemorySegment signature, MemorySegment message, long messageSize, MemorySegment publicKey) {
        try {
            return (int) SCHNORR_VERIFY.invokeExact(context, signature, message, messageSize, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Reads 32 octets. */
    public static int xOnlyParse(MemorySegment context, MemorySegment publicKey, MemorySegment input) {
        try {
            return (int) X_ONLY_PARSE.invokeExact(context, publicKey, input);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 32 octets. */
    public static int xOnlySerialize(MemorySegment context, MemorySegment out, MemorySegment publicKey) {
        try {
            return (int) X_ONLY_SERIALIZE.invokeExact(context, out, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Drops the parity, and tells it. */
    public static int xOnlyFromPublicKey(MemorySegment context, MemorySegment xOnly, MemorySegment parity, MemorySegment publicKey) {
        try {
            return (int) X_ONLY_FROM_PUBLIC_KEY.invokeExact(context, xOnly, parity, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** BIP-341 output key. */
    public static int xOnlyTweakAdd(MemorySegment context, MemorySegment publicKey, MemorySegment xOnly, MemorySegment tweak) {
        try {
            return (int) X_ONLY_TWEAK_ADD.invokeExact(context, publicKey, xOnly, tweak);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }
}
