package org.fastness.crypto;

/**
 * Permission to read secret octets in Java. It carries nothing; it makes each reader visible, since a search for this name finds
 * them all, and the architecture test lists who may ask for it.
 */
public final class SecretAccess {
    private static final SecretAccess TCB = new SecretAccess();

    private SecretAccess() {}

    /** For the trusted computing base and dataprotection only. */
    public static SecretAccess tcb() {
        return TCB;
    }
}
