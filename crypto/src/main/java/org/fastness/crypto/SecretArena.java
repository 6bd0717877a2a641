package org.fastness.crypto;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.fastness.crypto.ffi.Libc;
import org.fastness.crypto.ffi.Mapping;

/**
 * The one place where secret octets live: slabs of pages the kernel keeps out of swap and core dumps, cut into blocks.
 *
 * <p>Blocks come in powers of two from 32 octets; a freed block is wiped before it can be handed out again. Thousands of secrets
 * cost no system call after their slab is mapped. Thread-safe; the lists have one lock.
 */
public final class SecretArena {

    /** How the kernel keeps the pages; the worst of all slabs counts. */
    public enum Kind {
        /** memfd_secret(2): not even the kernel or a debugger reads them. */
        MEMFD_SECRET,
        /** Locked and left out of core dumps; root on the same kernel can read them. */
        LOCKED,
        /** Left out of core dumps, but the lock was refused: they may be swapped. */
        UNLOCKED
    }

    /** Largest secret, in octets. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int SLAB_BYTES = 64 * 1024;
    private static final int SMALLEST_SHIFT = 5;
    private static final int LARGEST_SHIFT = 14;

    private static final SecretArena SHARED = new SecretArena();

    private final List<ArrayDeque<MemorySegment>> free = new ArrayList<>();
    private final ArrayDeque<MemorySegment> emptySlabs = new ArrayDeque<>();
    private Kind kind = Kind.MEMFD_SECRET;
    private long mappedBytes;
    private long live;

    private SecretArena() {
        for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) free.add(new ArrayDeque<>());
        emptySlabs.add(map(SLAB_BYTES).memory());
    }

    /** How the kernel keeps all secrets of this process. */
    public static Kind kind() {
        synchronized (SHARED) {
            return SHARED.kind;
        }
    }

    /** Secrets not closed yet: a flow that leaks one leaves this number raised. */
    public static long live() {
        synchronized (SHARED) {
            return SHARED.live;
        }
    }

    /** Octets mapped for secrets. */
    public static long mappedBytes() {
        synchronized (SHARED) {
            return SHARED.mappedBytes;
        }
    }

    /** Maps slabs ahead, so that nothing needs a system call later (before a seccomp filter is installed, say). */
    public static void reserve(int bytes) {
        synchronized (SHARED) {
            for (int ready = SHARED.emptySlabs.size() * SLAB_BYTES; ready < bytes; ready += SLAB_BYTES) SHARED.emptySlabs.add(SHARED.map(SLAB_BYTES).memory());
        }
    }

    /** A zeroed block of exactly the size. */
    static MemorySegment allocate(int size) {
        if (size < 0 || size > MAX_SIZE) throw new IllegalArgumentException("a secret has 0 to " + MAX_SIZE + " octets");
        synchronized (SHARED) {
            MemorySegment block = SHARED.block(size);
            SHARED.live++;
            return block;
        }
    }

    /** Wipes the block and takes it back. */
    static void release(MemorySegment block) {
        block.fill((byte) 0);
        synchronized (SHARED) {
            SHARED.live--;
            SHARED.takeBack(block);
        }
    }

    private MemorySegment block(int size) {
        int shift = shiftFor(size);
        if (shift > LARGEST_SHIFT) return map(roundToPage(size)).memory().asSlice(0, size);
        ArrayDeque<MemorySegment> blocks = free.get(shift - SMALLEST_SHIFT);
        if (blocks.isEmpty()) cutSlab(blocks, 1L << shift);
        return blocks.pop().asSlice(0, size);
    }

    private void cutSlab(ArrayDeque<MemorySegment> blocks, long blockBytes) {
        MemorySegment slab = emptySlabs.isEmpty() ? map(SLAB_BYTES).memory() : emptySlabs.pop();
        for (long at = slab.byteSize() - blockBytes; at >= 0; at -= blockBytes) blocks.push(slab.asSlice(at, blockBytes));
    }

    private void takeBack(MemorySegment block) {
        int shift = shiftFor((int) block.byteSize());
        if (shift > LARGEST_SHIFT) {
            long mapped = roundToPage((int) block.byteSize());
            Mapping.unmap(Libc.memoryAt(block.address(), mapped));
            mappedBytes -= mapped;
        } else {
            free.get(shift - SMALLEST_SHIFT).push(Libc.memoryAt(block.address(), 1L << shift));
        }
    }

    private Mapping map(int bytes) {
        Mapping mapping = Mapping.create(bytes);
        mappedBytes += bytes;
        Kind got = Kind.valueOf(mapping.kind().name());
        if (got.compareTo(kind) > 0) kind = got;
        return mapping;
    }

    private static int shiftFor(int size) {
        return Math.max(SMALLEST_SHIFT, 32 - Integer.numberOfLeadingZeros(Math.max(size, 1) - 1));
    }

    private static int roundToPage(int size) {
        return (size + 4095) & ~4095;
    }
}
