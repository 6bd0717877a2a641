package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Writer;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.hd.DerivationPath;
import org.fastness.crypto.hd.ExtendedSecretKey;
import org.fastness.crypto.hd.Slip10Ed25519;
import org.fastness.intent.KeyPath;
import org.fastness.intent.SignatureScheme;

/** One derived key, ready to sign by its path's scheme. Close it. Thread-safe until then. */
public final class ChildKey implements AutoCloseable {
    private final SignatureScheme scheme;
    private final SecretBytes secret;
    private final Bytes publicKey;

    private ChildKey(SignatureScheme scheme, SecretBytes secret, Bytes publicKey) {
        this.scheme = scheme;
        this.secret = secret;
        this.publicKey = publicKey;
    }

    static ChildKey derive(SecretBytes seed, KeyPath path) {
        DerivationPath steps = steps(path);
        return path.family().scheme() == SignatureScheme.ED25519 ? ed25519(seed, steps) : secp256k1(seed, steps, path.family().scheme());
    }

    private static DerivationPath steps(KeyPath path) {
        try {
            return DerivationPath.parse(path.toString());
        } catch (Malformed impossible) {
            throw new IllegalStateException("a key path is a derivation path", impossible);
        }
    }

    private static ChildKey ed25519(SecretBytes seed, DerivationPath steps) {
        try (Slip10Ed25519 node = Slip10Ed25519.derive(seed, steps); Ed25519.KeyPair pair = node.keyPair()) {
            return new ChildKey(SignatureScheme.ED25519, node.secret().copy(), pair.publicKey());
        }
    }

    private static ChildKey secp256k1(SecretBytes seed, DerivationPath steps, SignatureScheme scheme) {
        try (ExtendedSecretKey node = ExtendedSecretKey.derive(seed, steps)) {
            boolean tweaked = scheme == SignatureScheme.SECP256K1_SCHNORR;
            SecretBytes secret = tweaked ? Secp256k1.taprootSecret(node.secret(), Bytes.EMPTY) : node.secret().copy();
            return new ChildKey(scheme, secret, node.publicKey());
        }
    }

    /** secp256k1: 33 octets, untweaked; Ed25519: 32 octets. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** The signature as {@link SignatureScheme} words it. */
    public Bytes sign(Bytes message) {
        return switch (scheme) {
            case SECP256K1_ECDSA -> {
                EcdsaSignature signature = Secp256k1.signRecoverable(secret, message);
                yield new Writer().fixed(signature.compact()).u8(signature.recoveryId()).toBytes();
            }
            case SECP256K1_SCHNORR -> Secp256k1.schnorrSign(secret, message);
            case ED25519 -> {
                try (Ed25519.KeyPair pair = Ed25519.KeyPair.fromSeed(secret)) {
                    yield pair.sign(message);
                }
            }
        };
    }

    @Override
    public void close() {
        secret.close();
    }
}
