package org.fastness.tlog;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Labels;
import org.fastness.tlog.ReceiptLabels.Freshness;
import org.fastness.tlog.ReceiptLabels.TimeSource;

/**
 * What a leaf of the log commits to. The log itself shows only the commitment, which the blind keeps from being guessed; whoever
 * holds the opening can show what the leaf says. The labels are inside, so that nobody can improve a receipt afterwards.
 *
 * @param blind 32 random octets
 * @param operation the protocol's operation tag, 0 to 255
 * @param requestHash SHA-256 of the canonical request
 * @param resultHash SHA-256 of the canonical result
 * @param headHash the account's head after the operation
 * @param timeMicros microseconds since 1970, by the clock that {@code time} names
 * @param clusterId 32 octets
 * @param evidenceType see {@link ReceiptLabels}
 */
public record LeafOpening(
        Bytes blind, int operation, Id tenant, Id request, Bytes requestHash, Bytes resultHash, Bytes headHash, long timeMicros,
        Bytes clusterId, String evidenceType, Freshness freshness, TimeSource time) {

    /** The longest preimage, in octets. */
    public static final int MAX_SIZE = 209 + ReceiptLabels.MAX_EVIDENCE_TYPE;

    private static final int MAGIC = 'L';
    private static final int VERSION = 1;
    private static final int HASH = MerkleTree.HASH_SIZE;

    public LeafOpening {
        if (blind.size() != HASH || clusterId.size() != HASH) throw new IllegalArgumentException("blind and cluster id have 32 octets");
        MerkleTree.requireHash(requestHash);
        MerkleTree.requireHash(resultHash);
        MerkleTree.requireHash(headHash);
        if (operation < 0 || operation > 255) throw new IllegalArgumentException("operation tag out of range");
        if (tenant.kind() != Id.Kind.TENANT || request.kind() != Id.Kind.REQUEST) throw new IllegalArgumentException("ids of the wrong kind");
        if (timeMicros < 0) throw new IllegalArgumentException("time before 1970");
        if (!ReceiptLabels.isEvidenceType(evidenceType)) throw new IllegalArgumentException("not an evidence type");
    }

    /** The canonical octets that the leaf commits to. */
    public Bytes preimage() {
        return new Writer().u8(MAGIC).u8(VERSION)
                .fixed(blind).u8(operation).fixed(tenant.value()).fixed(request.value())
                .fixed(requestHash).fixed(resultHash).fixed(headHash).u64(timeMicros)
                .fixed(clusterId).text(evidenceType).u8(freshness.code).u8(time.code)
                .toBytes();
    }

    /** What stands in the log: SHA-256 over label and preimage, each with its length. */
    public Bytes leafData() {
        return Digests.sha256(Labels.LOG_LEAF.bind(preimage()));
    }

    /** The Merkle tree's hash of {@link #leafData()}. */
    public Bytes leafHash() {
        return MerkleTree.leafHash(leafData());
    }

    public static LeafOpening parse(Bytes preimage) throws Malformed, Refused {
        Reader in = Reader.of(preimage);
        if (in.u8() != MAGIC) throw new Malformed("not a leaf");
        if (in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
        Bytes blind = in.fixed(HASH);
        int operation = in.u8();
        Id tenant = Id.tenant(in.fixed(Id.SIZE));
        Id request = Id.request(in.fixed(Id.SIZE));
        Bytes requestHash = in.fixed(HASH);
        Bytes resultHash = in.fixed(HASH);
        Bytes headHash = in.fixed(HASH);
        long timeMicros = in.u64();
        Bytes clusterId = in.fixed(HASH);
        String evidenceType = in.text(ReceiptLabels.MAX_EVIDENCE_TYPE);
        Freshness freshness = freshness(in.u8());
        TimeSource time = timeSource(in.u8());
        in.end();
        if (timeMicros < 0) throw new Malformed("time before 1970");
        if (!ReceiptLabels.isEvidenceType(evidenceType)) throw new Malformed("not an evidence type");
        return new LeafOpening(blind, operation, tenant, request, requestHash, resultHash, headHash, timeMicros, clusterId, evidenceType, freshness, time);
    }

    private static Freshness freshness(int code) throws Malformed {
        for (Freshness each : Freshness.values()) if (each.code == code) return each;
        throw new Malformed("unknown freshness label");
    }

    private static TimeSource timeSource(int code) throws Malformed {
        for (TimeSource each : TimeSource.values()) if (each.code == code) return each;
        throw new Malformed("unknown time label");
    }
}
