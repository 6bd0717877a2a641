package org.fastness.http;

/** How often one client address may call: a bucket of {@code burst} tokens, refilled at {@code perSecond}. */
public enum RateClass {
    /** Health checks and static files. */
    OPEN(2_000, 1_000),
    /** Reads of own data. */
    READ(200, 50),
    /** Changes. */
    WRITE(60, 10),
    /** Attempts at a secret somebody could guess, and whatever sends mail. */
    GUESS(10, 0.2),
    /** Handshakes with the enclave: each costs it two key agreements. */
    CHANNEL(30, 2),
    /** Frames on an open channel. */
    FRAME(400, 100);

    private final double burst;
    private final double perSecond;

    RateClass(double burst, double perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    public double burst() {
        return burst;
    }

    public double perSecond() {
        return perSecond;
    }
}
