package org.fastness.intent;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.hd.Bip39;
import org.fastness.crypto.hd.DerivationPath;
import org.fastness.crypto.hd.ExtendedSecretKey;
import org.fastness.crypto.hd.Slip10Ed25519;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;

/** A wallet of the well-known test words, which signs whatever an intent asks for. */
public final class TestWallet implements PublicKeys {
    /** Development words that every local node prints: never a secret. */
    private static final SecretBytes SEED = seed("test test test test test test test test test test test junk");
    public static final String EVM_PATH = "m/44'/60'/0'/0/0";
    public static final String SOLANA_PATH = "m/44'/501'/0'/0'";

    public static KeyPath path(String text) {
        try {
            return KeyPath.parse(text);
        } catch (Refused refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    private static SecretBytes seed(String words) {
        try (SecretBytes sentence = SecretBytes.copyOf(Bytes.ofUtf8(words))) {
            return Bip39.toSeed(sentence);
        }
    }

    @Override
    public Bytes publicKey(KeyPath path) {
        if (path.family() == KeyPath.Family.SOLANA) {
            try (Slip10Ed25519 node = Slip10Ed25519.derive(SEED, derivation(path)); Ed25519.KeyPair pair = node.keyPair()) {
                return pair.publicKey();
            }
        }
        try (ExtendedSecretKey node = ExtendedSecretKey.derive(SEED, derivation(path))) {
            return node.publicKey();
        }
    }

    /** The signature in the form of {@link SignatureScheme}. */
    public Bytes sign(SigningTask task) {
        if (task.scheme() == SignatureScheme.ED25519) {
            try (Slip10Ed25519 node = Slip10Ed25519.derive(SEED, derivation(task.path())); Ed25519.KeyPair pair = node.keyPair()) {
                return pair.sign(task.message());
            }
        }
        try (ExtendedSecretKey node = ExtendedSecretKey.derive(SEED, derivation(task.path())); SecretBytes secret = node.secret()) {
            if (task.scheme() == SignatureScheme.SECP256K1_ECDSA) return SigningTask.octets(Secp256k1.signRecoverable(secret, task.message()));
            try (SecretBytes tweaked = Secp256k1.taprootSecret(secret, Bytes.EMPTY)) {
                return Secp256k1.schnorrSign(tweaked, task.message());
            }
        }
    }

    /** Signs the whole intent. */
    public SignedPayload sign(Intent intent) {
        List<Bytes> signatures = intent.tasks().stream().map(this::sign).toList();
        return intent.assemble(signatures);
    }

    private static DerivationPath derivation(KeyPath path) {
        try {
            return DerivationPath.parse(path.toString());
        } catch (Malformed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Decodes through the front door. */
    public Intent decode(PayloadKind kind, String path, String network, Bytes octets) throws Refused {
        return PayloadDecoders.standard().decode(new Payload(Id.key(Bytes.of(new byte[16])), path, kind, network, octets), this);
    }
}
