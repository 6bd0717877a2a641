package org.fastness.enclave.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.fastness.crypto.ffi.Libc;

/**
 * A second wall beneath the filter: no path may be opened, no TCP port used, no signal sent out, by this thread and all it will start.
 * The JVM's own threads are older and stay outside, which is why this is a second wall only. {@code landlock(7)}.
 */
final class Landlock {
    private Landlock() {}

    private static final long QUERY_VERSION = 1;
    /** Rights by version of the interface: 13 in the first, refer, truncate, (none in 4), ioctl on devices. */
    private static final int[] FILE_RIGHTS = {0, 13, 14, 15, 15, 16, 16};
    private static final long TCP_RIGHTS = 0b11;
    private static final long SCOPES = 0b11; // abstract Unix sockets, signals

    /** Puts the wall up where the kernel has it; says which version, or the error's name. */
    static String restrictThisThread() {
        Libc.Result version = Libc.syscall(Kernel.LANDLOCK_CREATE_RULESET.number(), 0, 0, QUERY_VERSION);
        if (version.failed()) return Kernel.errorName(version.errno());
        return restrict((int) Math.min(version.value(), FILE_RIGHTS.length - 1));
    }

    private static String restrict(int version) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rules = arena.allocate(ValueLayout.JAVA_LONG, 3); // struct landlock_ruleset_attr
            rules.setAtIndex(ValueLayout.JAVA_LONG, 0, (1L << FILE_RIGHTS[version]) - 1);
            rules.setAtIndex(ValueLayout.JAVA_LONG, 1, version >= 4 ? TCP_RIGHTS : 0);
            rules.setAtIndex(ValueLayout.JAVA_LONG, 2, version >= 6 ? SCOPES : 0);
            long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
            long ruleset = Libc.syscall(Kernel.LANDLOCK_CREATE_RULESET.number(), rules.address(), size, 0).orThrow("landlock_create_ruleset");
            Libc.syscall(Kernel.LANDLOCK_RESTRICT_SELF.number(), ruleset, 0).orThrow("landlock_restrict_self");
            Libc.close((int) ruleset);
        }
        return "version " + version;
    }
}
