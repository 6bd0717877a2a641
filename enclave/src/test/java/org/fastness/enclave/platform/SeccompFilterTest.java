package org.fastness.enclave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the filter in an interpreter of the instructions it uses: the real kernel is asked by keyservice's tests of the process. */
class SeccompFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int ARCHITECTURE = Kernel.X86_64 ? 0xC000003E : 0xC00000B7;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {
        "OPENAT", "SOCKET", "SOCKETPAIR", "CONNECT", "BIND", "EXECVE", "EXECVEAT", "PTRACE", "PROCESS_VM_READV", "PROCESS_VM_WRITEV", "MOUNT", "UNSHARE",
        "SETNS", "BPF", "PERF_EVENT_OPEN", "KEXEC_LOAD", "INIT_MODULE", "USERFAULTFD", "IO_URING_SETUP", "MEMFD_CREATE", "PIDFD_OPEN", "KILL", "SECCOMP"})
    void refusesEveryDeedThatLeavesTheProcess(Kernel call) {
        assertThat(run(call.number())).isEqualTo(EPERM);
    }

    @Test
    void allowsWhatAServingJvmNeeds() {
        for (Kernel call : EnumSet.range(Kernel.READ, Kernel.EXIT_GROUP))
            if (call.number() >= 0) assertThat(run(call.number())).as(call.name()).isEqualTo(ALLOW);
    }

    @Test
    void refusesACallThatNobodyHasHeardOf() {
        assertThat(run(100_000)).isEqualTo(EPERM);
        assertThat(run(-1)).isEqualTo(EPERM);
    }

    @Test
    void refusesAnotherMachinesCalls() {
        assertThat(runOn(0x40000003 /* i386 */, Kernel.READ.number())).isEqualTo(EPERM);
        if (Kernel.X86_64) assertThat(run(0x40000000 | Kernel.READ.number())).isEqualTo(EPERM);
    }

    @Test
    void letsCloneMakeThreadsAndNoProcesses() {
        assertThat(run(Kernel.CLONE.number(), 0x003d0f00)).isEqualTo(ALLOW); // what the C library's pthread_create passes
        assertThat(run(Kernel.CLONE.number(), 17)).isEqualTo(EPERM); // fork
        assertThat(run(Kernel.CLONE.number(), 0x4111)).isEqualTo(EPERM); // vfork
        assertThat(run(Kernel.CLONE3.number())).isEqualTo(ENOSYS);
    }

    @Test
    void letsLimitsBeReadAndNotSet() {
        assertThat(run(Kernel.PRLIMIT64.number(), 0, 4, 0, 0x7fff_0000_0000L)).isEqualTo(ALLOW);
        assertThat(run(Kernel.PRLIMIT64.number(), 0, 4, 0x1000, 0)).isEqualTo(EPERM);
        assertThat(run(Kernel.PRLIMIT64.number(), 0, 4, 0x7fff_0000_0000L, 0)).isEqualTo(EPERM);
    }

    @Test
    void letsPrctlLookAndNameAndNothingElse() {
        assertThat(run(Kernel.PRCTL.number(), 3)).isEqualTo(ALLOW); // PR_GET_DUMPABLE
        assertThat(run(Kernel.PRCTL.number(), 15)).isEqualTo(ALLOW); // PR_SET_NAME
        assertThat(run(Kernel.PRCTL.number(), 4)).isEqualTo(EPERM); // PR_SET_DUMPABLE
        assertThat(run(Kernel.PRCTL.number(), 22)).isEqualTo(EPERM); // PR_SET_SECCOMP
    }

    @Test
    void fitsTheKernelsBound() {
        assertThat(SeccompFilter.program().remaining() / 8).isLessThanOrEqualTo(4096); // BPF_MAXINSNS
    }

    private static int run(int number, long... arguments) {
        return runOn(ARCHITECTURE, number, arguments);
    }

    private static int runOn(int architecture, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(architecture).putLong(0);
        for (long argument : arguments) data.putLong(argument);
        ByteBuffer program = SeccompFilter.program().order(ByteOrder.LITTLE_ENDIAN);
        int loaded = 0;
        int at = 0;
        while (true) {
            int code = program.getShort(at * 8);
            int constant = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 -> loaded = data.getInt(constant);
                case 0x06 -> {
                    return constant;
                }
                default -> {
                    boolean holds = switch (code) {
                        case 0x15 -> loaded == constant;
                        case 0x35 -> Integer.compareUnsigned(loaded, constant) >= 0;
                        case 0x45 -> (loaded & constant) != 0;
                        default -> throw new AssertionError("unknown instruction");
                    };
                    at += program.get(at * 8 + (holds ? 2 : 3)) & 0xff;
                }
            }
            at++;
        }
    }
}
