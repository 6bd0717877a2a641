package org.fastness.crypto.ffi;

import static org.fastness.crypto.ffi.Foreign.INT;
import static org.fastness.crypto.ffi.Foreign.LONG;
import static org.fastness.crypto.ffi.Foreign.POINTER;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Bindings of libsodium 1.0.20. Integer results are 0 for success unless said; lengths are the caller's to check. Thread-safe. */
public final class Sodium {
    private static final Foreign C = new Foreign(NativeLibraries.open(NativeLibraries.Library.SODIUM));

    private static final MethodHandle SODIUM_INIT = C.bind("sodium_init", FunctionDescriptor.of(INT));
    private static final MethodHandle HKDF_SHA256_EXTRACT = C.critical("crypto_kdf_hkdf_sha256_extract", POINTER, POINTER, LONG, POINTER, LONG);
    private static final MethodHandle HKDF_SHA256_EXPAND = C.critical("crypto_kdf_hkdf_sha256_expand", POINTER, LONG, POINTER, LONG, POINTER);
    private static final MethodHandle HMAC_SHA256_INIT = C.critical("crypto_auth_hmacsha256_init", POINTER, POINTER, LONG);
    private static final MethodHandle HMAC_SHA256_UPDATE = C.critical("crypto_auth_hmacsha256_update", POINTER, POINTER, LONG);
    private static final MethodHandle HMAC_SHA256_FINAL = C.critical("crypto_auth_hmacsha256_final", POINTER, POINTER);
    private static final MethodHandle HMAC_SHA512_INIT = C.critical("crypto_auth_hmacsha512_init", POINTER, POINTER, LONG);
    private static final MethodHandle HMAC_SHA512_UPDATE = C.critical("crypto_auth_hmacsha512_update", POINTER, POINTER, LONG);
    private static final MethodHandle HMAC_SHA512_FINAL = C.critical("crypto_auth_hmacsha512_final", POINTER, POINTER);
    private static final MethodHandle X25519 = C.critical("crypto_scalarmult_curve25519", POINTER, POINTER, POINTER);
    private static final MethodHandle X25519_BASE = C.critical("crypto_scalarmult_curve25519_base", POINTER, POINTER);
    private static final MethodHandle ED25519_SEED_KEY_PAIR = C.critical("crypto_sign_ed25519_seed_keypair", POINTER, POINTER, POINTER);
    private static final MethodHandle ED25519_SIGN = C.bind("crypto_sign_ed25519_detached", FunctionDescriptor.of(INT, POINTER, POINTER,
            POINTER, LONG, POINTER));
    private static final MethodHandle ED25519_SIGN_SHORT = C.critical("crypto_sign_ed25519_detached", POINTER, POINTER, POINTER, LONG, POINTER);
    private static final MethodHandle ED25519_VERIFY = C.bind("crypto_sign_ed25519_verify_detached", FunctionDescriptor.of(INT, POINTER,
            POINTER, LONG, POINTER));
    private static final MethodHandle ED25519_VERIFY_SHORT = C.critical("crypto_sign_ed25519_verify_detached", POINTER, POINTER, LONG, POINTER);
    private static final MethodHandle PASSWORD_HASH = C.bind("crypto_pwhash", FunctionDescriptor.of(INT, POINTER, LONG, POINTER, LONG,
            POINTER, LONG, LONG, INT));
    private static final MethodHandle CHA_CHA_POLY_SEAL = C.critical("crypto_aead_chacha20poly1305_ietf_encrypt", POINTER, POINTER,
            POINTER, LONG, POINTER, LONG, POINTER, POINTER, POINTER);
    private static final MethodHandle CHA_CHA_POLY_OPEN = C.critical("crypto_aead_chacha20poly1305_ietf_decrypt", POINTER, POINTER,
            POINTER, POINTER, LONG, POINTER, LONG, POINTER, POINTER);
    private static final MethodHandle AES_GCM_AVAILABLE = C.bind("crypto_aead_aes256gcm_is_available", FunctionDescriptor.of(INT));
    private static final MethodHandle AES_GCM_SEAL = C.critical("crypto_aead_aes256gcm_encrypt", POINTER, POINTER, POINTER, LONG, POINTER,
            LONG, POINTER, POINTER, POINTER);
    private static final MethodHandle AES_GCM_OPEN = C.critical("crypto_aead_aes256gcm_decrypt", POINTER, POINTER, POINTER, POINTER, LONG,
            POINTER, LONG, POINTER, POINTER);

    /** Octets of a running HMAC-SHA-256. */
    public static final int HMAC_SHA256_STATE_BYTES = 208;
    /** Octets of a running HMAC-SHA-512. */
    public static final int HMAC_SHA512_STATE_BYTES = 416;
    /** crypto_pwhash_ALG_ARGON2ID13. */
    public static final int ARGON2ID = 2;

    static {
        if (sodiumInit() < 0) throw new IllegalStateException("libsodium could not be initialized");
    }

    private Sodium() {}

