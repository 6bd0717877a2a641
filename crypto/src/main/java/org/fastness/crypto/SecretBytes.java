package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fastness.base.Bytes;

/**
 * Secret octets outside the heap, wiped when closed by whoever made them.
 *
 * <p>Closing twice is harmless; using it after closing throws {@link IllegalStateException}. A close that meets a use in another
 * thread takes effect when that use ends. Prints its length only, compares in constant time, hashes nothing but its length. May be
 * shared between threads; its content never changes.
 */
public final class SecretBytes implements AutoCloseable {
    private static final int CLOSED = 1 << 31;

    private final MemorySegment memory;
    /** Uses in progress, and {@link #CLOSED}. Whoever brings it to exactly CLOSED releases the memory. */
    private final AtomicInteger uses = new AtomicInteger();

    private SecretBytes(MemorySegment memory) {
        this.memory = memory;
    }

    /** Octets of the system's generator, which never cross the heap. */
    public static SecretBytes random(int size) {
        return Entropy.system().secret(size);
    }

    /** Copies; the source stays the caller's to wipe. */
    public static SecretBytes copyOf(byte[] source) {
        return filled(source.length, memory -> memory.copyFrom(MemorySegment.ofArray(source)));
    }

    /** Copies octets that are public, or were read as if they were. */
    public static SecretBytes copyOf(Bytes source) {
        return takeFrom(source.toArray());
    }

    /** Copies and zeroes the source (best effort: the collector may have moved it before). */
    public static SecretBytes takeFrom(byte[] source) {
        try {
            return copyOf(source);
        } finally {
            Arrays.fill(source, (byte) 0);
        }
    }

    /** The parts, one after the other. */
    public static SecretBytes concat(SecretBytes... parts) {
        int size = 0;
        for (SecretBytes part : parts) size = Math.addExact(size, part.size());
        return filled(size, memory -> {
            long at = 0;
            for (SecretBytes part : parts) {
                MemorySegment source = part.hold();
                try {
                    memory.asSlice(at, source.byteSize()).copyFrom(source);
                } finally {
                    part.release();
                }
                at += part.size();
            }
        });
    }

    /** New memory of the size, given to the filler first; nothing leaks if the filler throws. */
    static SecretBytes filled(int size, Consumer<MemorySegment> filler) {
        SecretBytes secret = new SecretBytes(SecretArena.allocate(size));
        boolean done = false;
        try {
            filler.accept(secret.memory);
            done = true;
            return secret;
        } finally {
            if (!done) secret.close();
        }
    }

    /** Number of octets; known even after closing. */
    public int size() {
        return (int) memory.byteSize();
    }

    /** A copy of the octets from {@code from} inclusive to {@code to} exclusive. */
    public SecretBytes slice(int from, int to) {
        if (from < 0 || to > size() || from > to) throw new IndexOutOfBoundsException("slice outside a secret");
        MemorySegment source = hold();
        try {
            return filled(to - from, target -> target.copyFrom(source.asSlice(from, to - from)));
        } finally {
            release();
        }
    }

    /** A copy with a life of its own. */
    public SecretBytes copy() {
        return slice(0, size());
    }

    /** Lends the octets as an array that is zeroed afterwards. Best effort: the collector may copy a heap array before that. */
    public <T> T withArray(SecretAccess access, Function<byte[], T> borrower) {
        byte[] octets = hold().toArray(ValueLayout.JAVA_BYTE);
        release();
        try {
            return borrower.apply(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** The memory itself; valid until this secret is closed, which the caller must rule out meanwhile. */
    public MemorySegment segment(SecretAccess access) {
        if (uses.get() < 0) throw closed();
        return memory.asReadOnly();
    }

    /** The memory, which stays until {@link #release()} even if closed meanwhile. */
    MemorySegment hold() {
        int before;
        do {
            before = uses.get();
            if (before < 0) throw closed();
        } while (!uses.compareAndSet(before, before + 1));
        return memory;
    }

    void release() {
        if (uses.decrementAndGet() == CLOSED) SecretArena.release(memory);
    }

    /** Wipes the octets, at once or when the last use in progress ends. */
    @Override
    public void close() {
        int before;
        do {
            before = uses.get();
            if (before < 0) return;
        } while (!uses.compareAndSet(before, before | CLOSED));
        if (before == 0) SecretArena.release(memory);
    }

    public boolean isClosed() {
        return uses.get() < 0;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the secret is closed");
    }

    /** Whether all octets are zero, in constant time. */
    public boolean isZero() {
        MemorySegment octets = hold();
        try {
            int any = 0;
            for (long i = 0; i < octets.byteSize(); i++) any |= octets.get(ValueLayout.JAVA_BYTE, i);
            return any == 0;
        } finally {
            release();
        }
    }

    /** Same length and same octets; the time depends on the length alone. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && (this == that || sameOctets(that));
    }

    private boolean sameOctets(SecretBytes that) {
        if (size() != that.size()) return false;
        MemorySegment left = hold();
        try {
            MemorySegment right = that.hold();
            try {
                return constantTimeEquals(left, right);
            } finally {
                that.release();
            }
        } finally {
            release();
        }
    }

    static boolean constantTimeEquals(MemorySegment left, MemorySegment right) {
        if (left.byteSize() != right.byteSize()) return false;
        int difference = 0;
        for (long i = 0; i < left.byteSize(); i++) difference |= left.get(ValueLayout.JAVA_BYTE, i) ^ right.get(ValueLayout.JAVA_BYTE, i);
        return difference == 0;
    }

    /** The length: equal secrets hash alike and nothing is told. */
    @Override
    public int hashCode() {
        return size();
    }

    @Override
    public String toString() {
        return "SecretBytes[" + size() + "]";
    }
}
