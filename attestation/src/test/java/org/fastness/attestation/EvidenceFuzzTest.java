package org.fastness.attestation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;

/** Hostile octets either fail by name or read back to exactly themselves, and are never accepted. */
class EvidenceFuzzTest {
    private static final Bytes KEY = Bytes.of(new byte[32]);
    private static final EvidenceBinding BINDING = new EvidenceBinding(KEY, KEY, KEY);

    @FuzzTest
    void evidence(byte[] octets) {
        try {
            Evidence evidence = Evidence.parse(Bytes.of(octets));
            if (!evidence.toBytes().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
            judge(evidence);
        } catch (Malformed | Refused refused) {
            // what hostile input deserves
        }
    }

    @FuzzTest
    void developmentBody(byte[] octets) {
        try {
            Evidence evidence = DevEvidence.parse(Bytes.of(octets)).toEvidence();
            if (!evidence.body().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
            judge(evidence);
        } catch (Malformed | Refused refused) {
            // as above
        }
    }

    private static void judge(Evidence evidence) {
        Verdict verdict = EvidenceVerifier.verify(evidence, BINDING, EvidencePolicy.developmentUnsafe(), 0);
        if (verdict instanceof Verdict.Accepted) throw new AssertionError("a signature was made up");
    }
}
