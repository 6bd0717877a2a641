package org.fastness.crypto.ffi;

import java.lang.foreign.MemorySegment;

/**
 * Pages for secrets: out of the kernel's own reach where it offers that, else locked, and kept out of core dumps.
 *
 * @param memory the pages, zeroed
 * @param kind what the kernel granted
 */
public record Mapping(MemorySegment memory, Kind kind) {

    /** How well the pages are kept, best first. */
    public enum Kind {
        /** memfd_secret(2): removed from the kernel's direct map, locked, unreadable through /proc and ptrace. */
        MEMFD_SECRET,
        /** mmap + mlock + MADV_DONTDUMP: never swapped, absent from core dumps, readable by root. */
        LOCKED,
        /** The lock was refused (RLIMIT_MEMLOCK): absent from core dumps, but may be swapped. */
        UNLOCKED
    }

    private static final long O_CLOEXEC = 0x80000;

    /** Maps the octets as well as this kernel and this process's limits allow; a multiple of the page size is best. */
    public static Mapping create(long sizeBytes) {
        long address = secret(sizeBytes);
        if (address != -1) return new Mapping(Libc.memoryAt(address, sizeBytes), Kind.MEMFD_SECRET);
        return locked(sizeBytes);
    }

    private static long secret(long sizeBytes) {
        Libc.Result fd = Libc.syscall(Libc.SYS_MEMFD_SECRET, O_CLOEXEC);
        if (fd.failed()) return -1;
        int file = (int) fd.value();
        try {
            if (Libc.ftruncate(file, sizeBytes).failed()) return -1;
            return Libc.mmap(sizeBytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, file, 0).value();
        } finally {
            Libc.close(file);
        }
    }

    /** The fallback, by itself so that it can be tested on a kernel that has the better way. */
    static Mapping locked(long sizeBytes) {
        long address = Libc.mmap(sizeBytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0).orThrow("mmap");
        Libc.madvise(address, sizeBytes, Libc.MADV_DONTDUMP).orThrow("madvise");
        Libc.madvise(address, sizeBytes, Libc.MADV_WIPEONFORK);
        Kind kind = Libc.mlock(address, sizeBytes).failed() ? Kind.UNLOCKED : Kind.LOCKED;
        return new Mapping(Libc.memoryAt(address, sizeBytes), kind);
    }

    /** Gives the pages back; they must not be touched any more. */
    public static void unmap(MemorySegment memory) {
        Libc.munmap(memory.address(), memory.byteSize()).orThrow("munmap");
    }
}
