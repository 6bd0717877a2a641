package org.fastness.crypto.ffi;

import static org.fastness.crypto.ffi.Foreign.INT;
import static org.fastness.crypto.ffi.Foreign.LONG;
import static org.fastness.crypto.ffi.Foreign.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few libc calls that memory and process hardening need (Linux, x86_64 and aarch64), each with the errno it left.
 *
 * <p>Arguments go through unchecked: whoever calls knows the manual page. Thread-safe.
 */
@SuppressWarnings("restricted")
public final class Libc {

    /** A call's return value; {@code errno} means something only where the manual page says the value signals failure. */
    public record Result(long value, int errno) {

        /** Whether the value is -1, which all calls here use for failure. */
        public boolean failed() {
            return value == -1;
        }

        /** The value, or an exception that names the call and its errno. */
        public long orThrow(String call) {
            if (failed()) throw new IllegalStateException(call + " failed with errno " + errno);
            return value;
        }
    }

    public static final int PROT_NONE = 0;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MADV_DONTDUMP = 16;
    public static final int MADV_WIPEONFORK = 18;
    public static final int RLIMIT_CORE = 4;
    public static final int RLIMIT_MEMLOCK = 8;

    /** System call number, the same on x86_64 and aarch64. */
    public static final long SYS_MEMFD_SECRET = 447;

    private static final Foreign C = new Foreign(Linker.nativeLinker().defaultLookup());
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(1);

    private static final MethodHandle SYSCALL = C.bind("syscall", FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG), CAPTURE, VARIADIC);
    private static final MethodHandle PRCTL = C.bind("prctl", FunctionDescriptor.of(INT, INT, LONG, LONG, LONG, LONG), CAPTURE, VARIADIC);
    private static final MethodHandle MMAP = C.bind("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG), CAPTURE);
    private static final MethodHandle MUNMAP = C.bind("munmap", FunctionDescriptor.of(INT, LONG, LONG), CAPTURE);
    private static final MethodHandle MLOCK = C.bind("mlock", FunctionDescriptor.of(INT, LONG, LONG), CAPTURE);
    private static final MethodHandle MADVISE = C.bind("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT), CAPTURE);
    private static final MethodHandle FTRUNCATE = C.bind("ftruncate", FunctionDescriptor.of(INT, INT, LONG), CAPTURE);
    private static final MethodHandle CLOSE = C.bind("close", FunctionDescriptor.of(INT, INT), CAPTURE);
    private static final MethodHandle SETRLIMIT = C.bind("setrlimit", FunctionDescriptor.of(INT, INT, POINTER), CAPTURE);
    private static final MethodHandle GETRLIMIT = C.bind("getrlimit", FunctionDescriptor.of(INT, INT, POINTER), CAPTURE);
    private static final MethodHandle GETRANDOM = C.bind("getrandom", FunctionDescriptor.of(LONG, POINTER, LONG, INT), Linker.Option.critical(true));

    private static final int GETRANDOM_ATOMIC_BYTES = 256; // getrandom(2): up to 256 bytes are never cut short

    private Libc() {}

    /** A captured call in progress. */
    @FunctionalInterface
    private interface Call {
        long make(MemorySegment state) throws Throwable;
    }

    private static Result captured(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long value = call.make(state);
            return new Result(value, (int) ERRNO.get(state, 0L));
        } catch (Throwable fault) {
            throw Foreign.broken(fault);
        }
    }

    /** A raw system call with up to six arguments; missing ones are zero. */
    public static Result syscall(long number, long... arguments) {
        if (arguments.length > 6) throw new IllegalArgumentException("a system call has at most six arguments");
        long[] all = java.util.Arrays.copyOf(arguments, 6);
        return captured(state -> (long) SYSCALL.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4], all[5]));
    }

    public static Result prctl(int operation, long second, long third, long fourth, long fifth) {
        return captured(state -> (int) PRCTL.invokeExact(state, operation, second, third, fourth, fifth));
    }

    /** Maps memory where the kernel likes; the value is the address. */
    public static Result mmap(long lengthBytes, int protection, int flags, int fd, long offset) {
        return captured(state -> (long) MMAP.invokeExact(state, 0L, lengthBytes, protection, flags, fd, offset));
    }

    public static Result munmap(long address, long lengthBytes) {
        return captured(state -> (int) MUNMAP.invokeExact(state, address, lengthBytes));
    }

    public static Result mlock(long address, long lengthBytes) {
        return captured(state -> (int) MLOCK.invokeExact(state, address, lengthBytes));
    }

    public static Result madvise(long address, long lengthBytes, int advice) {
        return captured(state -> (int) MADVISE.invokeExact(state, address, lengthBytes, advice));
    }

    public static Result ftruncate(int fd, long lengthBytes) {
        return captured(state -> (int) FTRUNCATE.invokeExact(state, fd, lengthBytes));
    }

    public static Result close(int fd) {
        return captured(state -> (int) CLOSE.invokeExact(state, fd));
    }

    /** Sets both limits of a resource, soft and hard. */
    public static Result setrlimit(int resource, long soft, long hard) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocateFrom(ValueLayout.JAVA_LONG, soft, hard);
            return captured(state -> (int) SETRLIMIT.invokeExact(state, resource, limits));
        }
    }

    /** A resource's limits: soft, then hard. */
    public static long[] getrlimit(int resource) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            captured(state -> (int) GETRLIMIT.invokeExact(state, resource, limits)).orThrow("getrlimit");
            return limits.toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** Fills the segment, on or off the heap, from the kernel's generator; fails rather than return fewer octets. */
    public static void getrandom(MemorySegment target) {
        for (long at = 0; at < target.byteSize(); at += GETRANDOM_ATOMIC_BYTES) {
            MemorySegment part = target.asSlice(at, Math.min(GETRANDOM_ATOMIC_BYTES, target.byteSize() - at));
            try {
                if ((long) GETRANDOM.invokeExact(part, part.byteSize(), 0) != part.byteSize()) throw new IllegalStateException("the kernel gave no randomness");
            } catch (IllegalStateException failed) {
                throw failed;
            } catch (Throwable fault) {
                throw Foreign.broken(fault);
            }
        }
    }

    /** The mapped octets at the address. A wrong length here reads or writes foreign memory. */
    public static MemorySegment memoryAt(long address, long lengthBytes) {
        return MemorySegment.ofAddress(address).reinterpret(lengthBytes);
    }
}
