package org.fastness.base;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes the canonical binary form: integers unsigned big-endian, octet strings with a u32 length, lists with a u16 count,
 * options with a u8 of 0 or 1. {@link Reader} reads it back. Not thread-safe.
 */
public final class Writer {
    private byte[] buffer = new byte[128];
    private int size;

    private void need(int more) {
        if (buffer.length - size < more) buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, more)));
    }

    public Writer u8(int value) {
        return number(value, 1);
    }

    public Writer u16(int value) {
        return number(value, 2);
    }

    public Writer u32(long value) {
        return number(value, 4);
    }

    /** All 64 bits, as they stand. */
    public Writer u64(long value) {
        return number(value, 8);
    }

    private Writer number(long value, int octets) {
        if (octets < 8 && (value < 0 || value >>> (8 * octets) != 0)) throw new IllegalArgumentException("number does not fit " + octets + " octets");
        need(octets);
        for (int i = octets - 1; i >= 0; i--) buffer[size++] = (byte) (value >>> (8 * i));
        return this;
    }

    /** The octets alone, without a length: for fields of fixed size. */
    public Writer fixed(Bytes octets) {
        need(octets.size());
        octets.copyTo(buffer, size);
        size += octets.size();
        return this;
    }

    /** A u32 length, then the octets. */
    public Writer bytes(Bytes octets) {
        return u32(octets.size()).fixed(octets);
    }

    /** A u32 length, then the UTF-8 octets. */
    public Writer text(String text) {
        return bytes(Bytes.ofUtf8(text));
    }

    /** A u16 count, then each item. */
    public <T> Writer list(List<T> items, BiConsumer<Writer, T> each) {
        u16(items.size());
        items.forEach(item -> each.accept(this, item));
        return this;
    }

    /** 0, or 1 and the item. */
    public <T> Writer option(Optional<T> item, BiConsumer<Writer, T> present) {
        u8(item.isPresent() ? 1 : 0);
        item.ifPresent(value -> present.accept(this, value));
        return this;
    }

    public Writer flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public int size() {
        return size;
    }

    public Bytes toBytes() {
        return Bytes.of(buffer, 0, size);
    }

    /** The octets written so far; then forgets them, zeroing the buffer (best effort: a grown buffer left copies behind). */
    public byte[] drain() {
        byte[] out = Arrays.copyOf(buffer, size);
        Arrays.fill(buffer, (byte) 0);
        size = 0;
        return out;
    }
}
