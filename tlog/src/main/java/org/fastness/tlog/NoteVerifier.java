package org.fastness.tlog;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.crypto.Ed25519;

/**
 * A named Ed25519 public key that checks signed notes (C2SP signed-note, "Verifier keys").
 *
 * @param name 1 to 255 characters, without spaces of any kind and without a plus sign
 * @param publicKey 32 octets, RFC 8032
 */
public record NoteVerifier(String name, Bytes publicKey) {

    /** The longest name, in characters. */
    public static final int MAX_NAME = 255;

    /** Octets of a key id. */
    public static final int KEY_ID_SIZE = 4;

    /** C2SP signed-note, "Signature types": Ed25519 as that document specifies it. */
    private static final Bytes ED25519 = Bytes.of((byte) 1);

    public NoteVerifier {
        if (!isName(name)) throw new IllegalArgumentException("not a key name");
        if (publicKey.size() != Ed25519.PUBLIC_SIZE) throw new IllegalArgumentException("an Ed25519 public key has 32 octets");
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.codePoints().noneMatch(NoteVerifier::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    /** SHA-256(name, newline, 0x01, public key), the first four octets. */
    public Bytes keyId() {
        return Digests.sha256(Bytes.ofUtf8(name), Bytes.of((byte) '\n'), ED25519, publicKey).slice(0, KEY_ID_SIZE);
    }

    /** The verifier key text: {@code name+hex(key id)+base64(0x01, public key)}. */
    public String text() {
        return name + "+" + keyId().hex() + "+" + Base64Text.encode(Bytes.concat(ED25519, publicKey));
    }

    /** Reads {@link #text()}; refuses another algorithm and a key id that does not fit. */
    public static NoteVerifier parse(String text) throws Malformed {
        if (text.length() > MAX_NAME + 64) throw new Malformed("verifier key too long");
        String[] parts = text.split("\\+", 3); // base 64 may hold plus signs of its own
        if (parts.length != 3 || !isName(parts[0])) throw new Malformed("not a verifier key");
        Bytes key = Base64Text.decode(parts[2]);
        if (key.size() != 1 + Ed25519.PUBLIC_SIZE || !key.slice(0, 1).equals(ED25519)) throw new Malformed("not an Ed25519 verifier key");
        NoteVerifier verifier = new NoteVerifier(parts[0], key.slice(1, key.size()));
        if (!verifier.keyId().hex().equals(parts[1])) throw new Malformed("the key id does not fit the key");
        return verifier;
    }

    @Override
    public String toString() {
        return text();
    }
}
