package org.fastness.base;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Public octets: immutable, compared by content, printed as hex.
 *
 * <p>Never for a secret: this type prints itself and lives in the heap. Secrets are {@code SecretBytes} (module crypto).
 * Instances may be shared between threads.
 */
public final class Bytes {

    /** No octets. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    /** Copies the octets. */
    public static Bytes of(byte... octets) {
        return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
    }

    /** Copies {@code length} octets from {@code offset}. */
    public static Bytes of(byte[] octets, int offset, int length) {
        return new Bytes(Arrays.copyOfRange(octets, offset, offset + length));
    }

    /** Takes the array as it is; the caller promises never to touch it again. */
    public static Bytes wrapUnsafe(byte[] octets) {
        return new Bytes(octets);
    }

    /** Reads hex digits of either case, without a prefix; throws {@link IllegalArgumentException} on anything else. */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** The UTF-8 encoding of the text. */
    public static Bytes ofUtf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts, one after the other. */
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) size = Math.addExact(size, part.octets.length);
        byte[] all = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.octets, 0, all, at, part.octets.length);
            at += part.octets.length;
        }
        return new Bytes(all);
    }

    /** Number of octets. */
    public int size() {
        return octets.length;
    }

    /** Whether there are no octets. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octet at the index, 0 to 255. */
    public int at(int index) {
        return octets[index] & 0xff;
    }

    /** The octets from {@code from} inclusive to {@code to} exclusive. */
    public Bytes slice(int from, int to) {
        if (from < 0 || to > octets.length || from > to) throw new IndexOutOfBoundsException(from + ".." + to + " of " + octets.length);
        return new Bytes(Arrays.copyOfRange(octets, from, to));
    }

    /** A fresh copy, the caller's to keep. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** Copies all octets into {@code target} at {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
    }

    /** The octets read as UTF-8, malformed input replaced. */
    public String utf8() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Lower-case hex, two digits an octet. */
    public String hex() {
        return HexFormat.of().formatHex(octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return hex();
    }
}
