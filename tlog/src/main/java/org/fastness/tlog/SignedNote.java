package org.fastness.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Ed25519;

/**
 * A text signed by one or more keys (C2SP signed-note). Nothing in the text counts until {@link #isSignedBy} said so.
 *
 * @param text ends with a newline; holds no other control character
 * @param signatures 1 to {@link #MAX_SIGNATURES}
 */
public record SignedNote(String text, List<Signature> signatures) {

    /** The longest note with its signatures, in octets: room for sixteen post-quantum signatures of 5 kB. */
    public static final int MAX_SIZE = 128 * 1024;

    /** The number of signatures that the standard demands be accepted. */
    public static final int MAX_SIGNATURES = 16;

    private static final String DASH = "\u2014 ";

    /**
     * A signature line. Its algorithm is unknown until a verifier recognizes name and key id.
     *
     * @param keyId 4 octets
     */
    public record Signature(String name, Bytes keyId, Bytes signature) {
        public Signature {
            if (!NoteVerifier.isName(name)) throw new IllegalArgumentException("not a key name");
            if (keyId.size() != NoteVerifier.KEY_ID_SIZE) throw new IllegalArgumentException("a key id has 4 octets");
            if (signature.isEmpty()) throw new IllegalArgumentException("an empty signature");
        }

        private String line() {
            return DASH + name + " " + Base64Text.encode(Bytes.concat(keyId, signature)) + "\n";
        }

        private static Signature parse(String line) throws Malformed {
            int space = line.indexOf(' ', DASH.length());
            if (!line.startsWith(DASH) || space < 0) throw new Malformed("not a signature line");
            String name = line.substring(DASH.length(), space);
            Bytes blob = Base64Text.decode(line.substring(space + 1));
            if (!NoteVerifier.isName(name) || blob.size() <= NoteVerifier.KEY_ID_SIZE) throw new Malformed("not a signature line");
            return new Signature(name, blob.slice(0, NoteVerifier.KEY_ID_SIZE), blob.slice(NoteVerifier.KEY_ID_SIZE, blob.size()));
        }
    }

    public SignedNote {
        if (!isText(text)) throw new IllegalArgumentException("not a note's text");
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) throw new IllegalArgumentException("a note has 1 to " + MAX_SIGNATURES + " signatures");
        signatures = List.copyOf(signatures);
        if (sizeBytes(encode(text, signatures)) > MAX_SIZE) throw new IllegalArgumentException("note too long");
    }

    private static boolean isText(String text) {
        return text.endsWith("\n") && text.chars().allMatch(c -> c >= ' ' || c == '\n') && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int sizeBytes(String note) {
        return note.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Reads a note in its one form. */
    public static SignedNote parse(String note) throws Malformed {
        if (note.length() > MAX_SIZE || sizeBytes(note) > MAX_SIZE) throw new Malformed("note longer than its bound of " + MAX_SIZE);
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) throw new Malformed("not a signed note");
        String text = note.substring(0, split + 1);
        String rest = note.substring(split + 2);
        if (!isText(text) || rest.isEmpty()) throw new Malformed("not a signed note");
        List<Signature> signatures = new ArrayList<>();
        for (String line : rest.substring(0, rest.length() - 1).split("\n", -1)) {
            if (signatures.size() == MAX_SIGNATURES) throw new Malformed("more than " + MAX_SIGNATURES + " signatures");
            signatures.add(Signature.parse(line));
        }
        return new SignedNote(text, signatures);
    }

    /**
     * Whether the key signed the text. A signature under the key's name and id that is wrong spoils the whole note; those of other
     * keys are ignored.
     */
    public boolean isSignedBy(NoteVerifier key) {
        List<Signature> known = signatures.stream().filter(each -> each.name.equals(key.name()) && each.keyId.equals(key.keyId())).toList();
        Bytes signed = Bytes.ofUtf8(text);
        return !known.isEmpty() && known.stream().allMatch(each -> Ed25519.verify(key.publicKey(), signed, each.signature));
    }

    /** The note as it travels: text, blank line, signature lines. */
    public String encode() {
        return encode(text, signatures);
    }

    private static String encode(String text, List<Signature> signatures) {
        StringBuilder out = new StringBuilder(text).append('\n');
        for (Signature signature : signatures) out.append(signature.line());
        return out.toString();
    }
}
