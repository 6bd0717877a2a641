package org.fastness.crypto;

/**
 * What was to be opened, agreed or checked did not prove authentic. All causes look alike: no message, no stack.
 */
public final class AuthenticationFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public AuthenticationFailed() {
        super("authentication failed", null, false, false);
    }
}
