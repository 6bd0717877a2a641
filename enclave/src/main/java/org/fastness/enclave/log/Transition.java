package org.fastness.enclave.log;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.enclave.account.Account;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.tlog.LeafOpening;

/**
 * One prepared operation: all that is needed to make it durable, and nothing of it released.
 *
 * @param correlation of the host's message that brought the frame
 * @param next the account after it
 * @param records of the account and its keys, sealed
 * @param identity SHA-256 of what a retry must repeat
 * @param summary one line for the owner's activity
 */
public record Transition(long correlation, Account next, List<SealedRecord> records, LeafOpening opening, Bytes leafHash, Bytes identity, Result result, String summary, Ending ending) {
    public Transition {
        records = List.copyOf(records);
    }

    /** What happens once the host has spoken; exactly one of the two is called, once, without any lock held. */
    public interface Ending {

        /** State is durable: memory follows. Comes before {@link #release}. */
        void durable();

        /** The answer may leave. */
        void release(Response.Done done);

        /** Nothing happened: memory goes back to what is durable. */
        void undone(Refusal refusal);
    }

    int operation() {
        return opening.operation();
    }
}
