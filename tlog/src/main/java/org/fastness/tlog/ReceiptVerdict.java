package org.fastness.tlog;

/** What checking a receipt found. */
public sealed interface ReceiptVerdict {

    /** The operation stands in the log under the checkpoint; the labels are those the enclave committed to. */
    record Verified(Checkpoint checkpoint, LeafOpening opening, ReceiptLabels labels) implements ReceiptVerdict {}

    /** The receipt proves nothing. */
    record Rejected(Reason reason) implements ReceiptVerdict {}

    /** Why a receipt proves nothing. */
    enum Reason {
        NOT_SIGNED("The checkpoint is not signed by the log's key, or names another log."),
        NOT_A_CHECKPOINT("The signed note is not a checkpoint."),
        NOT_IN_LOG("The proof does not lead from the operation to the checkpoint."),
        UNKNOWN_WITNESS("The receipt claims a witness, but no trusted witness signed the checkpoint.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** One sentence for people. */
        public String sentence() {
            return sentence;
        }
    }
}
