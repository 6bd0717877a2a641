package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fastness.enclave.harness.Person.done;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.enclave.harness.TestClient;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.tlog.Checkpoint;
import org.fastness.tlog.MerkleTree;
import org.fastness.tlog.NoteVerifier;
import org.fastness.tlog.Receipt;
import org.junit.jupiter.api.Test;

/** Prepare, durable, release: nothing leaves before, nothing is lost after, nothing happens twice. */
class DurabilityTest {
    private final InMemoryHost host = InMemoryHost.serving();

    DurabilityTest() throws Exception {}

    private record Asked(Bytes frame, Request.Execute request, Context context) {}

    private static Asked ask(Person person, Operation operation) {
        Context context = person.client.context(person.account, person.knownVersion);
        Request.Execute request = new Request.Execute(context, operation, person.passkey(context, operation), Optional.empty());
        var routing = person.routing(person.account, context.requestId());
        return new Asked(person.client.seal(routing, routing, request), request, context);
    }

    private static Operation sign(Person person, long wei) {
        return new Operation.Sign(List.of(person.transfer(wei)));
    }

    private static Response again(TestClient client, Person person, Asked asked) throws Refused {
        return client.ask(person.routing(person.account, asked.context.requestId()), asked.request);
    }

    @Test
    void aFailedCommitReleasesNothingAndTheSameOctetsMayComeAgain() throws Exception {
        Person person = Person.atLevel0(host, false);
        host.commits = InMemoryHost.Commits.FAIL;
        Asked asked = ask(person, sign(person, 1_000));
        assertThat(person.client.open(host.frame(asked.frame))).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));

        host.commits = InMemoryHost.Commits.APPLY;

        done(again(person.client, person, asked));
        assertThat(host.stored(SealedRecord.Kind.ACCOUNT_HOT, person.account.value()).version()).isEqualTo(2);
    }

    @Test
    void aFailedCommitSpendsNothing() throws Exception {
        Person person = Person.atLevel0(host, false);
        long nearlyAll = 49_000_000_000_000_000L;
        host.commits = InMemoryHost.Commits.FAIL;
        assertThat(person.sign(person.transfer(nearlyAll))).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));
        host.commits = InMemoryHost.Commits.APPLY;

        done(person.sign(person.transfer(nearlyAll)));
    }

    @Test
    void aHostThatNeverCommitsGainsNothing() throws Exception {
        Person person = Person.atLevel0(host, false);
        host.commits = InMemoryHost.Commits.DROP;

        CompletableFuture<EnclaveMessage> answer = host.beginFrame(ask(person, sign(person, 1_000)).frame);

        assertThat(answer).isNotDone();
    }

    /** The answer is sealed before it is durable: a host that keeps it and says "failed" must not get the signature out, uncounted. */
    @Test
    void anAnswerWhoseCommitTheHostCalledFailedIsNone() throws Exception {
        Person person = Person.atLevel0(host, false);
        Asked asked = ask(person, sign(person, 40_000_000_000_000_000L));
        host.commits = InMemoryHost.Commits.HOLD;
        CompletableFuture<EnclaveMessage> first = host.beginFrame(asked.frame);
        SealedRecord kept = host.heldAnswer();
        host.presents = records -> java.util.stream.Stream.concat(records.stream(), java.util.stream.Stream.of(kept)).toList();

        assertThat(again(person.client, person, asked)).as("while nobody knows").isEqualTo(new Response.Refused(Refusal.CONFLICT, ""));
        host.commits = InMemoryHost.Commits.APPLY;
        host.outcome(false);
        assertThat(person.client.open(InMemoryHost.answer(InMemoryHost.await(first)))).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));

        done(again(person.client, person, asked));
        assertThat(person.sign(person.transfer(40_000_000_000_000_000L))).as("the retry was counted").isInstanceOfSatisfying(Response.Refused.class, r -> assertThat(r.refusal()).isEqualTo(Refusal.LIMIT));
    }

    @Test
    void anAnswerOfAnEarlierBootCountsOnlyBesideTheAccountThatPaidForIt() throws Exception {
        Person person = Person.atLevel1(host);
        InMemoryHost.Snapshot before = host.snapshot();
        Asked asked = ask(person, sign(person, 1_000));
        host.frame(asked.frame);
        SealedRecord answer = host.stored(SealedRecord.Kind.ANSWER, asked.context.requestId().value());
        host.restore(before);
        host.restart();
        host.presents = records -> java.util.stream.Stream.concat(records.stream(), java.util.stream.Stream.of(answer)).toList();

        assertThat(again(TestClient.connect(host), person, asked)).isEqualTo(new Response.Refused(Refusal.STALE_RECORD, ""));
    }

    @Test
    void aFailedSignUpLeavesNoAccountAndCanBeRepeated() throws Exception {
        Person person = new Person(host, org.fastness.testkit.SoftwareAuthenticator.synced());
        host.commits = InMemoryHost.Commits.FAIL;
        assertThat(person.trySignUp(1, true, true)).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));
        assertThat(host.rows()).isEmpty();
        host.commits = InMemoryHost.Commits.APPLY;

        Person again = new Person(host, org.fastness.testkit.SoftwareAuthenticator.synced());
        done(again.trySignUp(1, true, true));
    }

    @Test
    void aRetryGetsTheStoredAnswerOnAnyChannel() throws Exception {
        Person person = Person.atLevel1(host);
        Asked asked = ask(person, sign(person, 1_000));
        Response first = person.client.open(host.frame(asked.frame));
        long leaves = host.leaves().size();

        Response second = again(TestClient.connect(host), person, asked);

        assertThat(second).isEqualTo(first);
        assertThat(host.leaves()).hasSize((int) leaves);
    }

    @Test
    void aRetryAfterARestartStillGetsTheStoredAnswer() throws Exception {
        Person person = Person.atLevel1(host);
        Asked asked = ask(person, sign(person, 1_000));
        Response first = person.client.open(host.frame(asked.frame));
        host.restart();

        assertThat(again(TestClient.connect(host), person, asked)).isEqualTo(first);
    }

    @Test
    void aSignUpThatWasAnsweredIsAnsweredAgain() throws Exception {
        Person person = new Person(host, org.fastness.testkit.SoftwareAuthenticator.synced());
        Response.EnrolmentOptions options = person.begin(Request.Purpose.CREATE, person.account);
        person.account = options.account();
        Operation create = new Operation.CreateAccount(1, person.enrolment(options, true, true));
        Asked asked = ask(person, create);
        Response first = person.client.open(host.frame(asked.frame));

        assertThat(done(again(TestClient.connect(host), person, asked))).isEqualTo(first);
        assertThat(host.count(SealedRecord.Kind.ACCOUNT)).isEqualTo(1);
    }

    @Test
    void anotherRequestUnderAUsedIdIsAReplay() throws Exception {
        Person person = Person.atLevel1(host);
        Asked asked = ask(person, sign(person, 1_000));
        host.frame(asked.frame);
        Request.Execute other = new Request.Execute(asked.context, sign(person, 2_000), asked.request.authorization(), Optional.empty());

        assertThat(person.client.ask(person.routing(person.account, asked.context.requestId()), other)).isEqualTo(new Response.Refused(Refusal.REPLAYED, ""));
    }

    @Test
    void aHostThatHidesTheStoredAnswerGetsNoSecondSignature() throws Exception {
        Person person = Person.atLevel1(host);
        Asked asked = ask(person, sign(person, 1_000));
        host.frame(asked.frame);
        host.presents = records -> records.stream().filter(r -> r.kind() != SealedRecord.Kind.ANSWER).toList();

        assertThat(again(person.client, person, asked)).isEqualTo(new Response.Refused(Refusal.CONFLICT, ""));
        host.restart();
        assertThat(again(TestClient.connect(host), person, asked)).isEqualTo(new Response.Refused(Refusal.NOT_AUTHORISED, ""));
    }

    @Test
    void aFrameIsTakenOnce() throws Exception {
        Person person = Person.atLevel1(host);
        Bytes frame = ask(person, sign(person, 1_000)).frame;
        host.frame(frame);

        assertThatThrownBy(() -> host.frame(frame)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.REPLAYED));
    }

    @Test
    void anApprovalIsUsedOnce() throws Exception {
        Person person = Person.atLevel1(host);
        Context context = person.client.context(person.account, person.knownVersion);
        Operation operation = sign(person, 1_000);
        done(person.send(context, operation, person.passkey(context, operation), Optional.empty()));
        Context sameNonce = new Context(context.environment(), context.tenant(), context.account(), org.fastness.base.Id.request(Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})),
                context.knownVersion(), context.nonce(), context.handshakeHash());

        assertThat(person.send(sameNonce, operation, person.passkey(sameNonce, operation), Optional.empty())).isEqualTo(new Response.Refused(Refusal.REPLAYED, ""));
    }

    @Test
    void anApprovalOfAnotherChannelIsRefused() throws Exception {
        Person person = Person.atLevel1(host);
        Operation operation = sign(person, 1_000);
        Context elsewhere = TestClient.connect(host).context(person.account, person.knownVersion);

        assertThat(person.send(elsewhere, operation, person.passkey(elsewhere, operation), Optional.empty())).isEqualTo(new Response.Refused(Refusal.NOT_AUTHORISED, ""));
    }

    @Test
    void anApprovalOfAnotherOperationIsRefused() throws Exception {
        Person person = Person.atLevel1(host);
        Context context = person.client.context(person.account, person.knownVersion);
        Authorization small = person.passkey(context, sign(person, 1_000));

        assertThat(person.send(context, sign(person, 1_000_000), small, Optional.empty())).isEqualTo(new Response.Refused(Refusal.NOT_AUTHORISED, ""));
    }

    @Test
    void whatArrivesWhileABatchIsAtTheHostIsTheNextBatch() throws Exception {
        Person person = Person.atLevel1(host);
        Person other = Person.atLevel1(host);
        List<CompletableFuture<EnclaveMessage>> answers = new ArrayList<>();
        List<Asked> asked = List.of(ask(person, sign(person, 1)), ask(other, sign(other, 2)));
        host.commits = InMemoryHost.Commits.HOLD;
        for (Asked each : asked) answers.add(host.beginFrame(each.frame));
        assertThat(host.heldCommits()).isEqualTo(1);

        host.outcome(true);
        assertThat(answers.get(0)).isDone();
        assertThat(answers.get(1)).isNotDone();
        host.outcome(true);

        done(person.client.open(InMemoryHost.answer(InMemoryHost.await(answers.get(0)))));
        done(other.client.open(InMemoryHost.answer(InMemoryHost.await(answers.get(1)))));
    }

    @Test
    void operationsOfOneAccountQueueUpOnEachOther() throws Exception {
        Person person = Person.atLevel1(host);
        TestClient second = TestClient.connect(host);
        TestClient first = person.client;
        person.client = second;
        done(person.unlock(person.prf()));
        Asked two = ask(person, sign(person, 2));
        person.client = first;
        Asked one = ask(person, sign(person, 1));
        host.commits = InMemoryHost.Commits.HOLD;
        CompletableFuture<EnclaveMessage> firstAnswer = host.beginFrame(one.frame);
        CompletableFuture<EnclaveMessage> secondAnswer = host.beginFrame(two.frame); // its records are from before the first is durable

        host.outcome(true);
        host.outcome(true);

        Response.Done a = done(first.open(InMemoryHost.answer(InMemoryHost.await(firstAnswer))));
        Response.Done b = done(second.open(InMemoryHost.answer(InMemoryHost.await(secondAnswer))));
        assertThat(b.version()).isEqualTo(a.version() + 1);
    }

    @Test
    void aFailureTakesWhatWasPreparedOnTopOfIt() throws Exception {
        Person person = Person.atLevel1(host);
        TestClient second = TestClient.connect(host);
        TestClient first = person.client;
        person.client = second;
        done(person.unlock(person.prf()));
        Asked two = ask(person, sign(person, 2));
        person.client = first;
        Asked one = ask(person, sign(person, 1));
        host.commits = InMemoryHost.Commits.HOLD;
        CompletableFuture<EnclaveMessage> firstAnswer = host.beginFrame(one.frame);
        CompletableFuture<EnclaveMessage> secondAnswer = host.beginFrame(two.frame);

        host.outcome(false);

        assertThat(first.open(InMemoryHost.answer(InMemoryHost.await(firstAnswer)))).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));
        assertThat(second.open(InMemoryHost.answer(InMemoryHost.await(secondAnswer)))).isEqualTo(new Response.Refused(Refusal.NOT_DURABLE, ""));
        host.commits = InMemoryHost.Commits.APPLY;
        done(person.signMessage("on what is durable"));
    }

    @Test
    void nothingPreparedIsShown() throws Exception {
        Person person = Person.atLevel1(host);
        host.commits = InMemoryHost.Commits.HOLD;
        host.beginFrame(ask(person, sign(person, 1)).frame);

        Response.Account account = (Response.Account) person.client.ask(person.routing(person.account, person.client.routing().requestId()), new Request.ViewAccount());

        assertThat(account.view().version()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfAnotherBatchIsIgnored() throws Exception {
        Person person = Person.atLevel1(host);
        host.commits = InMemoryHost.Commits.HOLD;
        CompletableFuture<EnclaveMessage> answer = host.beginFrame(ask(person, sign(person, 1)).frame);

        host.begin(new org.fastness.protocol.link.HostMessage.CommitOutcome(99, true));
        host.begin(new org.fastness.protocol.link.HostMessage.CommitOutcome(1, true));

        assertThat(answer).isNotDone();
    }

    @Test
    void receiptsProveTheirLeafInTheSignedTreeThatTheHostStores() throws Exception {
        Person person = Person.atLevel1(host);
        Response.InfoAnswer info = (Response.InfoAnswer) person.client.ask(person.client.routing(), new Request.Info());
        Asked asked = ask(person, sign(person, 1_000));

        Response.Done done = done(person.client.open(host.frame(asked.frame)));

        Receipt receipt = Receipt.parse(done.receipt());
        Checkpoint checkpoint = Checkpoint.open(receipt.note(), NoteVerifier.parse(info.logKey()));
        assertThat(checkpoint.size()).isEqualTo(2);
        assertThat(receipt.proof().verify(receipt.opening().leafHash(), checkpoint.root())).isTrue();
        assertThat(host.leaves()).last().isEqualTo(receipt.opening().leafHash());
        assertThat(MerkleTree.nodeHash(host.leaves().get(0), host.leaves().get(1))).isEqualTo(checkpoint.root());
        assertThat(receipt.opening().requestHash()).isEqualTo(Digests.sha256(Request.identityOf(asked.request)));
        assertThat(receipt.opening().headHash()).isEqualTo(done.head());
        assertThat(receipt.opening().clusterId()).isEqualTo(info.clusterId());
        assertThat(receipt.labels().attestation()).isEqualTo("not attested");
        assertThat(receipt.labels().freshness().text()).isEqualTo("host");
        assertThat(receipt.labels().time().text()).isEqualTo("host");
    }

    @Test
    void oneEnrolmentMakesOneAccount() throws Exception {
        Person person = new Person(host, org.fastness.testkit.SoftwareAuthenticator.synced());
        Response.EnrolmentOptions options = person.begin(Request.Purpose.CREATE, person.account);
        person.account = options.account();
        Operation create = new Operation.CreateAccount(1, person.enrolment(options, true, true));
        TestClient client = person.client;
        Asked first = ask(person, create);
        client.ask(client.routing(), new Request.Info()); // one more nonce
        Asked second = ask(person, create);
        host.commits = InMemoryHost.Commits.HOLD;
        CompletableFuture<EnclaveMessage> firstAnswer = host.beginFrame(first.frame);
        CompletableFuture<EnclaveMessage> secondAnswer = host.beginFrame(second.frame);

        assertThat(client.open(InMemoryHost.answer(InMemoryHost.await(secondAnswer)))).isEqualTo(new Response.Refused(Refusal.CONFLICT, ""));
        host.outcome(true);
        done(client.open(InMemoryHost.answer(InMemoryHost.await(firstAnswer))));
    }

    @Test
    void theLogGoesOnAfterARestart() throws Exception {
        Person person = Person.atLevel1(host);
        host.restart();
        person.reconnect();

        Response.Done done = done(person.unlock(person.prf()));

        assertThat(Receipt.parse(done.receipt()).proof().index()).isEqualTo(1);
        assertThat(host.leaves()).hasSize(2);
    }
}
