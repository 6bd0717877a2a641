package org.fastness.intent;

/** How a {@link SigningTask} is signed, and what its message then is. */
public enum SignatureScheme {
    /** Message: a digest of 32 octets. Signature: r (32), low s (32), recovery id (0 or 1); 65 octets. */
    SECP256K1_ECDSA,
    /** BIP-340 with the key tweaked as BIP-341 says for no script tree. Message: a digest of 32 octets. Signature: 64 octets. */
    SECP256K1_SCHNORR,
    /** RFC 8032. Message: everything to be signed. Signature: 64 octets. */
    ED25519;

    /** Octets of a signature of this scheme, as {@link Intent#assemble} takes it. */
    public int signatureSize() {
        return this == SECP256K1_ECDSA ? 65 : 64;
    }
}
