package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.authorize.RelyingParty;
import org.fastness.protocol.link.HostMessage;

/**
 * What the host configured at boot, within the bounds the enclave allows. Accounts bind the relying party at creation and never look here again.
 *
 * @param environment 0 development, 1 staging, 2 production
 */
public record Settings(int environment, RelyingParty party, Bytes image, long exportDelayMicros, long recoveryDelayMicros, long actionWindowMicros) {
    private static final int PRODUCTION = 2;
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;
    /** Shortest delay outside development. */
    static final long SHORTEST_MICROS = DAY;
    /** Longest delay anywhere. */
    static final long LONGEST_MICROS = 30 * DAY;

    /** Refuses an unknown environment, no origin, and delays that are too long, or too short for a place that is not for development. */
    public static Settings of(HostMessage.Boot boot) throws Refused {
        boolean known = boot.environment() >= 0 && boot.environment() <= PRODUCTION;
        if (!known || boot.rpId().isEmpty() || boot.origins().isEmpty()) throw new Refused(Refusal.MALFORMED);
        return new Settings(boot.environment(), new RelyingParty(boot.rpId(), boot.origins()), boot.image(),
                delay(boot.environment(), boot.exportDelaySeconds()), delay(boot.environment(), boot.recoveryDelaySeconds()), delay(boot.environment(), boot.actionWindowSeconds()));
    }

    private static long delay(int environment, long seconds) throws Refused {
        if (seconds < 0 || seconds > LONGEST_MICROS / SECOND) throw new Refused(Refusal.MALFORMED);
        long micros = seconds * SECOND;
        if (environment != 0 && micros < SHORTEST_MICROS) throw new Refused(Refusal.MALFORMED);
        return micros;
    }
}
