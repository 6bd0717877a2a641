package org.fastness.tlog;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;

/**
 * A log's state at one size (C2SP tlog-checkpoint).
 *
 * @param origin names the log; here always equal to the name of its key
 * @param root 32 octets
 * @param extensions lines without meaning here, covered by the signature
 */
public record Checkpoint(String origin, long size, Bytes root, List<String> extensions) {

    /** The most extension lines. */
    public static final int MAX_EXTENSIONS = 8;

    /** The longest extension line, in characters. */
    public static final int MAX_EXTENSION = 1024;

    public Checkpoint {
        MerkleTree.requireSize(size);
        MerkleTree.requireHash(root);
        if (!NoteVerifier.isName(origin)) throw new IllegalArgumentException("not a log's origin");
        if (extensions.size() > MAX_EXTENSIONS || !extensions.stream().allMatch(Checkpoint::isExtension)) throw new IllegalArgumentException("not extension lines");
        extensions = List.copyOf(extensions);
    }

    /** Without extension lines. */
    public Checkpoint(String origin, long size, Bytes root) {
        this(origin, size, root, List.of());
    }

    private static boolean isExtension(String line) {
        return !line.isEmpty() && line.length() <= MAX_EXTENSION && line.chars().noneMatch(Character::isISOControl);
    }

    /** The note text: origin, decimal size, base64 root, extensions, a line each. */
    public String text() {
        StringBuilder out = new StringBuilder(origin).append('\n').append(size).append('\n').append(Base64Text.encode(root)).append('\n');
        for (String line : extensions) out.append(line).append('\n');
        return out.toString();
    }

    /** Reads a note's text in its one form. */
    public static Checkpoint parse(String text) throws Malformed {
        if (!text.endsWith("\n")) throw new Malformed("not a checkpoint");
        String[] lines = text.substring(0, text.length() - 1).split("\n", 4 + MAX_EXTENSIONS);
        if (lines.length < 3) throw new Malformed("a checkpoint has at least three lines");
        if (lines.length > 3 + MAX_EXTENSIONS) throw new Malformed("more than " + MAX_EXTENSIONS + " extension lines");
        List<String> extensions = List.of(lines).subList(3, lines.length);
        if (!NoteVerifier.isName(lines[0]) || !extensions.stream().allMatch(Checkpoint::isExtension)) throw new Malformed("not a checkpoint");
        Bytes root = Base64Text.decode(lines[2]);
        if (root.size() != MerkleTree.HASH_SIZE) throw new Malformed("a root has 32 octets");
        return new Checkpoint(lines[0], parseSize(lines[1]), root, extensions);
    }

    private static long parseSize(String decimal) throws Malformed {
        if (!decimal.matches("0|[1-9][0-9]{0,18}")) throw new Malformed("not a tree size");
        try {
            long size = Long.parseLong(decimal);
            if (size <= MerkleTree.MAX_SIZE) return size;
        } catch (NumberFormatException tooLarge) {
            // Said below, as for every size out of range.
        }
        throw new Malformed("tree size out of range");
    }

    /** This checkpoint, signed by the log whose name it bears. */
    public SignedNote sign(NoteSigner signer) {
        if (!signer.verifier().name().equals(origin)) throw new IllegalArgumentException("the key's name is not the origin");
        return signer.sign(text());
    }

    /** The checkpoint in a note that the log's key signed, and whose origin is the key's name. */
    public static Checkpoint open(SignedNote note, NoteVerifier logKey) throws Malformed, AuthenticationFailed {
        if (!note.isSignedBy(logKey)) throw new AuthenticationFailed();
        Checkpoint checkpoint = parse(note.text());
        if (!checkpoint.origin.equals(logKey.name())) throw new AuthenticationFailed();
        return checkpoint;
    }
}