    private static int sodiumInit() {
        try {
            return (int) SODIUM_INIT.invokeExact();
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 5869 section 2.2. */
    public static int hkdfSha256Extract(MemorySegment prk, MemorySegment salt, long saltSize, MemorySegment ikm, long ikmSize) {
        try {
            return (int) HKDF_SHA256_EXTRACT.invokeExact(prk, salt, saltSize, ikm, ikmSize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 5869 section 2.3. */
    public static int hkdfSha256Expand(MemorySegment out, long outSize, MemorySegment info, long infoSize, MemorySegment prk) {
        try {
            return (int) HKDF_SHA256_EXPAND.invokeExact(out, outSize, info, infoSize, prk);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 2104; the state has {@link #HMAC_SHA256_STATE_BYTES}. */
    public static int hmacSha256Init(MemorySegment state, MemorySegment key, long keySize) {
        try {
            return (int) HMAC_SHA256_INIT.invokeExact(state, key, keySize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Adds data. */
    public static int hmacSha256Update(MemorySegment state, MemorySegment data, long dataSize) {
        try {
            return (int) HMAC_SHA256_UPDATE.invokeExact(state, data, dataSize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 32 octets and wipes the state. */
    public static int hmacSha256Final(MemorySegment state, MemorySegment out) {
        try {
            return (int) HMAC_SHA256_FINAL.invokeExact(state, out);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 2104; the state has {@link #HMAC_SHA512_STATE_BYTES}. */
    public static int hmacSha512Init(MemorySegment state, MemorySegment key, long keySize) {
        try {
            return (int) HMAC_SHA512_INIT.invokeExact(state, key, keySize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Adds data. */
    public static int hmacSha512Update(MemorySegment state, MemorySegment data, long dataSize) {
        try {
            return (int) HMAC_SHA512_UPDATE.invokeExact(state, data, dataSize);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** Writes 64 octets and wipes the state. */
    public static int hmacSha512Final(MemorySegment state, MemorySegment out) {
        try {
            return (int) HMAC_SHA512_FINAL.invokeExact(state, out);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 7748; not 0 for a point of low order. */
    public static int x25519(MemorySegment shared, MemorySegment scalar, MemorySegment point) {
        try {
            return (int) X25519.invokeExact(shared, scalar, point);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 7748, base point 9. */
    public static int x25519Base(MemorySegment publicKey, MemorySegment scalar) {
        try {
            return (int) X25519_BASE.invokeExact(publicKey, scalar);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8032: 32-octet public key and 64-octet expanded secret key of a 32-octet seed. */
    public static int ed25519SeedKeyPair(MemorySegment publicKey, MemorySegment secretKey, MemorySegment seed) {
        try {
            return (int) ED25519_SEED_KEY_PAIR.invokeExact(publicKey, secretKey, seed);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8032; all memory off the heap. */
    public static int ed25519Sign(MemorySegment signature, MemorySegment signatureSize, MemorySegment message, long messageSize, MemorySegment secretKey) {
        try {
            return (int) ED25519_SIGN.invokeExact(signature, signatureSize, message, messageSize, secretKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8032, for messages of some KiB on the heap. */
    public static int ed25519SignShort(MemorySegment signature, MemorySegment signatureSize, MemorySegment message, long messageSize, MemorySegment secretKey) {
        try {
            return (int) ED25519_SIGN_SHORT.invokeExact(signature, signatureSize, message, messageSize, secretKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8032; all memory off the heap. */
    public static int ed25519Verify(MemorySegment signature, MemorySegment message, long messageSize, MemorySegment publicKey) {
        try {
            return (int) ED25519_VERIFY.invokeExact(signature, message, messageSize, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8032, for messages of some KiB on the heap. */
    public static int ed25519VerifyShort(MemorySegment signature, MemorySegment message, long messageSize, MemorySegment publicKey) {
        try {
            return (int) ED25519_VERIFY_SHORT.invokeExact(signature, message, messageSize, publicKey);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 9106 with one lane; all memory off the heap. */
    public static int passwordHash(MemorySegment out, long outSize, MemorySegment password, long passwordSize, MemorySegment salt,
            long passes, long memoryBytes, int algorithm) {
        try {
            return (int) PASSWORD_HASH.invokeExact(out, outSize, password, passwordSize, salt, passes, memoryBytes, algorithm);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8439. */
    public static int chaChaPolySeal(MemorySegment sealed, MemorySegment sealedSize, MemorySegment plain, long plainSize,
            MemorySegment aad, long aadSize, MemorySegment unused, MemorySegment nonce, MemorySegment key) {
        try {
            return (int) CHA_CHA_POLY_SEAL.invokeExact(sealed, sealedSize, plain, plainSize, aad, aadSize, unused, nonce, key);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** RFC 8439; not 0 unless authentic. */
    public static int chaChaPolyOpen(MemorySegment plain, MemorySegment plainSize, MemorySegment unused, MemorySegment sealed,
            long sealedSize, MemorySegment aad, long aadSize, MemorySegment nonce, MemorySegment key) {
        try {
            return (int) CHA_CHA_POLY_OPEN.invokeExact(plain, plainSize, unused, sealed, sealedSize, aad, aadSize, nonce, key);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** 1 where the processor has AES and carry-less multiplication; only there may AES-GCM be called. */
    public static int aesGcmAvailable() {
        try {
            return (int) AES_GCM_AVAILABLE.invokeExact();
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** NIST SP 800-38D, AES-256, 96-bit nonce. */
    public static int aesGcmSeal(MemorySegment sealed, MemorySegment sealedSize, MemorySegment plain, long plainSize, MemorySegment aad,
            long aadSize, MemorySegment unused, MemorySegment nonce, MemorySegment key) {
        try {
            return (int) AES_GCM_SEAL.invokeExact(sealed, sealedSize, plain, plainSize, aad, aadSize, unused, nonce, key);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** NIST SP 800-38D, AES-256, 96-bit nonce; not 0 unless authentic. */
    public static int aesGcmOpen(MemorySegment plain, MemorySegment plainSize, MemorySegment unused, MemorySegment sealed, long sealedSize,
            MemorySegment aad, long aadSize, MemorySegment nonce, MemorySegment key) {
        try {
            return (int) AES_GCM_OPEN.invokeExact(plain, plainSize, unused, sealed, sealedSize, aad, aadSize, nonce, key);
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }
}
