package org.fastness.intent;

import java.math.BigInteger;

/** The most that can leave the account by this signature, in base units, fees included. */
public record Outflow(Asset asset, BigInteger amount) {

    /** Stands for "everything there is": an unlimited approval, or a call whose effect is unknown. */
    public static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    public Outflow {
        if (amount.signum() < 0) throw new IllegalArgumentException("an outflow is not negative");
    }

    public static Outflow unlimited(Asset asset) {
        return new Outflow(asset, UNLIMITED);
    }
}
