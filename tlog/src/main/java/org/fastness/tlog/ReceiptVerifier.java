package org.fastness.tlog;

import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.tlog.ReceiptVerdict.Reason;
import org.fastness.tlog.ReceiptVerdict.Rejected;
import org.fastness.tlog.ReceiptVerdict.Verified;

/** Checks receipts, with nothing but the log's public key: no network, no clock. Stateless. */
public final class ReceiptVerifier {
    private ReceiptVerifier() {}

    /** Checks the log's signature, the leaf's place under it, and that no label claims more than was proven. */
    public static ReceiptVerdict verify(Receipt receipt, NoteVerifier logKey) {
        try {
            Checkpoint checkpoint = Checkpoint.open(receipt.note(), logKey);
            if (!isInLog(receipt, checkpoint)) return new Rejected(Reason.NOT_IN_LOG);
            if (receipt.witnessed()) return new Rejected(Reason.UNKNOWN_WITNESS); // no witness is trusted yet
            return new Verified(checkpoint, receipt.opening(), receipt.labels());
        } catch (AuthenticationFailed notSigned) {
            return new Rejected(Reason.NOT_SIGNED);
        } catch (Malformed notACheckpoint) {
            return new Rejected(Reason.NOT_A_CHECKPOINT);
        }
    }

    /** Like {@link #verify(Receipt, NoteVerifier)}, with the key in its text form. */
    public static ReceiptVerdict verify(Receipt receipt, String verifierKey) throws Malformed {
        return verify(receipt, NoteVerifier.parse(verifierKey));
    }

    private static boolean isInLog(Receipt receipt, Checkpoint checkpoint) {
        return receipt.proof().size() == checkpoint.size() && receipt.proof().verify(receipt.opening().leafHash(), checkpoint.root());
    }
}
