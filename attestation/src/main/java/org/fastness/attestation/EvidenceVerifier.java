package org.fastness.attestation;

import java.util.Set;
import org.fastness.attestation.Verdict.Reason;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;

/** Judges evidence. Stateless. */
public final class EvidenceVerifier {

    /**
     * How far the evidence's time may lie from the client's, in microseconds: one hour. That the evidence is fresh follows from the
     * client's nonce; the time only shows that a clock is wrong.
     */
    public static final long MAX_CLOCK_DIFFERENCE_MICROS = 3_600_000_000L;

    private EvidenceVerifier() {}

    /** Checks format, binding to the channel, then the policy; {@code nowMicros} is the client's time since 1970. */
    public static Verdict verify(Evidence evidence, EvidenceBinding binding, EvidencePolicy policy, long nowMicros) {
        if (evidence.type() != Evidence.DEV) return new Verdict.Refused(Reason.UNKNOWN_TYPE);
        if (!policy.acceptDev()) return new Verdict.Refused(Reason.DEV_NOT_ACCEPTED);
        try {
            return verifyDev(DevEvidence.parse(evidence.body()), binding, policy, nowMicros);
        } catch (Malformed broken) {
            return new Verdict.Refused(Reason.MALFORMED);
        } catch (Refused unknownVersion) {
            return new Verdict.Refused(Reason.UNKNOWN_TYPE);
        }
    }

    private static Verdict verifyDev(DevEvidence evidence, EvidenceBinding binding, EvidencePolicy policy, long nowMicros) {
        DevStatement said = evidence.statement();
        if (!evidence.isSignedFor(binding)) return new Verdict.Refused(Reason.NOT_BOUND);
        if (!isNear(said.issuedAtMicros(), nowMicros)) return new Verdict.Refused(Reason.WRONG_TIME);
        if (said.environment() != policy.environment()) return new Verdict.Refused(Reason.ANOTHER_ENVIRONMENT);
        if (!allows(policy.clusterIds(), said.clusterId())) return new Verdict.Refused(Reason.ANOTHER_CLUSTER);
        if (!allows(policy.installKeys(), evidence.installKey())) return new Verdict.Refused(Reason.ANOTHER_INSTALLATION);
        if (!allows(policy.images(), said.image())) return new Verdict.Refused(Reason.UNKNOWN_IMAGE);
        return new Verdict.Accepted(
                false, Verdict.NOT_ATTESTED, said.clusterId(), said.environment(), said.bootId(), said.image(), evidence.installKey(), said.properties());
    }

    /** Neither time is negative, so their difference does not overflow. */
    private static boolean isNear(long issuedAtMicros, long nowMicros) {
        return nowMicros >= 0 && Math.abs(nowMicros - issuedAtMicros) <= MAX_CLOCK_DIFFERENCE_MICROS;
    }

    private static boolean allows(Set<Bytes> allowed, Bytes actual) {
        return allowed.isEmpty() || allowed.contains(actual);
    }
}
