package org.fastness.crypto;

import org.fastness.base.Bytes;

/**
 * An ECDSA signature over secp256k1.
 *
 * @param r 32 octets, big-endian
 * @param s 32 octets, big-endian; low in every signature made here
 * @param recoveryId 0 to 3: bit 0 the parity of R's y, bit 1 whether R's x passed the group order
 */
public record EcdsaSignature(Bytes r, Bytes s, int recoveryId) {
    public EcdsaSignature {
        if (r.size() != 32 || s.size() != 32) throw new IllegalArgumentException("r and s have 32 octets each");
        if (recoveryId < 0 || recoveryId > 3) throw new IllegalArgumentException("a recovery id is 0 to 3");
    }

    /** r, then s: 64 octets. */
    public Bytes compact() {
        return Bytes.concat(r, s);
    }

    /** The strict DER form, as Bitcoin scripts carry it (without the hash type). */
    public Bytes der() {
        return EcdsaDer.encode(compact());
    }
}
