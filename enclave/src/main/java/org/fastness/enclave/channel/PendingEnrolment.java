package org.fastness.enclave.channel;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.crypto.SecretBytes;
import org.fastness.protocol.message.Request;

/**
 * What the enclave offered for an enrolment and waits for on this channel, for ten minutes.
 *
 * @param account the new one's id, or the one to enrol for
 * @param challenge of the registration ceremony
 * @param slot id that a PRF slot will have
 * @param recoveryCode the code offered, empty where none was
 */
public record PendingEnrolment(Request.Purpose purpose, Id tenant, Id account, Bytes challenge, Bytes slot, SecretBytes recoveryCode, long deadlineNanos) implements AutoCloseable {
    /** How long it waits. */
    public static final long LIFETIME_MILLIS = 10 * 60 * 1000;

    @Override
    public void close() {
        recoveryCode.close();
    }
}
