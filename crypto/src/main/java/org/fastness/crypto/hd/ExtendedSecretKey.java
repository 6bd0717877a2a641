package org.fastness.crypto.hd;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.HmacSha512;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.address.Base58;

/**
 * A secret node of a BIP-32 tree over secp256k1: key and chain code, both off the heap. Close it when done; children live on their
 * own. Thread-safe.
 */
public final class ExtendedSecretKey implements AutoCloseable {

    /** Version octets of the serialized form. */
    static final Bytes XPRV = Bytes.fromHex("0488ade4");

    private static final Bytes MASTER_KEY = Bytes.ofUtf8("Bitcoin seed");

    private final SecretBytes key;
    private final SecretBytes chainCode;
    private final ExtendedPublicKey.Position position;

    private ExtendedSecretKey(SecretBytes key, SecretBytes chainCode, ExtendedPublicKey.Position position) {
        this.key = key;
        this.chainCode = chainCode;
        this.position = position;
    }

    /** The master of a seed of 16 to 64 octets, which stays the caller's. */
    public static ExtendedSecretKey master(SecretBytes seed) {
        if (seed.size() < 16 || seed.size() > 64) throw new IllegalArgumentException("a seed has 16 to 64 octets");
        try (SecretBytes hmacKey = SecretBytes.copyOf(MASTER_KEY);
                SecretBytes both = HmacSha512.secret(hmacKey, seed)) {
            SecretBytes key = both.slice(0, 32);
            if (!Secp256k1.isSecretKey(key)) {
                key.close();
                throw new IllegalArgumentException("the seed has no master key");
            }
            return new ExtendedSecretKey(key, both.slice(32, 64), ExtendedPublicKey.Position.MASTER);
        }
    }

    /** The descendant at the path; nodes between are closed. */
    public static ExtendedSecretKey derive(SecretBytes seed, DerivationPath path) {
        try (ExtendedSecretKey master = master(seed)) {
            return master.derive(path);
        }
    }

    /** The descendant at the path from here, as a node of its own even for the empty path. */
    public ExtendedSecretKey derive(DerivationPath path) {
        ExtendedSecretKey node = new ExtendedSecretKey(key.copy(), chainCode.copy(), position);
        for (DerivationPath.Step step : path.steps()) {
            try (ExtendedSecretKey parent = node) {
                node = parent.child(step);
            }
        }
        return node;
    }

    /** BIP-32 CKDpriv. A number without a child, of probability 2^-127, throws {@link IllegalStateException}. */
    public ExtendedSecretKey child(DerivationPath.Step step) {
        Bytes publicKey = publicKey();
        try (SecretBytes both = childMaterial(step, publicKey);
                SecretBytes tweak = both.slice(0, 32)) {
            SecretBytes child = Secp256k1.tweakAddSecret(key, tweak).orElseThrow(() -> new IllegalStateException("this number has no child"));
            return new ExtendedSecretKey(child, both.slice(32, 64), position.below(publicKey, step));
        }
    }

    private SecretBytes childMaterial(DerivationPath.Step step, Bytes publicKey) {
        if (!step.hardened()) return HmacSha512.secret(chainCode, publicKey, step.octets());
        try (SecretBytes zero = SecretBytes.copyOf(new byte[1]);
                SecretBytes number = SecretBytes.copyOf(step.octets());
                SecretBytes data = SecretBytes.concat(zero, key, number)) {
            return HmacSha512.secret(chainCode, data);
        }
    }

    /** The secret key, valid as long as this node is open. */
    public SecretBytes secret() {
        return key;
    }

    /** The compressed public key. */
    public Bytes publicKey() {
        return Secp256k1.publicKey(key);
    }

    /** The public node: whoever holds it sees all normal children, and with one normal child's secret gets this secret. */
    public ExtendedPublicKey neuter() {
        return new ExtendedPublicKey(publicKey(), chainCode.withArray(SecretAccess.tcb(), Bytes::of), position);
    }

    /** The text that begins with xprv: everything below this node, in the clear. It crosses the heap in copies that nothing wipes. */
    public SecretBytes exportUnsafe(SecretAccess access) {
        return key.withArray(access, octets -> {
            Bytes body = Bytes.concat(Bytes.of((byte) 0), Bytes.of(octets));
            Bytes code = chainCode.withArray(access, Bytes::of);
            return SecretBytes.copyOf(Bytes.ofUtf8(Base58.encodeChecked(position.serialize(XPRV, code, body))));
        });
    }

    /** Reads a text that begins with xprv. It crosses the heap in copies that nothing wipes. */
    public static ExtendedSecretKey parse(SecretBytes text) throws Malformed {
        if (text.size() > ExtendedPublicKey.MAX_TEXT) throw new Malformed("an extended key has at most " + ExtendedPublicKey.MAX_TEXT + " characters");
        byte[] raw = Base58.decodeChecked(text.withArray(SecretAccess.tcb(), octets -> Bytes.of(octets).utf8())).toArray();
        try {
            if (raw.length != ExtendedPublicKey.SERIALIZED_SIZE || !Bytes.of(raw, 0, 4).equals(XPRV)) throw new Malformed("not an extended secret key");
            ExtendedPublicKey.Position position = ExtendedPublicKey.Position.parse(Bytes.of(raw, 0, 13));
            if (raw[45] != 0) throw new Malformed("a secret key starts with a zero octet");
            SecretBytes key = SecretBytes.takeFrom(Arrays.copyOfRange(raw, 46, 78));
            if (!Secp256k1.isSecretKey(key)) {
                key.close();
                throw new Malformed("not a secret key");
            }
            return new ExtendedSecretKey(key, SecretBytes.takeFrom(Arrays.copyOfRange(raw, 13, 45)), position);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    @Override
    public void close() {
        key.close();
        chainCode.close();
    }

    @Override
    public String toString() {
        return "ExtendedSecretKey[depth " + position.depth() + "]";
    }
}
