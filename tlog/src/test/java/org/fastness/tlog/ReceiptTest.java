package org.fastness.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Labels;
import org.fastness.testkit.Vectors;
import org.fastness.tlog.ReceiptLabels.Freshness;
import org.fastness.tlog.ReceiptLabels.TimeSource;
import org.fastness.tlog.ReceiptVerdict.Reason;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final NoteSigner LOG = SignedNoteTest.signer("fastness.example/log", 1);

    private static Bytes filled(int octet, int size) {
        byte[] octets = new byte[size];
        java.util.Arrays.fill(octets, (byte) octet);
        return Bytes.of(octets);
    }

    static LeafOpening opening() {
        return opening("dev");
    }

    private static LeafOpening opening(String evidenceType) {
        return new LeafOpening(
                filled(1, 32), 7, Id.DEFAULT_TENANT, Id.request(filled(2, 16)), filled(3, 32), filled(4, 32), filled(5, 32),
                1_795_000_000_000_000L, filled(6, 32), evidenceType, Freshness.HOST, TimeSource.HOST);
    }

    /** A receipt for the second leaf of three appended at once to a log of five. */
    static Receipt receipt() {
        Frontier before = Frontier.EMPTY.append(MerkleTreeTest.leaves(5)).after();
        List<Bytes> batch = List.of(MerkleTree.leafHash(Bytes.EMPTY), opening().leafHash(), MerkleTree.leafHash(Bytes.EMPTY));
        Appended appended = before.append(batch);
        SignedNote note = new Checkpoint(LOG.verifier().name(), appended.after().size(), appended.after().root()).sign(LOG);
        return new Receipt(opening(), appended.inclusion(1), note, false);
    }

    private static Reason reasonFor(Receipt receipt) {
        return ((ReceiptVerdict.Rejected) ReceiptVerifier.verify(receipt, LOG.verifier())).reason();
    }

    @Test
    void receiptOfTheEnclavesBatchVerifiesOffline() throws Exception {
        ReceiptVerdict verdict = ReceiptVerifier.verify(receipt(), LOG.verifier().text());

        assertThat(verdict).isInstanceOfSatisfying(ReceiptVerdict.Verified.class, verified -> {
            assertThat(verified.checkpoint().size()).isEqualTo(8);
            assertThat(verified.opening()).isEqualTo(opening());
            assertThat(verified.labels()).isEqualTo(new ReceiptLabels("dev", Freshness.HOST, TimeSource.HOST, false));
            assertThat(verified.labels().attestation()).isEqualTo("not attested");
        });
    }

    @Test
    void refusesReceiptWhoseLabelOrFieldWasImproved() {
        Receipt receipt = receipt();
        LeafOpening o = receipt.opening();
        List<LeafOpening> improved = List.of(
                new LeafOpening(o.blind(), o.operation(), o.tenant(), o.request(), o.requestHash(), o.resultHash(), o.headHash(), o.timeMicros(), o.clusterId(), "nitro", o.freshness(), o.time()),
                new LeafOpening(o.blind(), o.operation(), o.tenant(), o.request(), o.requestHash(), o.resultHash(), o.headHash(), o.timeMicros(), o.clusterId(), o.evidenceType(), Freshness.QUORUM, o.time()),
                new LeafOpening(o.blind(), o.operation(), o.tenant(), o.request(), o.requestHash(), o.resultHash(), o.headHash(), o.timeMicros(), o.clusterId(), o.evidenceType(), o.freshness(), TimeSource.WITNESS),
                new LeafOpening(o.blind(), o.operation(), o.tenant(), o.request(), o.requestHash(), o.resultHash(), o.headHash(), o.timeMicros() + 1, o.clusterId(), o.evidenceType(), o.freshness(), o.time()),
                new LeafOpening(o.blind(), 8, o.tenant(), o.request(), o.requestHash(), o.resultHash(), o.headHash(), o.timeMicros(), o.clusterId(), o.evidenceType(), o.freshness(), o.time()));

        for (LeafOpening opening : improved) assertThat(reasonFor(new Receipt(opening, receipt.proof(), receipt.note(), false))).isEqualTo(Reason.NOT_IN_LOG);
    }

    @Test
    void refusesReceiptThatClaimsAWitness() {
        Receipt receipt = receipt();
        assertThat(reasonFor(new Receipt(receipt.opening(), receipt.proof(), receipt.note(), true))).isEqualTo(Reason.UNKNOWN_WITNESS);
    }

    @Test
    void refusesReceiptOfAnotherLogKeyCheckpointOrPlace() {
        Receipt receipt = receipt();
        Checkpoint otherRoot = new Checkpoint(LOG.verifier().name(), 8, MerkleTree.emptyRoot());
        Checkpoint otherSize = new Checkpoint(LOG.verifier().name(), 9, MerkleTree.emptyRoot());

        assertThat(ReceiptVerifier.verify(receipt, SignedNoteTest.signer("fastness.example/log", 2).verifier())).isEqualTo(new ReceiptVerdict.Rejected(Reason.NOT_SIGNED));
        assertThat(ReceiptVerifier.verify(receipt, SignedNoteTest.signer("other", 1).verifier())).isEqualTo(new ReceiptVerdict.Rejected(Reason.NOT_SIGNED));
        assertThat(reasonFor(new Receipt(receipt.opening(), receipt.proof(), otherRoot.sign(LOG), false))).isEqualTo(Reason.NOT_IN_LOG);
        assertThat(reasonFor(new Receipt(receipt.opening(), receipt.proof(), otherSize.sign(LOG), false))).isEqualTo(Reason.NOT_IN_LOG);
        assertThat(reasonFor(new Receipt(receipt.opening(), new InclusionProof(5, 8, receipt.proof().path()), receipt.note(), false))).isEqualTo(Reason.NOT_IN_LOG);
        assertThat(reasonFor(new Receipt(receipt.opening(), receipt.proof(), LOG.sign("hello\n"), false))).isEqualTo(Reason.NOT_A_CHECKPOINT);
    }

    @Test
    void flippedBitAnywhereIsRefused() {
        Bytes encoded = receipt().toBytes();
        for (int bit = 0; bit < 8 * encoded.size(); bit++) {
            byte[] flipped = encoded.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(ReceiptVerifier.verify(Receipt.parse(Bytes.of(flipped)), LOG.verifier())).as("bit %s", bit).isInstanceOf(ReceiptVerdict.Rejected.class);
            } catch (Malformed | Refused refused) {
                continue;
            }
        }
    }

    @Test
    void leafShowsTheLogNothingButABlindedCommitment() {
        LeafOpening opening = opening();

        assertThat(opening.leafData()).isEqualTo(Digests.sha256(Labels.LOG_LEAF.bind(opening.preimage())));
        assertThat(opening.leafHash()).isEqualTo(MerkleTree.leafHash(opening.leafData()));
    }

    @Test
    void leafKeepsItsBytes() throws Exception {
        String golden = "4c01" + "01".repeat(32) + "07" + "00".repeat(16) + "02".repeat(16) + "03".repeat(32) + "04".repeat(32) + "05".repeat(32)
                + "0006608b015f3000" + "06".repeat(32) + "00000003" + "646576" + "01" + "01";

        assertThat(opening().preimage().hex()).isEqualTo(golden);
        assertThat(LeafOpening.parse(Bytes.fromHex(golden))).isEqualTo(opening());
        assertThat(opening("a".repeat(16)).preimage().size()).isEqualTo(LeafOpening.MAX_SIZE);
    }

    @Test
    void receiptKeepsItsBytes() throws Exception {
        Receipt receipt = receipt();
        Writer proof = new Writer();
        receipt.proof().writeTo(proof);
        Bytes golden = new Writer().fixed(Bytes.fromHex("5201")).bytes(opening().preimage()).fixed(proof.toBytes()).text(receipt.note().encode()).u8(0).toBytes();

        assertThat(receipt.toBytes()).isEqualTo(golden);
        // Computed outside this project, by plain hashlib and the arithmetic of RFC 8032.
        assertThat(Digests.sha256(golden).hex()).isEqualTo("ec2caa830caa5d2d6417ec6641b4193c04563f357a0c762c6be036a7cb160322");
        assertThat(Receipt.parse(golden)).isEqualTo(receipt);
    }

    @Test
    void refusesUnknownVersionsByName() {
        byte[] receipt = receipt().toBytes().toArray();
        receipt[1] = 2;
        byte[] leaf = opening().preimage().toArray();
        leaf[1] = 2;
        Map<String, Object> fields = new LinkedHashMap<>(receipt().fields());
        fields.put("format", "fastness-receipt/2");

        assertUnknownVersion(() -> Receipt.parse(Bytes.of(receipt)));
        assertUnknownVersion(() -> LeafOpening.parse(Bytes.of(leaf)));
        assertUnknownVersion(() -> Receipt.ofFields(fields));
    }

    private static void assertUnknownVersion(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_VERSION));
    }

    @Test
    void evidenceTypeOf16CharactersIsReadAndOneMoreRefused() throws Exception {
        Bytes longest = opening("a".repeat(16)).preimage();
        String tooLong = longest.hex().replace("00000010" + "61".repeat(16), "00000011" + "61".repeat(17));

        assertThat(LeafOpening.parse(longest).evidenceType()).hasSize(16);
        assertThatThrownBy(() -> LeafOpening.parse(Bytes.fromHex(tooLong))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> opening("a".repeat(17))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> opening("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> opening("DEV")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longestReceiptIsReadAndOneOctetMoreRefused() throws Exception {
        Receipt receipt = receipt();
        String rest = LOG.sign("\n").encode();
        SignedNote longestNote = SignedNote.parse("x".repeat(SignedNote.MAX_SIZE - Bytes.ofUtf8(rest).size()) + rest);
        Receipt longest = new Receipt(receipt.opening(), new InclusionProof(0, MerkleTree.MAX_SIZE, java.util.Collections.nCopies(63, MerkleTree.emptyRoot())), longestNote, false);

        assertThat(longest.toBytes().size()).isLessThanOrEqualTo(Receipt.MAX_SIZE);
        assertThat(Receipt.parse(longest.toBytes())).isEqualTo(longest);
        assertThatThrownBy(() -> Receipt.parse(Bytes.of(new byte[Receipt.MAX_SIZE + 1]))).isInstanceOf(Malformed.class).hasMessageContaining("bound");
        assertThatThrownBy(() -> Receipt.parse(Bytes.of(new byte[Receipt.MAX_SIZE]))).isInstanceOf(Malformed.class).hasMessageContaining("not a receipt");
    }

    @Test
    void jsonFormSaysWhatFieldsSayAndReadsBack() throws Exception {
        Receipt receipt = receipt();

        Map<?, ?> read = Vectors.parse(receipt.toJson()).map();

        assertThat(read).isEqualTo(receipt.fields());
        assertThat(List.copyOf(receipt.fields().keySet())).startsWith("format", "attestation", "evidenceType", "freshness", "time", "witnessed");
        assertThat(receipt.fields()).containsEntry("attestation", "not attested").containsEntry("witnessed", false);
        Map<String, Object> typed = new LinkedHashMap<>();
        read.forEach((name, value) -> typed.put((String) name, value));
        assertThat(Receipt.ofFields(typed)).isEqualTo(receipt);
    }

    @Test
    void refusesJsonFormThatMissesAltersOrAddsAMember() {
        Map<String, Object> fields = receipt().fields();
        for (String name : fields.keySet()) {
            Map<String, Object> without = new LinkedHashMap<>(fields);
            without.remove(name);
            assertThatThrownBy(() -> Receipt.ofFields(without)).as(name).isInstanceOf(Malformed.class);
            Map<String, Object> ofOtherType = new LinkedHashMap<>(fields);
            ofOtherType.put(name, List.of(1L));
            assertThatThrownBy(() -> Receipt.ofFields(ofOtherType)).as(name).isInstanceOf(Malformed.class);
        }
        for (Map.Entry<String, Object> change : Map.<String, Object>of(
                "extra", "x", "attestation", "attested", "operation", 256L, "timeMicros", -1L, "index", 8L, "blind", "0G", "requestHash", "AA".repeat(32), "freshness", "fresh", "time", "now", "treeSize", 0L).entrySet()) {
            Map<String, Object> changed = new LinkedHashMap<>(fields);
            changed.put(change.getKey(), change.getValue());
            assertThatThrownBy(() -> Receipt.ofFields(changed)).as(change.getKey()).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void twoTreesOfOneSizeConvictTheLog() {
        SignedNote one = new Checkpoint(LOG.verifier().name(), 2, MerkleTree.emptyRoot()).sign(LOG);
        SignedNote other = new Checkpoint(LOG.verifier().name(), 2, filled(9, 32)).sign(LOG);
        ConsistencyProof none = new ConsistencyProof(2, 2, List.of());

        assertThat(ForkCheck.compare(one, other, none, LOG.verifier())).isEqualTo(new ForkCheck.Finding.Forked(one, other));
        assertThat(ForkCheck.compare(one, one, none, LOG.verifier())).isInstanceOf(ForkCheck.Finding.Consistent.class);
        assertThat(ForkCheck.compare(one, other, none, SignedNoteTest.signer("fastness.example/log", 2).verifier())).isInstanceOf(ForkCheck.Finding.Unproven.class);
    }

    @Test
    void newerCheckpointMustProveThatItContinuesTheOlder() {
        Frontier before = Frontier.EMPTY.append(MerkleTreeTest.leaves(5)).after();
        Appended appended = before.append(MerkleTreeTest.leaves(3));
        SignedNote older = new Checkpoint(LOG.verifier().name(), 5, before.root()).sign(LOG);
        SignedNote newer = new Checkpoint(LOG.verifier().name(), 8, appended.after().root()).sign(LOG);
        SignedNote rewritten = new Checkpoint(LOG.verifier().name(), 8, MerkleTree.emptyRoot()).sign(LOG);

        assertThat(ForkCheck.compare(older, newer, appended.consistency(), LOG.verifier())).isInstanceOf(ForkCheck.Finding.Consistent.class);
        assertThat(ForkCheck.compare(older, rewritten, appended.consistency(), LOG.verifier())).isInstanceOf(ForkCheck.Finding.Unproven.class);
        assertThat(ForkCheck.compare(newer, older, appended.consistency(), LOG.verifier())).isInstanceOf(ForkCheck.Finding.Unproven.class);
    }
}
