package org.fastness.enclave.platform;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.ffi.Libc;
import org.fastness.protocol.link.Property;

/**
 * Looks at the enclave's walls from inside by trying each forbidden deed, and names the error that came back; {@code done} means the
 * wall is missing. Deeds that would harm if they succeeded are tried only when the kernel says that the filter is in force.
 */
final class Walls {
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_GET_NO_NEW_PRIVS = 39;
    private static final int PR_GET_SECCOMP = 21;
    private static final int SECCOMP_FILTERED = 2;

    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY_CREATE = 0x41;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_NETLINK = 16;
    private static final int STREAM = 1;
    private static final int RAW = 3;
    private static final int PTRACE_TRACEME = 0;
    private static final int PTRACE_ATTACH = 16;
    private static final int CLONE_NEWUSER = 0x10000000;
    private static final int SIGCHLD = 17;

    private static final Pattern ERROR = Pattern.compile("error=([0-9]+)");

    private final List<Property> beneath;
    private final Hardening hardening;
    private final FileChannel status;

    Walls(List<Property> beneath, Hardening hardening, FileChannel status) {
        this.beneath = List.copyOf(beneath);
        this.hardening = hardening;
        this.status = status;
    }

    List<Property> observe() {
        Map<String, String> fields = statusFields();
        boolean filtered = Libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0).value() == SECCOMP_FILTERED;
        List<Property> seen = new ArrayList<>(beneath);
        network(seen);
        files(seen, filtered);
        seen.add(new Property("dumpable.flag", String.valueOf(Libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0).value())));
        seen.add(new Property("dumpable.coreLimitBytes", String.valueOf(Libc.getrlimit(Libc.RLIMIT_CORE)[1])));
        seen.add(new Property("seccomp.mode", filtered ? "filter" : "none"));
        seen.add(new Property("seccomp.status", fields.getOrDefault("Seccomp", "unknown")));
        seen.add(new Property("seccomp.noNewPrivileges", String.valueOf(Libc.prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0).value())));
        kernelDoors(seen, filtered);
        processes(seen, filtered, fields);
        seen.add(new Property("memory.secrets", SecretArena.kind().name()));
        seen.add(new Property("memory.secretBytes", String.valueOf(SecretArena.mappedBytes())));
        seen.add(new Property("memory.residentKiB", kibibytes(fields, "VmRSS")));
        seen.add(new Property("memory.swappedKiB", kibibytes(fields, "VmSwap")));
        for (String set : List.of("Inh", "Prm", "Eff", "Bnd", "Amb"))
            seen.add(new Property("capabilities." + set.toLowerCase(java.util.Locale.ROOT), fields.getOrDefault("Cap" + set, "unknown")));
        seen.add(new Property("debug.tracer", fields.getOrDefault("TracerPid", "unknown")));
        return List.copyOf(seen);
    }

    private static void network(List<Property> seen) {
        seen.add(tried("network.socket", Kernel.SOCKET, AF_INET, STREAM, 0));
        seen.add(tried("network.unixSocket", Kernel.SOCKET, AF_UNIX, STREAM, 0));
        seen.add(tried("network.listInterfaces", Kernel.SOCKET, AF_NETLINK, RAW, 0));
        seen.add(tried("network.socketpair", Kernel.SOCKETPAIR, AF_UNIX, STREAM, 0, 0));
        // a descriptor that is not open: without the filter the answer would be EBADF
        seen.add(tried("network.connect", Kernel.CONNECT, -1, 0, 0));
        seen.add(tried("network.bind", Kernel.BIND, -1, 0, 0));
    }

    private void files(List<Property> seen, boolean filtered) {
        seen.add(triedPath("filesystem.openHostFile", path -> open(path, O_RDONLY), "/etc/passwd"));
        seen.add(triedPath("filesystem.openOwnImage", path -> open(path, O_RDONLY), System.getProperty("java.home") + "/release"));
        if (filtered) seen.add(triedPath("filesystem.writeRoot", path -> open(path, O_WRONLY_CREATE), "/fastness-probe"));
        seen.add(tried("filesystem.mount", Kernel.MOUNT, 0, 0, 0, 0, 0));
        seen.add(new Property("filesystem.landlock", hardening.landlock()));
    }

    private static void kernelDoors(List<Property> seen, boolean filtered) {
        seen.add(tried("seccomp.bpf", Kernel.BPF, -1, 0, 0));
        seen.add(tried("seccomp.perfEventOpen", Kernel.PERF_EVENT_OPEN, 0, 0, 0, 0, 0));
        seen.add(tried("seccomp.kexecLoad", Kernel.KEXEC_LOAD, 0, 0, 0, 0));
        seen.add(tried("seccomp.initModule", Kernel.INIT_MODULE, 0, 0, 0));
        seen.add(tried("seccomp.ioUring", Kernel.IO_URING_SETUP, 0, 0));
        seen.add(tried("seccomp.setns", Kernel.SETNS, -1, 0));
        if (!filtered) return;
        seen.add(tried("seccomp.unshare", Kernel.UNSHARE, CLONE_NEWUSER));
        seen.add(tried("seccomp.userfaultfd", Kernel.USERFAULTFD, 0));
        seen.add(tried("seccomp.memfdCreate", Kernel.MEMFD_CREATE, 0, 0));
    }

    private static void processes(List<Property> seen, boolean filtered, Map<String, String> fields) {
        long parent = Libc.syscall(Kernel.GETPPID.number()).value();
        long self = Libc.syscall(Kernel.GETPID.number()).value();
        seen.add(new Property("processes.pid", String.valueOf(self)));
        seen.add(new Property("processes.uid", String.valueOf(Libc.syscall(Kernel.GETUID.number()).value())));
        seen.add(new Property("processes.gid", String.valueOf(Libc.syscall(Kernel.GETGID.number()).value())));
        seen.add(new Property("processes.namespacePids", fields.getOrDefault("NSpid", "unknown")));
        seen.add(triedPath("processes.readMemory", path -> open(path, O_RDONLY), "/proc/1/mem"));
        seen.add(tried("processes.readOtherMemory", Kernel.PROCESS_VM_READV, parent, 0, 0, 0, 0, 0));
        seen.add(tried("processes.writeOtherMemory", Kernel.PROCESS_VM_WRITEV, parent, 0, 0, 0, 0, 0));
        if (!filtered) {
            seen.add(new Property("processes.exec", "not tried: no filter"));
            return;
        }
        seen.add(triedPath("processes.exec", path -> errno(Libc.syscall(Kernel.EXECVE.number(), path.address(), 0, 0)), "/bin/sh"));
        seen.add(triedPath("processes.execAt", path -> errno(Libc.syscall(Kernel.EXECVEAT.number(), AT_FDCWD, path.address(), 0, 0, 0)), "/bin/sh"));
        seen.add(new Property("processes.spawn", spawn()));
        seen.add(tried("processes.fork", Kernel.CLONE, SIGCHLD, 0, 0, 0, 0));
        seen.add(tried("processes.clone3", Kernel.CLONE3, 0, 0));
        seen.add(tried("processes.ptraceSelf", Kernel.PTRACE, PTRACE_TRACEME, 0, 0, 0));
        seen.add(tried("processes.ptraceParent", Kernel.PTRACE, PTRACE_ATTACH, parent, 0, 0));
        seen.add(tried("processes.signalParent", Kernel.KILL, parent, 0));
        seen.add(tried("processes.pidfd", Kernel.PIDFD_OPEN, parent, 0));
    }

    private static String spawn() {
        try {
            new ProcessBuilder("/bin/sh", "-c", "exit").start().destroyForcibly();
            return "done";
        } catch (IOException refused) {
            Matcher error = ERROR.matcher(String.valueOf(refused.getMessage()));
            return error.find() ? Kernel.errorName(Integer.parseInt(error.group(1))) : Beneath.name(refused);
        }
    }

    private static int open(MemorySegment path, int flags) {
        Libc.Result opened = Libc.syscall(Kernel.OPENAT.number(), AT_FDCWD, path.address(), flags, 0);
        if (!opened.failed()) Libc.close((int) opened.value());
        return errno(opened);
    }

    private static Property triedPath(String name, ToIntFunction<MemorySegment> deed, String path) {
        try (Arena arena = Arena.ofConfined()) {
            return outcome(name, deed.applyAsInt(arena.allocateFrom(path)));
        }
    }

    private static Property tried(String name, Kernel deed, long... arguments) {
        return outcome(name, errno(Libc.syscall(deed.number(), arguments)));
    }

    private static int errno(Libc.Result result) {
        return result.failed() ? result.errno() : 0;
    }

    private static Property outcome(String name, int errno) {
        return new Property(name, errno == 0 ? "done" : Kernel.errorName(errno));
    }

    private Map<String, String> statusFields() {
        return Beneath.reread(status).lines().filter(line -> line.contains(":"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1).strip().replace('\t', ' '), (first, again) -> first));
    }

    private static String kibibytes(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "unknown").replace(" kB", "");
    }
}
