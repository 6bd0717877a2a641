package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fastness.attestation.Verdict;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.client.AccountClient;
import org.fastness.client.EvidenceRefused;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.tlog.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a host can do by starting the enclave anew. Only an anchor outside could refuse a rollback then, and there is none yet: each receipt says so, a client
 * that remembers more refuses, and level 0 does not sign until its owner was seen.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RestartTest {
    private HostileHost host;

    @BeforeEach
    void start() throws Exception {
        host = HostileHost.serving();
    }

    @AfterEach
    void stop() {
        if (host == null) return;
        int faults = host.faults();
        boolean alive = host.isAlive();
        host.close();
        assertThat(faults).as("faults inside the enclave").isZero();
        assertThat(alive).isTrue();
    }

    private static AccountClient.Receipted<Result.Unlocked> unlock(HostileTest.Open open, SlotMaterial material) throws Exception {
        return open.client().run(new Operation.Unlock(), open.person().approver(), Optional.of(material), Result.Unlocked.class);
    }

    @Test
    void aRollbackAcrossARestartIsRefusedByAClientThatRemembersAndLabelledForOneThatDoesNot() throws Exception {
        HostileTest.Open poor = HostileTest.signUp(host, 0);
        MemoryStore.Moment before = host.store().moment();
        poor.pay(HostileTest.NEARLY_ALL);
        host.store().restore(before);
        host.restart();

        HostileTest.refused(() -> HostileTest.unlocked(host, poor.person()), Refusal.STALE_RECORD);
        HostileTest.Open forgetful = HostileTest.forgetful(host, poor.person());
        Receipt receipt = unlock(forgetful, new SlotMaterial.Operator()).receipt();

        assertThat(receipt.labels().freshness().text()).as("who kept it fresh").isEqualTo("host");
        HostileTest.refused(() -> forgetful.pay(HostileTest.NEARLY_ALL), Refusal.COLD_START);
    }

    @Test
    void levelZeroSignsAfterAStartOnceItsOwnerWasSeen() throws Exception {
        HostileTest.Open poor = HostileTest.signUp(host, 0);
        poor.pay(HostileTest.NEARLY_ALL);
        host.restart();
        HostileTest.Open forgetful = HostileTest.forgetful(host, poor.person());
        unlock(forgetful, new SlotMaterial.Operator());
        HostileTest.refused(() -> forgetful.pay(BigInteger.ONE), Refusal.COLD_START);

        HostileTest.Open back = HostileTest.forgetful(host, poor.person());
        unlock(back, new SlotMaterial.RecoveryCode(poor.person().recoveryCode().toArray()));

        HostileTest.refused(() -> back.pay(HostileTest.NEARLY_ALL), Refusal.LIMIT);
        back.pay(BigInteger.ONE);
    }

    @Test
    void theOwnersOwnMemoryCountsAsSeen() throws Exception {
        HostileTest.Open poor = HostileTest.signUp(host, 0);
        poor.pay(HostileTest.NEARLY_ALL);
        host.restart();

        HostileTest.Open back = HostileTest.unlocked(host, poor.person());

        back.pay(BigInteger.ONE);
    }

    @Test
    void anAnswerOfAnEarlierBootComesOnlyBesideTheStateThatPaidForIt() throws Exception {
        HostileTest.Open poor = HostileTest.signUp(host, 0);
        MemoryStore.Moment before = host.store().moment();
        AccountClient.Prepared prepared = poor.prepare(poor.transfer(HostileTest.NEARLY_ALL));
        host.commits = HostileHost.Commits.CLAIM_FAILED;
        HostileTest.refused(() -> poor.send(prepared), Refusal.NOT_DURABLE);
        List<SealedRecord> answer = host.disowned().stream().filter(record -> record.kind() == SealedRecord.Kind.ANSWER).toList();
        host.commits = HostileHost.Commits.STORE;
        host.store().restore(before);
        host.restart();
        host.records = HostileHost.presenting(answer);

        HostileTest.Open after = HostileTest.forgetful(host, poor.person());
        HostileTest.refused(() -> after.send(prepared), Refusal.STALE_RECORD);
    }

    @Test
    void channelsSessionsAndNoncesDieWithTheBoot() throws Exception {
        HostileTest.Open open = HostileTest.signUp(host, 1);
        AccountClient.Prepared prepared = open.prepare(open.person().message("before"));
        host.restart();

        HostileTest.refused(() -> open.signMessage("on the old channel"), Refusal.UNKNOWN_CHANNEL);
        HostileTest.Open after = HostileTest.unlocked(host, open.person());
        HostileTest.refused(() -> after.send(prepared), Refusal.NOT_AUTHORISED);
    }

    @Test
    void aLogStateThatIsNotTheLogsIsRefusedAtBootAndTheRightOneTaken() throws Exception {
        HostileTest.Open open = HostileTest.signUp(host, 1);
        SealedRecord logState = host.store().logState().orElseThrow();
        SealedRecord account = host.store().find(SealedRecord.Kind.ACCOUNT, open.person().account().value()).orElseThrow();
        host.restartCold();
        byte[] octets = logState.blob().toArray();
        octets[octets.length / 2] ^= 1;
        SealedRecord flipped = new SealedRecord(logState.kind(), logState.tenant(), logState.id(), 0, logState.version(), Bytes.of(octets));
        SealedRecord renumbered = new SealedRecord(logState.kind(), logState.tenant(), logState.id(), 0, logState.version() + 1, logState.blob());
        for (SealedRecord wrong : List.of(flipped, renumbered, account)) {
            HostileTest.refused(() -> host.ask(host.bootMessage(host.sealedRoot(), Optional.of(wrong))), Refusal.ALTERED_RECORD);
        }
        HostileTest.refused(() -> host.ask(host.bootMessage(Optional.of(logState.blob()), Optional.empty())), Refusal.ALTERED_RECORD, Refusal.NOT_AUTHORISED, Refusal.MALFORMED, Refusal.UNKNOWN_VERSION);

        host.restart();

        HostileTest.unlocked(host, open.person()).signMessage("after the right boot");
    }

    /** An older log state is taken, as nothing inside can tell; two checkpoints of one size then prove the fork to whoever has both receipts. */
    @Test
    void aLogRolledBackAcrossARestartForksVisibly() throws Exception {
        HostileTest.Open open = HostileTest.signUp(host, 1);
        MemoryStore.Moment before = host.store().moment();
        Receipt left = open.client().run(new Operation.Sign(List.of(open.person().message("left"))), open.person().approver(), Optional.empty(), Result.Signatures.class).receipt();
        host.store().restore(before);
        host.restart();
        HostileTest.Open forgetful = HostileTest.forgetful(host, open.person());
        AccountClient.Receipted<Result.Unlocked> right = forgetful.client().run(new Operation.Unlock(), open.person().approver(),
                Optional.of(new SlotMaterial.RecoveryCode(open.person().recoveryCode().toArray())), Result.Unlocked.class);

        assertThat(right.receipt().proof().size()).isEqualTo(left.proof().size());
        assertThat(right.receipt().note().text()).isNotEqualTo(left.note().text());
        assertThat(right.receipt().labels().freshness().text()).isEqualTo("host");
        assertThat(right.receipt().labels().witnessed()).isFalse();
    }

    /** Clients find a clock that is wrong by more than an hour, and the enclave survives any number. */
    @Test
    void aClockFarAheadIsSeenInTheEvidenceAndBreaksNothingInside() throws Exception {
        HostileTest.Open open = HostileTest.signUp(host, 1);
        for (long error : new long[] {2 * 3_600_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            host.clockErrorMicros = error;
            open.signMessage("at whatever time");
        }
        host.clockErrorMicros = 0;

        assertThatThrownBy(() -> open.person().connect(host)).isInstanceOfSatisfying(EvidenceRefused.class, refused -> assertThat(refused.verdict().reason()).isEqualTo(Verdict.Reason.WRONG_TIME));
        open.signMessage("still here");
        host.restart();
        HostileTest.unlocked(host, open.person()).signMessage("with a right clock again");
    }
}
