package org.fastness.enclave.authorize;

/**
 * An authorization that does not hold. To the outside all causes are {@code NOT_AUTHORISED}; inside they are counted by name.
 */
public final class Denied extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        /** WebAuthn: not the data this step demands. */
        CLIENT_DATA, TYPE, CHALLENGE, ORIGIN, CROSS_ORIGIN, RP_ID, USER_PRESENCE, USER_VERIFICATION, BACKUP_FLAGS, AUTHENTICATOR_DATA, SIGNATURE, COUNTER,
        /** No such authenticator or session. */
        UNKNOWN_CREDENTIAL, UNKNOWN_SESSION,
        /** This kind of approval does not suffice for the operation. */
        STRENGTH,
        /** The approval belongs to another channel, account or environment. */
        CONTEXT,
        /** The nonce was never issued here, or was used. */
        NONCE,
        /** The slot material opens nothing. */
        SLOT,
        /** Registration: a statement that contradicts itself, or a credential that is already there. */
        ATTESTATION
    }

    private final Cause reason;

    public Denied(Cause reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
