package org.fastness.enclave.platform;

import org.fastness.crypto.ffi.Libc;

/**
 * Gives up, for good and in this order: being dumped or traced by another process of the same user, core files, gaining privileges,
 * paths, and every system call that {@link SeccompFilter} does not list. A step that fails ends the process.
 *
 * @param landlock what {@link Landlock} said
 */
record Hardening(String landlock) {
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    /** Call once, from the thread that starts all others. */
    static Hardening apply() {
        Libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0).orThrow("prctl dumpable");
        Libc.setrlimit(Libc.RLIMIT_CORE, 0, 0).orThrow("setrlimit core");
        Libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0).orThrow("prctl no_new_privs");
        Hardening done = new Hardening(Landlock.restrictThisThread());
        SeccompFilter.install();
        return done;
    }
}
