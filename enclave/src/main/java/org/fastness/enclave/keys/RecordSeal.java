package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretBytes;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.link.SealedRecord;

/**
 * The outer seal of everything the host stores: under the root epoch, bound to the record's whole address and version, so that no record opens
 * in another's place. Thread-safe.
 */
public final class RecordSeal implements AutoCloseable {
    /** Longest plaintext whose sealed form a record holds. */
    public static final int MAX_PLAIN = Bounds.RECORD - CommittingAead.OVERHEAD;

    private final int environment;
    private final SecretBytes key;

    public RecordSeal(RootKey root) {
        this.environment = root.environment();
        this.key = root.outerKey();
    }

    public SealedRecord seal(SealedRecord.Kind kind, Id tenant, Bytes id, long sub, long version, Bytes plain) {
        Bytes blob = CommittingAead.seal(key, Labels.ROOT_OUTER_SEAL, aad(kind, tenant, id, sub, version), plain.toArray());
        return new SealedRecord(kind, tenant, id, sub, version, blob);
    }

    /** The plaintext, which holds no secret of a user in clear; refuses a record that was altered or stands in another's place. */
    public Bytes open(SealedRecord record) throws Refused {
        try {
            Bytes aad = aad(record.kind(), record.tenant(), record.id(), record.sub(), record.version());
            return Bytes.wrapUnsafe(CommittingAead.openArray(key, Labels.ROOT_OUTER_SEAL, aad, record.blob()));
        } catch (AuthenticationFailed altered) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }

    private Bytes aad(SealedRecord.Kind kind, Id tenant, Bytes id, long sub, long version) {
        return new Writer().u8(environment).u32(RootKey.EPOCH).u8(kind.code()).fixed(tenant.value()).fixed(id).u64(sub).u64(version).toBytes();
    }

    @Override
    public void close() {
        key.close();
    }
}
