package org.fastness.tlog;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;

/**
 * The right edge of a log: all that is needed to append and to know the root. Holds the hashes of the complete subtrees that the
 * size's binary digits name, the largest first; at most 62 of them.
 *
 * <p>Immutable, so that an append can be prepared and dropped again when it never becomes durable.
 */
public record Frontier(long size, List<Bytes> subtrees) {

    /** A log without leaves. */
    public static final Frontier EMPTY = new Frontier(0, List.of());

    /** The most leaves of one {@link #append}. */
    public static final int MAX_BATCH = 4096;

    private static final int MAGIC = 'F';
    private static final int VERSION = 1;

    public Frontier {
        MerkleTree.requireSize(size);
        subtrees = MerkleTree.hashes(subtrees, 62);
        if (subtrees.size() != Long.bitCount(size)) throw new IllegalArgumentException("the subtrees do not fit the size");
    }

    /** The tree's root. */
    public Bytes root() {
        if (subtrees.isEmpty()) return MerkleTree.emptyRoot();
        Bytes root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) root = MerkleTree.nodeHash(subtrees.get(i), root);
        return root;
    }

    /** Appends 1 to {@link #MAX_BATCH} leaf hashes; the result makes the new leaves' proofs. */
    public Appended append(List<Bytes> leafHashes) {
        if (leafHashes.isEmpty() || leafHashes.size() > MAX_BATCH) throw new IllegalArgumentException("a batch holds 1 to " + MAX_BATCH + " leaves");
        return new Appended(this, MerkleTree.hashes(leafHashes, MAX_BATCH));
    }

    /** Appends one leaf hash. */
    public Frontier append(Bytes leafHash) {
        MerkleTree.requireHash(leafHash);
        List<Bytes> grown = new ArrayList<>(subtrees);
        Bytes carry = leafHash;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) carry = MerkleTree.nodeHash(grown.removeLast(), carry);
        grown.add(carry);
        return new Frontier(size + 1, grown);
    }

    /** Whether the complete subtree of the level belongs to this edge. */
    boolean holds(int level) {
        return (size >>> level & 1) == 1;
    }

    /** The hash of the edge's subtree of the level. */
    Bytes at(int level) {
        return subtrees.get(Long.bitCount(size >>> level) - 1);
    }

    /** Magic, version, size, then as many hashes as the size has binary ones. */
    public Bytes toBytes() {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).u64(size);
        subtrees.forEach(out::fixed);
        return out.toBytes();
    }

    public static Frontier parse(Bytes encoded) throws Malformed, Refused {
        Reader in = Reader.of(encoded);
        if (in.u8() != MAGIC) throw new Malformed("not a log frontier");
        if (in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
        long size = in.u64();
        if (size < 0 || size > MerkleTree.MAX_SIZE) throw new Malformed("tree size out of range");
        List<Bytes> subtrees = new ArrayList<>();
        for (int i = Long.bitCount(size); i > 0; i--) subtrees.add(in.fixed(MerkleTree.HASH_SIZE));
        in.end();
        return new Frontier(size, subtrees);
    }
}
