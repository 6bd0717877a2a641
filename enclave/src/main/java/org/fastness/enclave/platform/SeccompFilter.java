package org.fastness.enclave.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.fastness.crypto.ffi.Libc;

/**
 * The list of system calls that a serving enclave needs; the kernel answers every other one with EPERM, on all threads.
 *
 * <p>What is not on the list: sockets beyond the one already connected, opening any file, starting any program or process, tracing,
 * namespaces, mounts, modules, and whatever call a future kernel invents. A refused call gives an error instead of death, because the
 * JVM tries some that it can do without. {@code seccomp(2)}, {@code linux/bpf_common.h}.
 */
final class SeccompFilter {
    private SeccompFilter() {}

    private static final Set<Kernel> ALLOWED = EnumSet.range(Kernel.READ, Kernel.EXIT_GROUP);

    private static final int SET_MODE_FILTER = 1;
    private static final int FLAG_TSYNC = 1;

    private static final int RET_ALLOW = 0x7fff0000;
    private static final int RET_ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    // struct seccomp_data: int nr, u32 arch, u64 instruction pointer, u64 args[6]; both machines are little-endian
    private static final int AT_NUMBER = 0;
    private static final int AT_ARCHITECTURE = 4;
    private static final int AT_FIRST_ARGUMENT = 16;
    private static final int AT_THIRD_ARGUMENT = 32;

    private static final int AUDIT_ARCH_X86_64 = 0xC000003E;
    private static final int AUDIT_ARCH_AARCH64 = 0xC00000B7;
    private static final int X32_BIT = 0x40000000;

    private static final int CLONE_THREAD = 0x00010000;
    /** Operations of prctl(2) that name a thread or mapping, or only look: PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA. */
    private static final int[] PRCTL_ALLOWED = {3, 15, 16, 21, 23, 39, 0x53564d41};

    private static final int INSTRUCTION = 8;

    /** Sends every thread of the process through the filter, for good; needs no_new_privs. */
    static void install() {
        ByteBuffer program = program();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(program.remaining(), 8).copyFrom(MemorySegment.ofBuffer(program));
            MemorySegment header = arena.allocate(16, 8); // struct sock_fprog
            header.set(ValueLayout.JAVA_SHORT, 0, (short) (program.remaining() / INSTRUCTION));
            header.set(ValueLayout.JAVA_LONG, 8, code.address());
            long straggler = Libc.syscall(Kernel.SECCOMP.number(), SET_MODE_FILTER, FLAG_TSYNC, header.address()).orThrow("seccomp");
            if (straggler != 0) throw new IllegalStateException("a thread could not be filtered");
        }
    }

    static ByteBuffer program() {
        Assembler out = new Assembler();
        out.load(AT_ARCHITECTURE).unlessEqual(Kernel.X86_64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64).refuse(EPERM);
        out.load(AT_NUMBER);
        if (Kernel.X86_64) out.ifAtLeast(X32_BIT).refuse(EPERM);
        // clone3 hides its flags behind a pointer; told that it does not exist, the C library falls back to clone
        out.ifEqual(Kernel.CLONE3.number()).refuse(ENOSYS);
        for (Kernel call : ALLOWED) if (call.number() >= 0) out.ifEqual(call.number()).allow();
        threadsOnly(out);
        readOnlyLimits(out);
        harmlessPrctl(out);
        return out.refuse(EPERM).done();
    }

    /** clone only makes threads of this process. */
    private static void threadsOnly(Assembler out) {
        out.ifEqualSkip(Kernel.CLONE.number(), 4).load(AT_FIRST_ARGUMENT).ifAnyBit(CLONE_THREAD).allow().refuse(EPERM);
    }

    /** prlimit64 with a null new limit, which is how the C library reads one. */
    private static void readOnlyLimits(Assembler out) {
        out.ifEqualSkip(Kernel.PRLIMIT64.number(), 6).load(AT_THIRD_ARGUMENT).unlessEqual(0).refuse(EPERM)
                .load(AT_THIRD_ARGUMENT + 4).ifEqual(0).allow();
        out.load(AT_NUMBER);
    }

    private static void harmlessPrctl(Assembler out) {
        out.ifEqualSkip(Kernel.PRCTL.number(), 1 + 2 * PRCTL_ALLOWED.length).load(AT_FIRST_ARGUMENT);
        for (int operation : PRCTL_ALLOWED) out.ifEqual(operation).allow();
    }

    /** Writes struct sock_filter: u16 code, u8 jump if true, u8 jump if false, u32 constant. */
    private static final class Assembler {
        private final ByteBuffer out = ByteBuffer.allocate(4096 * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);

        private Assembler put(int code, int ifTrue, int ifFalse, int constant) {
            out.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
            return this;
        }

        Assembler load(int offset) {
            return put(LOAD_WORD, 0, 0, offset);
        }

        /** The next instruction runs only if the loaded word is the constant. */
        Assembler ifEqual(int constant) {
            return put(JUMP_EQUAL, 0, 1, constant);
        }

        Assembler unlessEqual(int constant) {
            return put(JUMP_EQUAL, 1, 0, constant);
        }

        Assembler ifAtLeast(int constant) {
            return put(JUMP_AT_LEAST, 0, 1, constant);
        }

        Assembler ifAnyBit(int mask) {
            return put(JUMP_ANY_BIT, 0, 1, mask);
        }

        /** The next {@code count} instructions run only if the loaded word is the constant. */
        Assembler ifEqualSkip(int constant, int count) {
            return put(JUMP_EQUAL, 0, count, constant);
        }

        Assembler allow() {
            return put(RETURN, 0, 0, RET_ALLOW);
        }

        Assembler refuse(int errno) {
            return put(RETURN, 0, 0, RET_ERRNO | errno);
        }

        ByteBuffer done() {
            return out.flip();
        }
    }
}
