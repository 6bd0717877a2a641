package org.fastness.base;

/** Carries a {@link Refusal} to the nearest trust boundary, which answers with it. Has no message of its own and no stack trace. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
