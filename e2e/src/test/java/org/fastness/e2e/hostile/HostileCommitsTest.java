package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.client.AccountClient;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Result;
import org.fastness.tlog.Checkpoint;
import org.fastness.tlog.InclusionProof;
import org.fastness.tlog.NoteVerifier;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.ReceiptVerdict;
import org.fastness.tlog.ReceiptVerifier;
import org.fastness.tlog.SignedNote;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

/** A host that lies about what it made durable, forks its store, forges its log, and sets its clock. */
class HostileCommitsTest extends HostileTest {

    // ---- commits answered falsely ----

    @Test
    void aCommitThatFailedReleasesNothingAndTheSameOctetsMayComeAgain() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared prepared = open.prepare(open.person().message("refused by the store"));
        host.commits = HostileHost.Commits.FAIL;
        refused(() -> open.send(prepared), Refusal.NOT_DURABLE);
        host.commits = HostileHost.Commits.STORE;

        open.send(prepared);
    }

    @Test
    void aCommitThatIsNeverAnsweredReleasesNothing() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared prepared = open.prepare(open.person().message("ignored"));
        host.commits = HostileHost.Commits.IGNORE;
        assertThatThrownBy(() -> open.send(prepared)).isInstanceOf(IOException.class);
        host.records = HostileHost.presenting(HostileHost.puts(host.ignored().getFirst()));
        refused(() -> open.send(prepared), Refusal.CONFLICT, Refusal.STALE_RECORD);
        host.makeHonest();

        open.send(prepared);
    }

    /** What was sealed for the commit shows nothing while the host is silent, nor after it said that the commit failed. */
    @Test
    void aSignatureThatWasNeverCountedIsNeverReleased() throws Exception {
        Open poor = signUp(host, 0);
        AccountClient.Prepared prepared = poor.prepare(poor.transfer(NEARLY_ALL));
        host.commits = HostileHost.Commits.CLAIM_FAILED;
        refused(() -> poor.send(prepared), Refusal.NOT_DURABLE);
        List<SealedRecord> answer = host.disowned().stream().filter(record -> record.kind() == SealedRecord.Kind.ANSWER).toList();
        assertThat(answer).hasSize(1);
        for (int i = 0; i < 3; i++) {
            host.records = HostileHost.presenting(answer);
            refused(() -> poor.send(prepared), Refusal.NOT_DURABLE);
        }
        host.makeHonest();
        poor.send(prepared);

        refused(() -> poor.pay(NEARLY_ALL), Refusal.LIMIT);
    }

    @Test
    void aStateThatTheHostDisownedIsAnotherHistory() throws Exception {
        Open open = unlocked(host, ada.person());
        host.commits = HostileHost.Commits.CLAIM_FAILED;
        refused(() -> open.signMessage("disowned"), Refusal.NOT_DURABLE);
        host.commits = HostileHost.Commits.STORE;
        host.records = HostileHost.presenting(host.disowned());
        refused(() -> open.signMessage("on top of it"), Refusal.STALE_RECORD);
        host.records = HostileHost.Twist.none();
        open.signMessage("on what is durable");
        host.records = HostileHost.presenting(host.disowned());

        refused(() -> open.signMessage("the same version of the other history"), Refusal.STALE_RECORD);
    }

    @Test
    void whatWasClaimedDurableAndIsNotCannotBeTakenBack() throws Exception {
        Open poor = signUp(host, 0);
        host.commits = HostileHost.Commits.CLAIM_DURABLE;
        poor.pay(NEARLY_ALL);
        host.commits = HostileHost.Commits.STORE;

        refused(() -> poor.pay(NEARLY_ALL), Refusal.STALE_RECORD);
        refused(() -> poor.client().view(), Refusal.STALE_RECORD);
    }

    @Test
    void outcomesOfOtherBatchesAreIgnored() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared prepared = open.prepare(open.person().message("wrong batch"));
        host.commits = HostileHost.Commits.IGNORE;
        assertThatThrownBy(() -> open.send(prepared)).isInstanceOf(IOException.class);
        long batch = host.ignored().getFirst().batch();
        for (long other : new long[] {0, batch - 1, batch + 1, -1, Long.MAX_VALUE}) host.begin(new HostMessage.CommitOutcome(other, true).encode());
        refused(() -> open.send(prepared), Refusal.CONFLICT);
        host.makeHonest();
        host.begin(new HostMessage.CommitOutcome(batch, false).encode()); // too late to take back

        open.send(prepared);
    }

    // ---- two histories ----

    @Test
    void aForkedStoreServesOneHistoryOnly() throws Exception {
        Open one = unlocked(host, ada.person());
        MemoryStore.Moment fork = host.store().moment();
        one.signMessage("left");
        MemoryStore.Moment left = host.store().moment();
        host.store().restore(fork);
        refused(() -> unlocked(host, ada.person()), Refusal.STALE_RECORD);
        refused(() -> one.signMessage("right"), Refusal.STALE_RECORD);
        refused(() -> one.client().activity(1, 1), Refusal.STALE_RECORD);
        host.store().restore(left);

        one.signMessage("left goes on");
    }

    // ---- leaves and checkpoints ----

    @Test
    void aForgedReceiptIsFoundByItsReader() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient client = open.client();
        Receipt receipt = client.run(new org.fastness.protocol.message.Operation.Sign(List.of(open.person().message("receipted"))), open.person().approver(), java.util.Optional.empty(),
                Result.Signatures.class).receipt();
        NoteVerifier logKey = client.logKey();
        assertThat(ReceiptVerifier.verify(receipt, logKey)).isInstanceOf(ReceiptVerdict.Verified.class);
        assertThat(Checkpoint.open(receipt.note(), logKey).root()).isEqualTo(host.store().root(receipt.proof().size()));

        Seeded.check(60, random -> {
            Bytes forged = random.flipBit(receipt.toBytes());
            assertThat(verdict(forged, logKey)).as("a flipped bit").isNotEqualTo("verified");
        });
        InclusionProof elsewhere = new InclusionProof(receipt.proof().index() == 0 ? 1 : receipt.proof().index() - 1, receipt.proof().size(), receipt.proof().path());
        assertThat(ReceiptVerifier.verify(new Receipt(receipt.opening(), elsewhere, receipt.note(), false), logKey)).isInstanceOf(ReceiptVerdict.Rejected.class);
        assertThat(ReceiptVerifier.verify(new Receipt(receipt.opening(), receipt.proof(), receipt.note(), true), logKey)).as("a claim of witnesses").isInstanceOf(ReceiptVerdict.Rejected.class);
    }

    private static String verdict(Bytes forged, NoteVerifier logKey) throws Exception {
        try {
            return ReceiptVerifier.verify(Receipt.parse(forged), logKey) instanceof ReceiptVerdict.Verified ? "verified" : "rejected";
        } catch (org.fastness.base.Malformed | org.fastness.base.Refused unreadable) {
            return "unreadable";
        }
    }

    @Test
    void aCheckpointSignedByTheHostIsNotTheLogs() throws Exception {
        Open open = unlocked(host, ada.person());
        Receipt receipt = open.client().run(new org.fastness.protocol.message.Operation.Sign(List.of(open.person().message("receipted"))), open.person().approver(), java.util.Optional.empty(),
                Result.Signatures.class).receipt();
        try (HostileHost foreign = HostileHost.serving()) {
            Open other = signUp(foreign, 1);
            Receipt theirs = other.client().run(new org.fastness.protocol.message.Operation.Sign(List.of(other.person().message("elsewhere"))), other.person().approver(), java.util.Optional.empty(),
                    Result.Signatures.class).receipt();
            SignedNote foreignNote = theirs.note();

            assertThat(ReceiptVerifier.verify(new Receipt(receipt.opening(), receipt.proof(), foreignNote, false), open.client().logKey())).isInstanceOf(ReceiptVerdict.Rejected.class);
            assertThat(ReceiptVerifier.verify(theirs, open.client().logKey())).isInstanceOf(ReceiptVerdict.Rejected.class);
        }
    }

    @Test
    void everyReleasedCheckpointIsARootOfTheOneLog() throws Exception {
        Open open = unlocked(host, ada.person());
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(open.client().run(new org.fastness.protocol.message.Operation.Sign(List.of(open.person().message("entry " + i))), open.person().approver(), java.util.Optional.empty(),
                    Result.Signatures.class).receipt());
        }

        for (Receipt receipt : receipts) assertThat(Checkpoint.open(receipt.note(), open.client().logKey()).root()).isEqualTo(host.store().root(receipt.proof().size()));
    }

    // ---- the host's clock ----

    /** Within a boot it never runs back, so that no window opens twice; set forward it shortens what is labelled "host clock", which is all that is claimed. */
    @Test
    void aClockThatJumpsOpensNoLimitBackwards() throws Exception {
        Open poor = signUp(host, 0);
        poor.pay(NEARLY_ALL);
        for (long error : new long[] {-86_400_000_000L * 400, Long.MIN_VALUE / 2, -1}) {
            host.clockErrorMicros = error;
            refused(() -> poor.pay(NEARLY_ALL), Refusal.LIMIT);
        }
        host.clockErrorMicros = 0;
        poor.pay(BigInteger.ONE);
    }

    @Test
    void everyReceiptSaysWhoseClockAndWhoseFreshnessItIs() throws Exception {
        Open open = unlocked(host, ada.person());
        Receipt receipt = open.client().run(new org.fastness.protocol.message.Operation.Sign(List.of(open.person().message("labels"))), open.person().approver(), java.util.Optional.empty(),
                Result.Signatures.class).receipt();

        assertThat(receipt.labels().time().text()).isEqualTo("host");
        assertThat(receipt.labels().freshness().text()).isEqualTo("host");
        assertThat(receipt.labels().attestation()).isEqualTo("not attested");
        assertThat(receipt.labels().witnessed()).isFalse();
    }

    @Test
    void theEnclaveAsksNothingOfTheHostButCommits() throws Exception {
        Open open = unlocked(host, ada.person());
        host.commits = HostileHost.Commits.IGNORE;
        assertThatThrownBy(() -> open.signMessage("looked at")).isInstanceOf(IOException.class);
        EnclaveMessage.Commit commit = host.ignored().getFirst();

        assertThat(HostileHost.puts(commit)).extracting(SealedRecord::kind).containsExactlyInAnyOrder(SealedRecord.Kind.ACCOUNT_HOT, SealedRecord.Kind.ANSWER, SealedRecord.Kind.ACTIVITY);
    }
}
