package org.fastness.client;

import org.fastness.attestation.Verdict;

/** The caller's evidence policy does not accept what the enclave showed. */
public final class EvidenceRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refused verdict;

    EvidenceRefused(Verdict.Refused verdict) {
        super("the evidence is refused: " + verdict.reason());
        this.verdict = verdict;
    }

    public Verdict.Refused verdict() {
        return verdict;
    }
}
