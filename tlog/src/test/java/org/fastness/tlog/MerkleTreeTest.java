package org.fastness.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.tlog.MerkleTree.Subtrees;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    /** The inputs of the test tree that certificate-transparency implementations share (RFC 6962 reference code). */
    private static final List<Bytes> CT_INPUTS = List.of(
            Bytes.EMPTY, Bytes.fromHex("00"), Bytes.fromHex("10"), Bytes.fromHex("2021"), Bytes.fromHex("3031"),
            Bytes.fromHex("40414243"), Bytes.fromHex("5051525354555657"), Bytes.fromHex("606162636465666768696a6b6c6d6e6f"));

    /** The roots of the trees of 1 to 8 of these inputs, from the same source. */
    private static final List<String> CT_ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    static List<Bytes> leaves(int count) {
        return IntStream.range(0, count).mapToObj(i -> MerkleTree.leafHash(new Writer().u32(i).toBytes())).toList();
    }

    private static Bytes root(List<Bytes> leaves, int size) {
        return MerkleTree.root(size, Subtrees.ofLeaves(leaves));
    }

    @Test
    void emptyTreeHasTheHashOfNothing() {
        assertThat(MerkleTree.emptyRoot().hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(root(List.of(), 0)).isEqualTo(MerkleTree.emptyRoot());
        assertThat(Frontier.EMPTY.root()).isEqualTo(MerkleTree.emptyRoot());
    }

    @Test
    void rootsMatchTheSharedCertificateTransparencyTree() {
        List<Bytes> hashes = CT_INPUTS.stream().map(MerkleTree::leafHash).toList();
        Frontier frontier = Frontier.EMPTY;

        for (int size = 1; size <= 8; size++) {
            frontier = frontier.append(hashes.get(size - 1));

            assertThat(root(hashes, size).hex()).isEqualTo(CT_ROOTS.get(size - 1));
            assertThat(frontier.root().hex()).isEqualTo(CT_ROOTS.get(size - 1));
        }
    }

    @Test
    void inclusionPathsAreThoseOfRfc6962Section213() {
        // The RFC's tree of seven leaves: the path of d0 is [b, h, l], of d3 [c, g, l], of d4 [f, j, k], of d6 [i, k].
        List<Bytes> d = leaves(7);
        Bytes g = MerkleTree.nodeHash(d.get(0), d.get(1));
        Bytes h = MerkleTree.nodeHash(d.get(2), d.get(3));
        Bytes i = MerkleTree.nodeHash(d.get(4), d.get(5));
        Bytes k = MerkleTree.nodeHash(g, h);
        Bytes l = MerkleTree.nodeHash(i, d.get(6));
        Subtrees subtrees = Subtrees.ofLeaves(d);

        assertThat(MerkleTree.inclusion(0, 7, subtrees).path()).containsExactly(d.get(1), h, l);
        assertThat(MerkleTree.inclusion(3, 7, subtrees).path()).containsExactly(d.get(2), g, l);
        assertThat(MerkleTree.inclusion(4, 7, subtrees).path()).containsExactly(d.get(5), d.get(6), k);
        assertThat(MerkleTree.inclusion(6, 7, subtrees).path()).containsExactly(i, k);
    }

    @Test
    void consistencyPathsAreThoseOfRfc6962Section213() {
        // The RFC's example: PROOF(3) = [c, d, g, l], PROOF(4) = [l], PROOF(6) = [i, j, k].
        List<Bytes> d = leaves(7);
        Bytes g = MerkleTree.nodeHash(d.get(0), d.get(1));
        Bytes h = MerkleTree.nodeHash(d.get(2), d.get(3));
        Bytes i = MerkleTree.nodeHash(d.get(4), d.get(5));
        Bytes k = MerkleTree.nodeHash(g, h);
        Bytes l = MerkleTree.nodeHash(i, d.get(6));
        Subtrees subtrees = Subtrees.ofLeaves(d);

        assertThat(MerkleTree.consistency(3, 7, subtrees).path()).containsExactly(d.get(2), d.get(3), g, l);
        assertThat(MerkleTree.consistency(4, 7, subtrees).path()).containsExactly(l);
        assertThat(MerkleTree.consistency(6, 7, subtrees).path()).containsExactly(i, d.get(6), k);
    }

    @Test
    void everyInclusionProofUpToSixtySevenLeavesHoldsAndOnlyForItsLeafAndRoot() {
        List<Bytes> leaves = leaves(68);
        Subtrees subtrees = Subtrees.ofLeaves(leaves);
        for (int size = 1; size <= 67; size++) {
            Bytes root = root(leaves, size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = MerkleTree.inclusion(index, size, subtrees);

                assertThat(proof.verify(leaves.get(index), root)).isTrue();
                assertThat(proof.verify(leaves.get(index + 1), root)).isFalse();
                assertThat(proof.verify(leaves.get(index), root(leaves, size - 1))).isFalse();
            }
        }
    }

    @Test
    void everyConsistencyProofUpToFortyLeavesHoldsAndOnlyForItsRoots() {
        List<Bytes> leaves = leaves(41);
        Subtrees subtrees = Subtrees.ofLeaves(leaves);
        for (int newSize = 0; newSize <= 40; newSize++) {
            for (int oldSize = 0; oldSize <= newSize; oldSize++) {
                ConsistencyProof proof = MerkleTree.consistency(oldSize, newSize, subtrees);
                Bytes oldRoot = root(leaves, oldSize);
                Bytes newRoot = root(leaves, newSize);

                assertThat(proof.verify(oldRoot, newRoot)).isTrue();
                assertThat(proof.verify(root(leaves, oldSize + 1), newRoot)).isFalse();
                if (oldSize > 0) assertThat(proof.verify(oldRoot, root(leaves, newSize + 1 > 41 ? 0 : newSize + 1))).isFalse();
            }
        }
    }

    @Test
    void refusesProofThatIsTruncatedExtendedOrAltered() {
        List<Bytes> leaves = leaves(21);
        Bytes root = root(leaves, 21);
        InclusionProof inclusion = MerkleTree.inclusion(9, 21, Subtrees.ofLeaves(leaves));
        ConsistencyProof consistency = MerkleTree.consistency(9, 21, Subtrees.ofLeaves(leaves));

        for (List<Bytes> path : spoiled(inclusion.path())) {
            assertThat(new InclusionProof(9, 21, path).verify(leaves.get(9), root)).isFalse();
        }
        for (List<Bytes> path : spoiled(consistency.path())) {
            assertThat(new ConsistencyProof(9, 21, path).verify(root(leaves, 9), root)).isFalse();
        }
        assertThat(new InclusionProof(8, 21, inclusion.path()).verify(leaves.get(9), root)).isFalse();
        assertThat(new ConsistencyProof(8, 21, consistency.path()).verify(root(leaves, 9), root)).isFalse();
    }

    private static List<List<Bytes>> spoiled(List<Bytes> path) {
        List<List<Bytes>> all = new ArrayList<>();
        all.add(path.subList(0, path.size() - 1));
        all.add(path.subList(1, path.size()));
        for (int i = 0; i <= path.size(); i++) {
            List<Bytes> longer = new ArrayList<>(path);
            longer.add(i, MerkleTree.emptyRoot());
            all.add(longer);
        }
        for (int i = 0; i < path.size(); i++) {
            List<Bytes> altered = new ArrayList<>(path);
            byte[] hash = altered.get(i).toArray();
            hash[i % hash.length] ^= 1;
            altered.set(i, Bytes.of(hash));
            all.add(altered);
        }
        return all;
    }

    @Test
    void batchMakesTheProofsThatTheWholeLogWouldMake() {
        List<Bytes> leaves = leaves(70);
        Subtrees subtrees = Subtrees.ofLeaves(leaves);
        for (int before = 0; before <= 35; before++) {
            Frontier frontier = Frontier.EMPTY;
            for (int i = 0; i < before; i++) frontier = frontier.append(leaves.get(i));
            for (int count = 1; count <= 35; count++) {
                Appended appended = frontier.append(leaves.subList(before, before + count));

                assertThat(appended.after().root()).isEqualTo(root(leaves, before + count));
                assertThat(appended.consistency()).isEqualTo(MerkleTree.consistency(before, before + count, subtrees));
                for (int i = 0; i < count; i++) {
                    assertThat(appended.inclusion(i)).isEqualTo(MerkleTree.inclusion(before + i, before + count, subtrees));
                }
            }
        }
    }

    @Test
    void batchAndSingleAppendsReachTheSameEdge() {
        List<Bytes> leaves = leaves(100);
        Frontier single = Frontier.EMPTY;
        for (Bytes leaf : leaves) single = single.append(leaf);

        assertThat(Frontier.EMPTY.append(leaves).after()).isEqualTo(single);
        assertThat(Frontier.EMPTY.append(leaves.subList(0, 37)).after().append(leaves.subList(37, 100)).after()).isEqualTo(single);
    }

    @Test
    void proofsKeepTheirBytesAndRoundTrip() throws Malformed {
        Bytes one = Bytes.of(new byte[32]);
        InclusionProof inclusion = new InclusionProof(1, 2, List.of(one));
        ConsistencyProof consistency = new ConsistencyProof(1, 2, List.of(one));
        Writer first = new Writer();
        inclusion.writeTo(first);
        Writer second = new Writer();
        consistency.writeTo(second);

        String golden = "0000000000000001" + "0000000000000002" + "0001" + "00".repeat(32);
        assertThat(first.toBytes().hex()).isEqualTo(golden);
        assertThat(second.toBytes().hex()).isEqualTo(golden);
        assertThat(InclusionProof.readFrom(Reader.of(first.toBytes()))).isEqualTo(inclusion);
        assertThat(ConsistencyProof.readFrom(Reader.of(second.toBytes()))).isEqualTo(consistency);
    }

    @Test
    void takesProofOfSixtyThreeHashesAndRefusesSixtyFour() throws Malformed {
        assertThat(InclusionProof.readFrom(Reader.of(proofOf(0, MerkleTree.MAX_SIZE, 63))).path()).hasSize(63);
        assertThatThrownBy(() -> InclusionProof.readFrom(Reader.of(proofOf(0, MerkleTree.MAX_SIZE, 64)))).isInstanceOf(Malformed.class);
        assertThat(ConsistencyProof.readFrom(Reader.of(proofOf(1, MerkleTree.MAX_SIZE, 63))).path()).hasSize(63);
        assertThatThrownBy(() -> ConsistencyProof.readFrom(Reader.of(proofOf(1, MerkleTree.MAX_SIZE, 64)))).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesSizesPastTheLargestTreeAndIndicesOutsideIt() {
        for (Bytes proof : List.of(proofOf(0, MerkleTree.MAX_SIZE + 1, 0), proofOf(0, -1, 0), proofOf(5, 5, 0), proofOf(-1, 5, 0), proofOf(0, 0, 0))) {
            assertThatThrownBy(() -> InclusionProof.readFrom(Reader.of(proof))).isInstanceOf(Malformed.class);
        }
        for (Bytes proof : List.of(proofOf(0, MerkleTree.MAX_SIZE + 1, 0), proofOf(0, -1, 0), proofOf(6, 5, 0), proofOf(-1, 5, 0))) {
            assertThatThrownBy(() -> ConsistencyProof.readFrom(Reader.of(proof))).isInstanceOf(Malformed.class);
        }
    }

    private static Bytes proofOf(long first, long size, int hashes) {
        Writer out = new Writer().u64(first).u64(size).u16(hashes);
        for (int i = 0; i < hashes; i++) out.fixed(Bytes.of(new byte[32]));
        return out.toBytes();
    }

    @Test
    void proofsOfTheLargestTreesEndInsteadOfOverflowing() {
        List<Bytes> path = IntStream.range(0, 63).mapToObj(i -> MerkleTree.emptyRoot()).toList();

        assertThat(new InclusionProof(MerkleTree.MAX_SIZE - 1, MerkleTree.MAX_SIZE, path).verify(MerkleTree.emptyRoot(), MerkleTree.emptyRoot())).isFalse();
        assertThat(new ConsistencyProof(MerkleTree.MAX_SIZE - 1, MerkleTree.MAX_SIZE, path).verify(MerkleTree.emptyRoot(), MerkleTree.emptyRoot())).isFalse();
    }

    @Test
    void frontierKeepsItsBytes() throws Malformed, Refused {
        Frontier three = Frontier.EMPTY.append(leaves(3)).after();

        assertThat(three.toBytes().hex()).isEqualTo("4601" + "0000000000000003" + three.subtrees().get(0) + three.subtrees().get(1));
        assertThat(Frontier.parse(three.toBytes())).isEqualTo(three);
        assertThat(Frontier.EMPTY.toBytes().hex()).isEqualTo("4601" + "0000000000000000");
        assertThat(Frontier.parse(Frontier.EMPTY.toBytes())).isEqualTo(Frontier.EMPTY);
    }

    @Test
    void frontierOfTheLargestLogIsReadAndTheNextSizeRefused() throws Malformed, Refused {
        Writer largest = new Writer().u8('F').u8(1).u64(MerkleTree.MAX_SIZE);
        for (int i = 0; i < 62; i++) largest.fixed(MerkleTree.emptyRoot());
        Bytes tooLarge = new Writer().u8('F').u8(1).u64(MerkleTree.MAX_SIZE + 1).fixed(MerkleTree.emptyRoot()).toBytes();

        Frontier frontier = Frontier.parse(largest.toBytes());
        assertThat(frontier.size()).isEqualTo(MerkleTree.MAX_SIZE);
        assertThatThrownBy(() -> frontier.append(MerkleTree.emptyRoot())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Frontier.parse(tooLarge)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesFrontierOfUnknownVersionByName() {
        assertThatThrownBy(() -> Frontier.parse(Bytes.fromHex("4602" + "0000000000000000")))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_VERSION));
        assertThatThrownBy(() -> Frontier.parse(Bytes.fromHex("4701" + "0000000000000000"))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Frontier.parse(Bytes.fromHex("4601" + "000000000000000000"))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Frontier.parse(Bytes.fromHex("4601" + "0000000000000001"))).isInstanceOf(Malformed.class);
    }

    @Test
    void batchOf4096IsTakenAndOneMoreRefused() {
        List<Bytes> leaves = leaves(Frontier.MAX_BATCH + 1);

        assertThat(Frontier.EMPTY.append(leaves.subList(0, Frontier.MAX_BATCH)).count()).isEqualTo(Frontier.MAX_BATCH);
        assertThatThrownBy(() -> Frontier.EMPTY.append(leaves)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Frontier.EMPTY.append(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
