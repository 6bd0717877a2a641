package org.fastness.tlog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;

/** Hostile octets either fail by name or read back to exactly themselves: each form is canonical. */
class TlogFuzzTest {
    private static final NoteVerifier LOG = SignedNoteTest.signer("log", 1).verifier();

    private static void same(Object written, Object read) {
        if (!written.equals(read)) throw new AssertionError("accepted a form that is not canonical");
    }

    @FuzzTest
    void receipt(byte[] octets) {
        try {
            Receipt receipt = Receipt.parse(Bytes.of(octets));
            same(receipt.toBytes(), Bytes.of(octets));
            same(Receipt.ofFields(receipt.fields()), receipt);
            ReceiptVerifier.verify(receipt, LOG);
        } catch (Malformed | Refused refused) {
            // what hostile input deserves
        }
    }

    @FuzzTest
    void leaf(byte[] octets) {
        try {
            same(LeafOpening.parse(Bytes.of(octets)).preimage(), Bytes.of(octets));
        } catch (Malformed | Refused refused) {
            // as above
        }
    }

    @FuzzTest
    void frontier(byte[] octets) {
        try {
            Frontier frontier = Frontier.parse(Bytes.of(octets));
            same(frontier.toBytes(), Bytes.of(octets));
            if (frontier.size() < MerkleTree.MAX_SIZE) same(frontier.append(MerkleTree.emptyRoot()).size(), frontier.size() + 1);
        } catch (Malformed | Refused refused) {
            // as above
        }
    }

    @FuzzTest
    void proofs(byte[] octets) {
        try {
            Reader in = Reader.of(octets.clone());
            InclusionProof inclusion = InclusionProof.readFrom(in);
            ConsistencyProof consistency = ConsistencyProof.readFrom(in);
            in.end();
            inclusion.verify(MerkleTree.emptyRoot(), MerkleTree.emptyRoot());
            consistency.verify(MerkleTree.emptyRoot(), MerkleTree.emptyRoot());
            Writer out = new Writer();
            inclusion.writeTo(out);
            consistency.writeTo(out);
            same(out.toBytes(), Bytes.of(octets));
        } catch (Malformed refused) {
            // as above
        }
    }

    @FuzzTest
    void notes(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        try {
            same(NoteVerifier.parse(text).text(), text);
        } catch (Malformed refused) {
            // the text may still be another form
        }
        try {
            same(Checkpoint.parse(text).text(), text);
        } catch (Malformed refused) {
            // as above
        }
        try {
            SignedNote note = SignedNote.parse(text);
            same(note.encode(), text);
            same(Checkpoint.parse(note.text()).text(), note.text());
        } catch (Malformed refused) {
            // as above
        }
    }
}
