package org.fastness.tlog;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * Hashes and proofs of the Merkle tree of RFC 6962 section 2.1 over SHA-256. Stateless: where the subtree hashes come from is the
 * caller's {@link Subtrees}.
 */
public final class MerkleTree {

    /** Octets of every hash in the tree. */
    public static final int HASH_SIZE = 32;

    /** The largest tree: 2^62 - 1 leaves, so that a size and its double fit a signed long. */
    public static final long MAX_SIZE = (1L << 62) - 1;

    /** The longest proof a tree of {@link #MAX_SIZE} needs: 62 levels, and one hash more for a consistency proof. */
    public static final int MAX_PROOF = 63;

    private static final Bytes LEAF = Bytes.of((byte) 0);
    private static final Bytes NODE = Bytes.of((byte) 1);

    /** The hashes of complete subtrees: level 0 holds leaf hashes, level n+1 the hash of two neighbors of level n. */
    @FunctionalInterface
    public interface Subtrees {

        /** The hash of the complete subtree over the leaves {@code index << level} to {@code (index + 1) << level}, exclusive. */
        Bytes hash(int level, long index);

        /** Computes every subtree from the leaf hashes; time grows with the subtree, so this suits small logs and tests. */
        static Subtrees ofLeaves(List<Bytes> leafHashes) {
            return new Subtrees() {
                @Override
                public Bytes hash(int level, long index) {
                    if (level == 0) return leafHashes.get(Math.toIntExact(index));
                    return nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
                }
            };
        }
    }

    private MerkleTree() {}

    /** MTH of the empty tree: SHA-256 of nothing. */
    public static Bytes emptyRoot() {
        return Digests.sha256();
    }

    /** SHA-256(0x00, leaf data). */
    public static Bytes leafHash(Bytes data) {
        return Digests.sha256(LEAF, data);
    }

    /** SHA-256(0x01, left, right). */
    public static Bytes nodeHash(Bytes left, Bytes right) {
        return Digests.sha256(NODE, left, right);
    }

    /** MTH of the tree of the first {@code size} leaves. */
    public static Bytes root(long size, Subtrees subtrees) {
        requireSize(size);
        return size == 0 ? emptyRoot() : rangeHash(0, size, subtrees);
    }

    /** PATH(index, D[size]) of RFC 6962 section 2.1.1. */
    public static InclusionProof inclusion(long index, long size, Subtrees subtrees) {
        requireSize(size);
        if (index < 0 || index >= size) throw new IllegalArgumentException("leaf index outside the tree");
        List<Bytes> path = new ArrayList<>();
        addInclusionPath(index, 0, size, subtrees, path);
        return new InclusionProof(index, size, path);
    }

    private static void addInclusionPath(long index, long from, long to, Subtrees subtrees, List<Bytes> path) {
        if (to - from == 1) return;
        long middle = from + split(to - from);
        if (index < middle) {
            addInclusionPath(index, from, middle, subtrees, path);
            path.add(rangeHash(middle, to, subtrees));
        } else {
            addInclusionPath(index, middle, to, subtrees, path);
            path.add(rangeHash(from, middle, subtrees));
        }
    }

    /** PROOF(oldSize, D[newSize]) of RFC 6962 section 2.1.2; empty where the old tree is empty or the whole. */
    public static ConsistencyProof consistency(long oldSize, long newSize, Subtrees subtrees) {
        requireSize(newSize);
        if (oldSize < 0 || oldSize > newSize) throw new IllegalArgumentException("old size outside the tree");
        List<Bytes> path = new ArrayList<>();
        if (oldSize > 0 && oldSize < newSize) addConsistencyPath(oldSize, 0, newSize, true, subtrees, path);
        return new ConsistencyProof(oldSize, newSize, path);
    }

    private static void addConsistencyPath(long oldSize, long from, long to, boolean rootKnown, Subtrees subtrees, List<Bytes> path) {
        if (oldSize == to) {
            if (!rootKnown) path.add(rangeHash(from, to, subtrees));
            return;
        }
        long middle = from + split(to - from);
        if (oldSize <= middle) {
            addConsistencyPath(oldSize, from, middle, rootKnown, subtrees, path);
            path.add(rangeHash(middle, to, subtrees));
        } else {
            addConsistencyPath(oldSize, middle, to, false, subtrees, path);
            path.add(rangeHash(from, middle, subtrees));
        }
    }

    /** MTH of D[from:to], where {@code from} is a multiple of the power of two that splits the range. */
    private static Bytes rangeHash(long from, long to, Subtrees subtrees) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return subtrees.hash(level, from >>> level);
        }
        long middle = from + split(count);
        return nodeHash(rangeHash(from, middle, subtrees), rangeHash(middle, to, subtrees));
    }

    /** The largest power of two smaller than {@code count}; count is at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    static void requireSize(long size) {
        if (size < 0 || size > MAX_SIZE) throw new IllegalArgumentException("tree size out of range");
    }

    static List<Bytes> hashes(List<Bytes> hashes, int maxCount) {
        if (hashes.size() > maxCount) throw new IllegalArgumentException("more hashes than any tree needs");
        for (Bytes hash : hashes) requireHash(hash);
        return List.copyOf(hashes);
    }

    static Bytes requireHash(Bytes hash) {
        if (hash.size() != HASH_SIZE) throw new IllegalArgumentException("a hash has 32 octets");
        return hash;
    }
}
