package org.fastness.enclave.platform;

/**
 * The only line that leaves the enclave beside the link: where something broke, by class and place, never a message, which might
 * quote what was being handled.
 */
final class Faults {
    private Faults() {}

    private static final int FRAMES = 8;

    static void report(String doing, Throwable fault) {
        StringBuilder line = new StringBuilder("enclave fault while ").append(doing).append(": ").append(fault.getClass().getName());
        StackTraceElement[] stack = fault.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, stack.length); i++)
            line.append(" < ").append(stack[i].getClassName()).append('.').append(stack[i].getMethodName()).append(':').append(stack[i].getLineNumber());
        Throwable cause = fault.getCause();
        if (cause != null) line.append(" caused by ").append(cause.getClass().getName());
        System.err.println(line);
    }
}
