package org.fastness.base;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the canonical binary form that {@link Writer} writes, refusing whatever passes a bound.
 *
 * <p>Every length is checked against the caller's bound and against what is left before anything is allocated. A reader that is
 * done must be closed by {@link #end()}, which refuses trailing octets. Not thread-safe.
 */
public final class Reader {

    /** Reads one item of a list or option. */
    @FunctionalInterface
    public interface Item<T> {
        T read(Reader in) throws Malformed;
    }

    private final byte[] octets;
    private int at;

    private Reader(byte[] octets) {
        this.octets = octets;
    }

    public static Reader of(Bytes octets) {
        return new Reader(octets.toArray());
    }

    /** Reads the array in place; the caller promises not to change it meanwhile. */
    public static Reader of(byte[] octets) {
        return new Reader(octets);
    }

    public int u8() throws Malformed {
        return (int) number(1);
    }

    public int u16() throws Malformed {
        return (int) number(2);
    }

    public long u32() throws Malformed {
        return number(4);
    }

    /** All 64 bits, as they stand. */
    public long u64() throws Malformed {
        return number(8);
    }

    private long number(int count) throws Malformed {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++) value = value << 8 | octets[at++] & 0xff;
        return value;
    }

    /** Exactly {@code count} octets. */
    public Bytes fixed(int count) throws Malformed {
        need(count);
        Bytes out = Bytes.of(octets, at, count);
        at += count;
        return out;
    }

    /** Exactly {@code count} octets as an array, the caller's to wipe; the copy inside this reader is zeroed. */
    public byte[] takeFixed(int count) throws Malformed {
        need(count);
        byte[] out = java.util.Arrays.copyOfRange(octets, at, at + count);
        java.util.Arrays.fill(octets, at, at + count, (byte) 0);
        at += count;
        return out;
    }

    /** An octet string of at most {@code maxSize} octets. */
    public Bytes bytes(int maxSize) throws Malformed {
        return fixed(length(maxSize));
    }

    /** Like {@link #bytes(int)}, as an array the caller wipes; the copy inside this reader is zeroed. */
    public byte[] takeBytes(int maxSize) throws Malformed {
        return takeFixed(length(maxSize));
    }

    private int length(int maxSize) throws Malformed {
        long length = u32();
        if (length > maxSize) throw new Malformed("octet string longer than its bound of " + maxSize);
        return (int) length;
    }

    /** UTF-8 text of at most {@code maxSize} octets; malformed UTF-8 is refused. */
    public String text(int maxSize) throws Malformed {
        byte[] encoded = bytes(maxSize).toArray();
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(encoded)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("text is not UTF-8");
        }
    }

    /** A list of at most {@code maxCount} items. */
    public <T> List<T> list(int maxCount, Item<T> item) throws Malformed {
        int count = u16();
        if (count > maxCount) throw new Malformed("list longer than its bound of " + maxCount);
        List<T> items = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) items.add(item.read(this));
        return List.copyOf(items);
    }

    public <T> Optional<T> option(Item<T> item) throws Malformed {
        return flag() ? Optional.of(item.read(this)) : Optional.empty();
    }

    public boolean flag() throws Malformed {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new Malformed("flag is neither 0 nor 1");
        };
    }

    /** Octets not yet read. */
    public int left() {
        return octets.length - at;
    }

    /** Refuses trailing octets. */
    public void end() throws Malformed {
        if (at != octets.length) throw new Malformed("trailing octets");
    }

    private void need(int count) throws Malformed {
        if (count < 0 || octets.length - at < count) throw new Malformed("input ends early");
    }
}
