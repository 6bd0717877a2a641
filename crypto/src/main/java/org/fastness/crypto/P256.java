package org.fastness.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * ECDSA and ECDH over P-256 (FIPS 186-5, SP 800-56A), the curve of passkeys and browsers.
 *
 * <p>Public keys are 65 octets, 0x04 and the coordinates. Verifying is a public operation and our own. The rare private operations are
 * SunEC's; their scalars cross the heap as {@link BigInteger}, whose wiping is not even attempted by the JDK. Thread-safe.
 */
public final class P256 {
    public static final int PUBLIC_SIZE = 65;
    public static final int SECRET_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;
    public static final int HASH_SIZE = 32;

    private static final BigInteger ORDER = P256Verifier.ORDER;
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    /** SubjectPublicKeyInfo of id-ecPublicKey, prime256v1, up to the key's first octet (RFC 5480 section 2). */
    private static final Bytes SPKI_HEAD = Bytes.fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    /** A secret scalar and its public key. */
    public record Pair(SecretBytes secret, Bytes publicKey) implements AutoCloseable {
        @Override
        public void close() {
            secret.close();
        }
    }

    // ---- public operations ----

    /** Whether a strict DER signature over the 32-octet hash is right. Either s is; never throws on any input. */
    public static boolean verifyDer(Bytes publicKey, Bytes hash, Bytes der) {
        try {
            return verifyP1363(publicKey, hash, EcdsaDer.decode(der));
        } catch (Malformed notStrict) {
            return false;
        }
    }

    /** Whether the 64 octets r and s sign the 32-octet hash. Either s does; never throws on any input. */
    public static boolean verifyP1363(Bytes publicKey, Bytes hash, Bytes signature) {
        if (hash.size() != HASH_SIZE || signature.size() != SIGNATURE_SIZE || !isPublicKey(publicKey)) return false;
        BigInteger x = unsigned(publicKey.slice(1, 33));
        BigInteger y = unsigned(publicKey.slice(33, 65));
        return P256Verifier.verify(x, y, unsigned(hash), unsigned(signature.slice(0, 32)), unsigned(signature.slice(32, 64)));
    }

    /** Whether s is in the lower half, which makes a signature the only one of its kind; authenticators do not promise it. */
    public static boolean isLowS(Bytes signature) {
        return signature.size() == SIGNATURE_SIZE && unsigned(signature.slice(32, 64)).compareTo(HALF_ORDER) <= 0;
    }

    /** Whether the octets are 0x04 and a point of the curve. */
    public static boolean isPublicKey(Bytes publicKey) {
        if (publicKey.size() != PUBLIC_SIZE || publicKey.at(0) != 4) return false;
        return P256Verifier.isOnCurve(unsigned(publicKey.slice(1, 33)), unsigned(publicKey.slice(33, 65)));
    }

    /** The raw key of a SubjectPublicKeyInfo with exactly the named curve's parameters. */
    public static Bytes fromSpki(Bytes spki) throws Malformed {
        int head = SPKI_HEAD.size();
        if (spki.size() != head + PUBLIC_SIZE || !spki.slice(0, head).equals(SPKI_HEAD)) throw new Malformed("not a P-256 SubjectPublicKeyInfo");
        Bytes raw = spki.slice(head, spki.size());
        if (!isPublicKey(raw)) throw new Malformed("not a point of P-256");
        return raw;
    }

    /** The SubjectPublicKeyInfo of a raw key. */
    public static Bytes toSpki(Bytes publicKey) {
        if (publicKey.size() != PUBLIC_SIZE) throw new IllegalArgumentException("a P-256 public key has 65 octets");
        return Bytes.concat(SPKI_HEAD, publicKey);
    }

    // ---- private operations ----

    /** A new key pair; the secret is the caller's to close. */
    public static Pair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            SecretBytes secret = SecretBytes.takeFrom(fixed(((ECPrivateKey) pair.getPrivate()).getS()));
            ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
            return new Pair(secret, rawOf(point));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("P-256 key generation failed", fault);
        }
    }

    /** The 64 octets r and low s over a 32-octet hash. */
    public static Bytes signP1363(SecretBytes secret, Bytes hash) {
        if (hash.size() != HASH_SIZE) throw new IllegalArgumentException("a hash has 32 octets");
        try {
            Signature signer = Signature.getInstance("NONEwithECDSAinP1363Format", "SunEC");
            signer.initSign(privateKeyOf(secret));
            signer.update(hash.toArray());
            return lowS(Bytes.wrapUnsafe(signer.sign()));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("P-256 signing failed", fault);
        }
    }

    /** As {@link #signP1363}, in DER. */
    public static Bytes signDer(SecretBytes secret, Bytes hash) {
        return EcdsaDer.encode(signP1363(secret, hash));
    }

    /** The 32-octet x coordinate of the shared point (SP 800-56A section 5.7.1.2); a peer that is no point is refused. */
    public static SecretBytes agree(SecretBytes secret, Bytes peer) throws AuthenticationFailed {
        if (!isPublicKey(peer)) throw new AuthenticationFailed();
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", "SunEC");
            agreement.init(privateKeyOf(secret));
            agreement.doPhase(publicKeyOf(peer), true);
            return SecretBytes.takeFrom(agreement.generateSecret());
        } catch (GeneralSecurityException refused) {
            throw new AuthenticationFailed();
        }
    }

    private static Bytes lowS(Bytes signature) {
        if (isLowS(signature)) return signature;
        BigInteger s = ORDER.subtract(unsigned(signature.slice(32, 64)));
        return Bytes.concat(signature.slice(0, 32), Bytes.wrapUnsafe(fixed(s)));
    }

    private static java.security.PrivateKey privateKeyOf(SecretBytes secret) throws GeneralSecurityException {
        if (secret.size() != SECRET_SIZE) throw new IllegalArgumentException("a P-256 secret key has 32 octets");
        BigInteger scalar = secret.withArray(SecretAccess.tcb(), octets -> new BigInteger(1, octets));
        if (scalar.signum() == 0 || scalar.compareTo(ORDER) >= 0) throw new IllegalArgumentException("not a secret key");
        return KeyFactory.getInstance("EC", "SunEC").generatePrivate(new ECPrivateKeySpec(scalar, CURVE));
    }

    private static java.security.PublicKey publicKeyOf(Bytes publicKey) throws GeneralSecurityException {
        ECPoint point = new ECPoint(unsigned(publicKey.slice(1, 33)), unsigned(publicKey.slice(33, 65)));
        return KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(point, CURVE));
    }

    private static Bytes rawOf(ECPoint point) {
        return Bytes.concat(Bytes.of((byte) 4), Bytes.wrapUnsafe(fixed(point.getAffineX())), Bytes.wrapUnsafe(fixed(point.getAffineY())));
    }

    private static BigInteger unsigned(Bytes octets) {
        return new BigInteger(1, octets.toArray());
    }

    private static byte[] fixed(BigInteger number) {
        byte[] shortest = number.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(shortest.length, 32);
        System.arraycopy(shortest, shortest.length - length, out, 32 - length, length);
        Arrays.fill(shortest, (byte) 0);
        return out;
    }

    private static ECParameterSpec curve() {
        try {
            var parameters = java.security.AlgorithmParameters.getInstance("EC", "SunEC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has P-256", absent);
        }
    }
}
