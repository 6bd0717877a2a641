package org.fastness.crypto.hd;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.crypto.Hash160;
import org.fastness.crypto.HmacSha512;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.address.Base58;

/**
 * A public node of a BIP-32 tree: enough to follow all payments below it, so private though not secret.
 *
 * @param publicKey 33 octets
 * @param chainCode 32 octets
 */
public record ExtendedPublicKey(Bytes publicKey, Bytes chainCode, Position position) {

    /** Octets of a serialized node. */
    static final int SERIALIZED_SIZE = 78;

    /** Longest text of a node: base 58 of 82 octets. */
    static final int MAX_TEXT = 112;

    private static final Bytes XPUB = Bytes.fromHex("0488b21e");

    /**
     * Where in the tree a node stands.
     *
     * @param depth 0 for the master
     * @param parent the first four octets of the parent's key hash, zeros for the master
     * @param number the child number with the hardening bit
     */
    public record Position(int depth, Bytes parent, long number) {

        static final Position MASTER = new Position(0, Bytes.of(new byte[4]), 0);

        public Position {
            if (depth < 0 || depth > 255) throw new IllegalArgumentException("a node's depth is 0 to 255");
            if (parent.size() != 4) throw new IllegalArgumentException("a fingerprint has 4 octets");
            if (number < 0 || number > 0xffffffffL) throw new IllegalArgumentException("a child number has 32 bits");
        }

        Position below(Bytes parentKey, DerivationPath.Step step) {
            return new Position(depth + 1, Hash160.hash(parentKey).slice(0, 4), step.number());
        }

        Bytes serialize(Bytes version, Bytes chainCode, Bytes key) {
            return new Writer().fixed(version).u8(depth).fixed(parent).u32(number).fixed(chainCode).fixed(key).toBytes();
        }

        /** Reads version, depth, fingerprint and number. */
        static Position parse(Bytes head) throws Malformed {
            Reader in = Reader.of(head);
            in.fixed(4);
            Position position = new Position(in.u8(), in.fixed(4), in.u32());
            if (position.depth == 0 && !position.equals(MASTER)) throw new Malformed("a master has neither parent nor number");
            return position;
        }
    }

    public ExtendedPublicKey {
        if (publicKey.size() != Secp256k1.PUBLIC_SIZE) throw new IllegalArgumentException("a public key has 33 octets");
        if (chainCode.size() != 32) throw new IllegalArgumentException("a chain code has 32 octets");
    }

    /** BIP-32 CKDpub; a hardened step throws {@link IllegalArgumentException}. */
    public ExtendedPublicKey child(DerivationPath.Step step) {
        if (step.hardened()) throw new IllegalArgumentException("a hardened child needs the secret key");
        try (SecretBytes code = SecretBytes.copyOf(chainCode);
                SecretBytes both = HmacSha512.secret(code, publicKey, step.octets())) {
            Bytes material = both.withArray(SecretAccess.tcb(), Bytes::of);
            Bytes child = Secp256k1.tweakAddPublic(publicKey, material.slice(0, 32)).orElseThrow(() -> new IllegalStateException("this number has no child"));
            return new ExtendedPublicKey(child, material.slice(32, 64), position.below(publicKey, step));
        }
    }

    /** The text that begins with xpub. */
    public String text() {
        return Base58.encodeChecked(position.serialize(XPUB, chainCode, publicKey));
    }

    /** Reads a text that begins with xpub. */
    public static ExtendedPublicKey parse(String text) throws Malformed {
        if (text.length() > MAX_TEXT) throw new Malformed("an extended key has at most " + MAX_TEXT + " characters");
        Bytes raw = Base58.decodeChecked(text);
        if (raw.size() != SERIALIZED_SIZE || !raw.slice(0, 4).equals(XPUB)) throw new Malformed("not an extended public key");
        return new ExtendedPublicKey(Secp256k1.compressed(raw.slice(45, 78)), raw.slice(13, 45), Position.parse(raw.slice(0, 13)));
    }

    @Override
    public String toString() {
        return "ExtendedPublicKey[depth " + position.depth() + "]";
    }
}
