package org.fastness.tlog;

import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;

/** Compares two signed checkpoints of one log: does the newer one continue the older? Stateless. */
public final class ForkCheck {

    /** What the comparison found. */
    public sealed interface Finding {

        /** The newer checkpoint continues the older. */
        record Consistent(Checkpoint older, Checkpoint newer) implements Finding {}

        /** The log signed two different trees of one size. The two notes together convict it before anybody. */
        record Forked(SignedNote one, SignedNote other) implements Finding {}

        /** No proof either way: a note is not the log's, or the proof does not fit. Whoever owes the proof has not given it. */
        record Unproven() implements Finding {}
    }

    private ForkCheck() {}

    /** Checks both signatures, then the proof that leads from the older to the newer. */
    public static Finding compare(SignedNote older, SignedNote newer, ConsistencyProof proof, NoteVerifier logKey) {
        try {
            Checkpoint from = Checkpoint.open(older, logKey);
            Checkpoint to = Checkpoint.open(newer, logKey);
            if (from.size() == to.size() && !from.root().equals(to.root())) return new Finding.Forked(older, newer);
            boolean fits = proof.oldSize() == from.size() && proof.newSize() == to.size() && proof.verify(from.root(), to.root());
            return fits ? new Finding.Consistent(from, to) : new Finding.Unproven();
        } catch (AuthenticationFailed | Malformed notTheLogs) {
            return new Finding.Unproven();
        }
    }
}
