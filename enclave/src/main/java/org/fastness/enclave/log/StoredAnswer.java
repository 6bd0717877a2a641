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
 * The answer of a durable operation, kept so that a retry of the same octets gets it instead of a second signature.
 *
 * @param identity SHA-256 of context, operation and authorization
 */
public record StoredAnswer(Id account, Bytes identity, Response.Done done) {
    private static final int MAGIC = 0xA4;
    private static final int VERSION = 1;
    /** Octets beside the answer itself. */
    static final int OVERHEAD = 2 + Id.SIZE + 32;

    SealedRecord seal(RecordSeal seal, Id tenant, Id request) {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).fixed(account.value()).fixed(identity);
        done.write(out);
        return seal.seal(SealedRecord.Kind.ANSWER, tenant, request.value(), 0, 1, out.toBytes());
    }

    /** The stored answer, for the retry that repeats the account and the identity; anything else under its request id is a replay. */
    public static Response.Done open(RecordSeal seal, SealedRecord record, Id account, Bytes identity) throws Refused {
        StoredAnswer answer = decode(seal.open(record));
        if (!answer.account.equals(account) || !answer.identity.equals(identity)) throw new Refused(Refusal.REPLAYED);
        return answer.done;
    }

    private static StoredAnswer decode(Bytes plain) throws Refused {
        try {
            Reader in = Reader.of(plain);
            if (in.u8() != MAGIC || in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
            Id account = Id.account(in.fixed(Id.SIZE));
            Bytes identity = in.fixed(32);
            if (!(Response.read(in) instanceof Response.Done done)) throw new Refused(Refusal.ALTERED_RECORD);
            in.end();
            return new StoredAnswer(account, identity, done);
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }
}
