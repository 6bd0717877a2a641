package org.fastness.enclave.platform;

import java.util.Locale;

/**
 * System calls by their numbers on the two machines we run on ({@code asm/unistd_64.h} and {@code asm-generic/unistd.h}), and the
 * names of the errors they give. A number of -1 means that the machine has no such call.
 */
enum Kernel {
    READ(0, 63), WRITE(1, 64), READV(19, 65), WRITEV(20, 66), PREAD64(17, 67), CLOSE(3, 57), LSEEK(8, 62),
    FSTAT(5, 80), STAT(4, -1), LSTAT(6, -1), NEWFSTATAT(262, 79), STATX(332, 291), FTRUNCATE(77, 46),
    RECVFROM(45, 207), SENDTO(44, 206), RECVMSG(47, 212), SENDMSG(46, 211), SHUTDOWN(48, 210),
    POLL(7, -1), PPOLL(271, 73), RESTART_SYSCALL(219, 128),
    MMAP(9, 222), MPROTECT(10, 226), MUNMAP(11, 215), MREMAP(25, 216), MADVISE(28, 233), BRK(12, 214), MINCORE(27, 232),
    MLOCK(149, 228), MUNLOCK(150, 229), MEMFD_SECRET(447, 447), MEMBARRIER(324, 283),
    FUTEX(202, 98), FUTEX_WAITV(449, 449), SET_ROBUST_LIST(273, 99), GET_ROBUST_LIST(274, 100), RSEQ(334, 293), ARCH_PRCTL(158, -1),
    SET_TID_ADDRESS(218, 96),
    RT_SIGACTION(13, 134), RT_SIGPROCMASK(14, 135), RT_SIGRETURN(15, 139), RT_SIGTIMEDWAIT(128, 137), SIGALTSTACK(131, 132), TGKILL(234, 131),
    NANOSLEEP(35, 101), CLOCK_NANOSLEEP(230, 115), CLOCK_GETTIME(228, 113), CLOCK_GETRES(229, 114), GETTIMEOFDAY(96, 169), TIME(201, -1),
    TIMES(100, 153), GETRUSAGE(98, 165), SYSINFO(99, 179), UNAME(63, 160), GETRANDOM(318, 278), GETCPU(309, 168),
    SCHED_YIELD(24, 124), SCHED_GETAFFINITY(204, 123), SCHED_SETAFFINITY(203, 122), SCHED_GETPARAM(143, 121), SCHED_GETSCHEDULER(145, 120),
    GETPRIORITY(140, 141), SETPRIORITY(141, 140),
    GETPID(39, 172), GETPPID(110, 173), GETTID(186, 178), GETUID(102, 174), GETGID(104, 176), GETEUID(107, 175), GETEGID(108, 177),
    GETRLIMIT(97, 163), CAPGET(125, 90), EXIT(60, 93), EXIT_GROUP(231, 94), CLONE(56, 220), CLONE3(435, 435), PRCTL(157, 167),
    PRLIMIT64(302, 261),

    // Below: what only the walls' own tests call, to see it refused.
    OPENAT(257, 56), SOCKET(41, 198), SOCKETPAIR(53, 199), CONNECT(42, 203), BIND(49, 200), EXECVE(59, 221), EXECVEAT(322, 281),
    PTRACE(101, 117), PROCESS_VM_READV(310, 270), PROCESS_VM_WRITEV(311, 271), MOUNT(165, 40), UNSHARE(272, 97), SETNS(308, 268),
    BPF(321, 280), PERF_EVENT_OPEN(298, 241), KEXEC_LOAD(246, 104), INIT_MODULE(175, 105), USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425), MEMFD_CREATE(319, 279), PIDFD_OPEN(434, 434), KILL(62, 129),

    SECCOMP(317, 277), LANDLOCK_CREATE_RULESET(444, 444), LANDLOCK_RESTRICT_SELF(446, 446);

    static final boolean X86_64 = switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> true;
        case "aarch64", "arm64" -> false;
        default -> throw new IllegalStateException("no system call numbers for this architecture");
    };

    private final int x86;
    private final int arm;

    Kernel(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** The call's number on this machine, -1 where it has none. */
    int number() {
        return X86_64 ? x86 : arm;
    }

    /** The error's name, or its number where nobody asked for the name yet. */
    static String errorName(int errno) {
        return switch (errno) {
            case 0 -> "OK";
            case 1 -> "EPERM";
            case 2 -> "ENOENT";
            case 3 -> "ESRCH";
            case 9 -> "EBADF";
            case 13 -> "EACCES";
            case 14 -> "EFAULT";
            case 20 -> "ENOTDIR";
            case 22 -> "EINVAL";
            case 30 -> "EROFS";
            case 38 -> "ENOSYS";
            case 95 -> "EOPNOTSUPP";
            case 97 -> "EAFNOSUPPORT";
            case 101 -> "ENETUNREACH";
            case 111 -> "ECONNREFUSED";
            case 115 -> "EINPROGRESS";
            default -> "errno " + errno;
        };
    }
}
