package org.fastness.enclave.log;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.tlog.Frontier;

/**
 * Where the log stands.
 *
 * @param version of its sealed record, 0 before the first batch
 */
record LogState(Bytes logId, long version, Frontier frontier) {

    /** Before the first leaf; the log's id is the beginning of its key's hash. */
    static LogState empty(Bytes logKey) {
        return new LogState(Digests.sha256(logKey).slice(0, Id.SIZE), 0, Frontier.EMPTY);
    }

    /** As the host presents it at boot. An old one is accepted: only an anchor outside could tell, and the label says there is none. */
    LogState restored(RecordSeal seal, SealedRecord record) throws Refused {
        if (record.kind() != SealedRecord.Kind.LOG_STATE || !record.id().equals(logId)) throw new Refused(Refusal.ALTERED_RECORD);
        try {
            return new LogState(logId, record.version(), Frontier.parse(seal.open(record)));
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }

    LogState next(Frontier after) {
        return new LogState(logId, version + 1, after);
    }

    SealedRecord sealed(RecordSeal seal) {
        return seal.seal(SealedRecord.Kind.LOG_STATE, Id.DEFAULT_TENANT, logId, 0, version, frontier.toBytes());
    }
}
