package org.fastness.enclave.log;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Response;

/**
 * The answer of an operation, kept so that a retry of the same octets gets it instead of a second signature. It is sealed before the host has made the
 * operation durable, and so proves nothing by itself: a host may keep it and say that the commit failed. {@link Sequencer#stands} tells.
 *
 * @param identity SHA-256 of context, operation and authorization
 * @param boot and @param batch in which it was prepared
 */
public record StoredAnswer(Id account, Bytes identity, Bytes boot, long batch, Response.Done done) {
    private static final int MAGIC = 0xA4;
    private static final int VERSION = 1;
    private static final int BOOT = 16;
    /** Octets beside the answer itself. */
    static final int OVERHEAD = 2 + Id.SIZE + 32 + BOOT + Long.BYTES;

    SealedRecord seal(RecordSeal seal, Id tenant, Id request) {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).fixed(account.value()).fixed(identity).fixed(boot).u64(batch);
        done.write(out);
        return seal.seal(SealedRecord.Kind.ANSWER, tenant, request.value(), 0, 1, out.toBytes());
    }

    /** The stored answer, for the retry that repeats the account and the identity; anything else under its request id is a replay. */
    public static StoredAnswer open(RecordSeal seal, SealedRecord record, Id account, Bytes identity) throws Refused {
        StoredAnswer answer = decode(seal.open(record));
        if (!answer.account.equals(account) || !answer.identity.equals(identity)) throw new Refused(Refusal.REPLAYED);
        return answer;
    }

    private static StoredAnswer decode(Bytes plain) throws Refused {
        try {
            Reader in = Reader.of(plain);
            if (in.u8() != MAGIC || in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
            Id account = Id.account(in.fixed(Id.SIZE));
            Bytes identity = in.fixed(32);
            Bytes boot = in.fixed(BOOT);
            long batch = in.u64();
            if (!(Response.read(in) instanceof Response.Done done)) throw new Refused(Refusal.ALTERED_RECORD);
            in.end();
            return new StoredAnswer(account, identity, boot, batch, done);
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }
}
