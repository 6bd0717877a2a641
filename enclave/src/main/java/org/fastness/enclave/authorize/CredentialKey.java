package org.fastness.enclave.authorize;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.base.cbor.Cbor;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.P256;

/**
 * The public key of an authenticator.
 *
 * @param octets ES256: uncompressed point, 65 octets; Ed25519: 32 octets
 */
public record CredentialKey(Algorithm algorithm, Bytes octets) {

    /** COSE algorithm identifiers (RFC 9053 section 2). */
    public enum Algorithm {
        ES256(-7, 65), EDDSA(-8, 32);

        private final int cose;
        private final int size;

        Algorithm(int cose, int size) {
            this.cose = cose;
            this.size = size;
        }

        public int cose() {
            return cose;
        }
    }

    public CredentialKey {
        if (octets.size() != algorithm.size) throw new IllegalArgumentException("a key of another size");
    }

    /** A P-256 key by its uncompressed point, if that is a point of the curve. */
    public static CredentialKey es256(Bytes point) throws Malformed {
        if (!P256.isPublicKey(point)) throw new Malformed("not a point of P-256");
        return new CredentialKey(Algorithm.ES256, point);
    }

    /** Reads a COSE_Key (RFC 9052 section 7, RFC 9053 section 7; WebAuthn level 3 section 6.5.1.1). */
    static CredentialKey ofCose(Cbor.Dictionary cose) throws Malformed {
        long keyType = cose.get(1).asLong();
        long algorithm = cose.get(3).asLong();
        long curve = cose.get(-1).asLong();
        Bytes x = cose.get(-2).asBytes();
        if (x.size() != 32) throw new Malformed("COSE key: x is not 32 octets");
        if (keyType == 2 && algorithm == -7 && curve == 1) return es256(Bytes.concat(Bytes.of((byte) 4), x, cose.get(-3).asBytes()));
        if (keyType == 1 && algorithm == -8 && curve == 6) return new CredentialKey(Algorithm.EDDSA, x);
        throw new Malformed("COSE key of an algorithm that is not offered");
    }

    /** Whether a WebAuthn signature over the message is this key's: DER for ES256, 64 octets for Ed25519. */
    boolean verifies(Bytes message, Bytes signature) {
        return switch (algorithm) {
            case ES256 -> P256.verifyDer(octets, Digests.sha256(message), signature);
            case EDDSA -> Ed25519.verify(octets, message, signature);
        };
    }

    /** Whether an ECDSA signature of 64 octets (r, s) over the message is this key's; no other algorithm has one. */
    boolean verifiesP1363(Bytes message, Bytes signature) {
        return algorithm == Algorithm.ES256 && P256.verifyP1363(octets, Digests.sha256(message), signature);
    }

    public void write(Writer out) {
        out.u8(algorithm.ordinal() + 1).bytes(octets);
    }

    public static CredentialKey read(Reader in) throws Malformed {
        int code = in.u8();
        Bytes octets = in.bytes(65);
        if (code < 1 || code > Algorithm.values().length || octets.size() != Algorithm.values()[code - 1].size) throw new Malformed("unknown credential key");
        return new CredentialKey(Algorithm.values()[code - 1], octets);
    }
}
