package org.fastness.enclave.operation;

import org.fastness.base.Refusal;

/** A refusal with the policy's sentence of reason, which names a rule and never an amount, an address or a payload. */
public final class Denial extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String reason;

    Denial(Refusal refusal, String reason) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.reason = reason;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String reason() {
        return reason;
    }
}
