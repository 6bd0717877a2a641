package org.fastness.tlog;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;

/**
 * A batch of leaves just appended to a {@link Frontier}. Knows the old edge and the new leaves, hence every hash that their proofs
 * against the final root need: an inclusion proof for each new leaf, and the step from the old root.
 */
public final class Appended {

    private final Frontier before;
    private final Frontier after;
    /** levels.get(n) holds the complete subtrees of level n that contain a new leaf, the leftmost first. */
    private final List<List<Bytes>> levels = new ArrayList<>();

    Appended(Frontier before, List<Bytes> leafHashes) {
        this.before = before;
        MerkleTree.requireSize(Math.addExact(before.size(), leafHashes.size()));
        List<Bytes> nodes = leafHashes;
        for (int level = 0; !nodes.isEmpty(); level++) {
            levels.add(nodes);
            nodes = parents(level, nodes);
        }
        this.after = edge(before.size() + leafHashes.size());
    }

    private List<Bytes> parents(int level, List<Bytes> nodes) {
        List<Bytes> withOld = new ArrayList<>(nodes.size() + 1);
        if (before.holds(level)) withOld.add(before.at(level)); // the left half of the leftmost parent is older than the batch
        withOld.addAll(nodes);
        List<Bytes> parents = new ArrayList<>(withOld.size() / 2);
        for (int i = 0; i + 1 < withOld.size(); i += 2) parents.add(MerkleTree.nodeHash(withOld.get(i), withOld.get(i + 1)));
        return parents;
    }

    private Frontier edge(long size) {
        List<Bytes> subtrees = new ArrayList<>();
        for (int level = 61; level >= 0; level--) if ((size >>> level & 1) == 1) subtrees.add(subtree(level, (size >>> level) - 1));
        return new Frontier(size, subtrees);
    }

    private Bytes subtree(int level, long index) {
        long firstNew = before.size() >>> level;
        if (index >= firstNew) return levels.get(level).get(Math.toIntExact(index - firstNew));
        if (before.holds(level) && index == firstNew - 1) return before.at(level);
        throw new IllegalStateException("a proof of the batch needs no older subtree");
    }

    /** The edge before the batch. */
    public Frontier before() {
        return before;
    }

    /** The edge after the batch. */
    public Frontier after() {
        return after;
    }

    /** Number of leaves in the batch. */
    public int count() {
        return levels.getFirst().size();
    }

    /** The proof of the batch's leaf {@code position} (from 0) against {@link #after()}'s root. */
    public InclusionProof inclusion(int position) {
        if (position < 0 || position >= count()) throw new IllegalArgumentException("no such leaf in the batch");
        return MerkleTree.inclusion(before.size() + position, after.size(), this::subtree);
    }

    /** The proof that the tree before the batch is the beginning of the tree after it. */
    public ConsistencyProof consistency() {
        return MerkleTree.consistency(before.size(), after.size(), this::subtree);
    }
}
