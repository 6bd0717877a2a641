package org.fastness.tlog;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/** Proves that a leaf stands at {@code index} in the tree of {@code size} leaves; the path runs from the leaf up (RFC 6962 section 2.1.1). */
public record InclusionProof(long index, long size, List<Bytes> path) {

    public InclusionProof {
        MerkleTree.requireSize(size);
        if (index < 0 || index >= size) throw new IllegalArgumentException("leaf index outside the tree");
        path = MerkleTree.hashes(path, MerkleTree.MAX_PROOF);
    }

    /** Whether the proof leads from the leaf hash to the root (RFC 9162 section 2.1.3.2). */
    public boolean verify(Bytes leafHash, Bytes root) {
        long node = index;
        long last = size - 1;
        Bytes hash = leafHash;
        for (Bytes sibling : path) {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Index, size, path. */
    public void writeTo(Writer out) {
        out.u64(index).u64(size).list(path, Writer::fixed);
    }

    public static InclusionProof readFrom(Reader in) throws Malformed {
        long index = in.u64();
        long size = in.u64();
        List<Bytes> path = in.list(MerkleTree.MAX_PROOF, each -> each.fixed(MerkleTree.HASH_SIZE));
        if (size < 1 || size > MerkleTree.MAX_SIZE) throw new Malformed("tree size out of range");
        if (index < 0 || index >= size) throw new Malformed("leaf index outside the tree");
        return new InclusionProof(index, size, path);
    }
}
