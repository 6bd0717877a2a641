package org.fastness.tlog;

import java.util.Iterator;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/** Proves that the tree of {@code oldSize} leaves is the beginning of the tree of {@code newSize} (RFC 6962 section 2.1.2). */
public record ConsistencyProof(long oldSize, long newSize, List<Bytes> path) {

    public ConsistencyProof {
        MerkleTree.requireSize(newSize);
        if (oldSize < 0 || oldSize > newSize) throw new IllegalArgumentException("old size outside the tree");
        path = MerkleTree.hashes(path, MerkleTree.MAX_PROOF);
    }

    /**
     * Whether the proof leads to both roots (RFC 9162 section 2.1.4.2). The empty tree is the beginning of every tree, and a tree
     * of its own equal: both take an empty path.
     */
    public boolean verify(Bytes oldRoot, Bytes newRoot) {
        if (oldSize == newSize) return path.isEmpty() && oldRoot.equals(newRoot);
        if (oldSize == 0) return path.isEmpty() && oldRoot.equals(MerkleTree.emptyRoot());
        if (path.isEmpty()) return false;

        Iterator<Bytes> rest = path.iterator();
        long node = oldSize - 1;
        long last = newSize - 1;
        int shared = Long.numberOfTrailingZeros(~node);
        node >>>= shared;
        last >>>= shared;
        Bytes oldHash = node == 0 ? oldRoot : rest.next(); // the old root itself starts the walk where the old tree is complete
        Bytes newHash = oldHash;
        while (rest.hasNext()) {
            Bytes sibling = rest.next();
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                oldHash = MerkleTree.nodeHash(sibling, oldHash);
                newHash = MerkleTree.nodeHash(sibling, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newHash = MerkleTree.nodeHash(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }

    /** Old size, new size, path. */
    public void writeTo(Writer out) {
        out.u64(oldSize).u64(newSize).list(path, Writer::fixed);
    }

    public static ConsistencyProof readFrom(Reader in) throws Malformed {
        long oldSize = in.u64();
        long newSize = in.u64();
        List<Bytes> path = in.list(MerkleTree.MAX_PROOF, each -> each.fixed(MerkleTree.HASH_SIZE));
        if (newSize < 0 || newSize > MerkleTree.MAX_SIZE) throw new Malformed("tree size out of range");
        if (oldSize < 0 || oldSize > newSize) throw new Malformed("old size outside the tree");
        return new ConsistencyProof(oldSize, newSize, path);
    }
}
