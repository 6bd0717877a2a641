package org.fastness.protocol.link;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * A row that only the enclave can read.
 *
 * @param id 16 octets: account, key, request or log id by kind
 * @param sub 0, or the number of an activity entry
 * @param version 1 for the first
 */
public record SealedRecord(Kind kind, Id tenant, Bytes id, long sub, long version, Bytes blob) {

    /** What the blob holds, once opened inside. */
    public enum Kind {
        /** Cold half of the authority record; id = account. */
        ACCOUNT,
        /** Hot half; id = account. */
        ACCOUNT_HOT,
        /** A user key; id = key. */
        KEY,
        /** A stored answer; id = request. */
        ANSWER,
        /** An activity entry with its receipt; id = account, sub = number from 1. */
        ACTIVITY,
        /** The log's frontier; id = log. */
        LOG_STATE;

        public int code() {
            return ordinal() + 1;
        }

        public static Kind ofCode(int code) throws Malformed {
            if (code < 1 || code > values().length) throw new Malformed("unknown record kind");
            return values()[code - 1];
        }
    }

    public SealedRecord {
        if (id.size() != Id.SIZE || sub < 0 || version < 1) throw new IllegalArgumentException("record address out of bounds");
    }

    void write(Writer out) {
        out.u8(kind.code()).fixed(tenant.value()).fixed(id).u64(sub).u64(version).bytes(blob);
    }

    static SealedRecord read(Reader in) throws Malformed {
        Kind kind = Kind.ofCode(in.u8());
        Id tenant = Id.tenant(in.fixed(Id.SIZE));
        Bytes id = in.fixed(Id.SIZE);
        long sub = in.u64();
        long version = in.u64();
        if (sub < 0 || version < 1) throw new Malformed("record address out of bounds");
        return new SealedRecord(kind, tenant, id, sub, version, in.bytes(Bounds.RECORD));
    }
}
