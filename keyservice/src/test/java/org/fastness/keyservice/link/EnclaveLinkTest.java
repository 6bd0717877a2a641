package org.fastness.keyservice.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.Caller;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.SealedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnclaveLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EnclaveLink.Committer REFUSES = (commit, callers) -> false;

    private static EnclaveLink link(FakeEnclave enclave, EnclaveLink.Committer committer) {
        return new EnclaveLink(enclave.host(), committer, Ticker.system());
    }

    private static HostMessage frame(int number) {
        return new HostMessage.ProcessFrame(Bytes.of(ByteBuffer.allocate(4).putInt(number).array()), List.of(), 0);
    }

    private static EnclaveMessage echo(FakeEnclave.Question question) {
        return new EnclaveMessage.FrameProcessed(((HostMessage.ProcessFrame) question.message()).frame());
    }

    private static EnclaveMessage.Commit commit(long batch, long correlation) {
        return new EnclaveMessage.Commit(batch, List.of(new EnclaveMessage.Transition(correlation, List.of())), List.of());
    }

    private static <T> Future<T> beside(ExecutorService threads, Callable<T> work) {
        return threads.submit(work);
    }

    @Test
    void pairsAnswersWithQuestionsInWhateverOrderTheyCome() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EnclaveMessage>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                answers.add(beside(threads, () -> link.ask(frame(number), PATIENCE)));
            }
            List<FakeEnclave.Question> questions = new ArrayList<>();
            for (int i = 0; i < 100; i++) questions.add(enclave.next().orElseThrow());
            for (FakeEnclave.Question question : questions.reversed()) enclave.say(question.correlation(), echo(question));

            for (int i = 0; i < 100; i++) assertThat(answers.get(i).get()).isEqualTo(new EnclaveMessage.FrameProcessed(((HostMessage.ProcessFrame) frame(i)).frame()));
            assertThat(link.inFlight()).isZero();
        }
    }

    @Test
    void carriesTensOfThousandsOfFramesFromManyThreads() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> served = beside(threads, () -> serveAll(enclave));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < 64; client++) clients.add(beside(threads, () -> askMany(link, 400)));
            int asked = 0;
            for (Future<Integer> client : clients) asked += client.get();
            enclave.host().close();

            assertThat(asked).isEqualTo(25_600);
            assertThat(served.get()).isEqualTo(25_600);
        }
    }

    private static int serveAll(FakeEnclave enclave) throws Exception {
        int served = 0;
        for (Optional<FakeEnclave.Question> question = enclave.next(); question.isPresent(); question = enclave.next()) {
            enclave.say(question.get().correlation(), echo(question.get()));
            served++;
        }
        return served;
    }

    private static int askMany(EnclaveLink link, int count) throws Refused {
        for (int i = 0; i < count; i++) link.ask(frame(i), PATIENCE);
        return count;
    }

    @Test
    void throwsTheEnclavesRefusal() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EnclaveMessage> asked = beside(threads, () -> link.ask(frame(1), PATIENCE));
            enclave.say(enclave.next().orElseThrow().correlation(), new EnclaveMessage.Refused(Refusal.UNKNOWN_CHANNEL));

            assertThatThrownBy(asked::get).hasCause(new Refused(Refusal.UNKNOWN_CHANNEL));
        }
    }

    @Test
    void refusesAtOnceWhatFindsNoRoom() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EnclaveMessage>> asked = new ArrayList<>();
            for (int i = 0; i < EnclaveLink.IN_FLIGHT; i++) asked.add(beside(threads, () -> link.ask(frame(1), PATIENCE)));
            FakeEnclave.Question first = enclave.next().orElseThrow();
            for (int heard = 1; heard < EnclaveLink.IN_FLIGHT; heard++) enclave.next();

            assertRefusedWith(Refusal.TOO_MANY, () -> link.ask(frame(1), PATIENCE));

            enclave.say(first.correlation(), echo(first));
            enclave.say(0, commit(1, 0)); // its outcome comes after the answer above was taken
            enclave.next();
            assertThat(link.inFlight()).isEqualTo(EnclaveLink.IN_FLIGHT - 1);
            enclave.die();
        }
    }

    @Test
    void keepsAStalledEnclaveFromHoldingCallersOrMemory() throws Exception {
        Bytes large = Bytes.of(new byte[Bounds.LINK / 2]);
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES)) {
            int waiting = 0;
            Refusal last = Refusal.NOT_READY;
            while (last == Refusal.NOT_READY && waiting < 1000) {
                last = refusalOf(() -> link.ask(new HostMessage.OpenChannel(large), Duration.ZERO));
                waiting++;
            }

            assertThat(last).isEqualTo(Refusal.TOO_MANY);
            // how many were asked says nothing: the writer drops those whose caller left before it got to them
            assertThat(link.waitingOctets()).isBetween(EnclaveLink.WAITING_OCTETS - 2L * large.size(), EnclaveLink.WAITING_OCTETS);
        }
    }

    private static Refusal refusalOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        return ((Refused) org.assertj.core.api.Assertions.catchThrowable(asking)).refusal();
    }

    private static void assertRefusedWith(Refusal refusal, org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void remembersTheCallerOfAFrameWhoseClientStoppedWaiting() throws Exception {
        Caller alice = new Caller.User(Id.DEFAULT_TENANT, Id.user(Bytes.of(new byte[16])));
        LinkedBlockingQueue<Caller> told = new LinkedBlockingQueue<>();
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, (commit, callers) -> told.add(callers.apply(commit.transitions().getFirst().correlation())));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EnclaveMessage> asked = beside(threads, () -> link.ask(frame(1), alice, Duration.ofMillis(200)));
            long correlation = enclave.next().orElseThrow().correlation();
            assertThatThrownBy(asked::get).hasCause(new Refused(Refusal.NOT_READY));

            enclave.say(0, commit(5, correlation));

            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(alice);
            assertThat(enclave.next().orElseThrow().message()).isEqualTo(new HostMessage.CommitOutcome(5, true));
        }
    }

    @Test
    void saysNotDurableWhenTheCommitterSaysSo() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES)) {
            enclave.say(0, commit(9, 1));

            assertThat(enclave.next().orElseThrow().message()).isEqualTo(new HostMessage.CommitOutcome(9, false));
            assertThat(link.isOpen()).isTrue();
        }
    }

    @Test
    void endsWithoutAWordWhenNobodyKnowsWhetherACommitIsDurable() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, (commit, callers) -> {
            throw new IllegalStateException("the engine went away");
        })) {
            enclave.say(0, commit(9, 1));

            assertThat(enclave.next()).isEmpty();
            assertThat(link.end().get(30, TimeUnit.SECONDS)).contains("durable");
            assertThat(link.quiesce(PATIENCE)).isTrue();
        }
    }

    @Test
    void endsWhenTheEnclaveHasMoreCommitsUnderWayThanItMay() throws Exception {
        CompletableFuture<Boolean> release = new CompletableFuture<>();
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, (commit, callers) -> release.get())) {
            for (int i = 0; i < 6; i++) enclave.say(0, commit(i, 1));

            assertThat(link.end().get(30, TimeUnit.SECONDS)).contains("protocol");
            release.complete(false);
            assertThat(link.quiesce(PATIENCE)).isTrue();
        }
    }

    @Test
    void givesEveryOpenQuestionAnAnswerWhenTheEnclaveDies() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EnclaveMessage> asked = beside(threads, () -> link.ask(frame(1), PATIENCE));
            enclave.next();
            enclave.die();

            assertThatThrownBy(asked::get).hasCause(new Refused(Refusal.NOT_READY));
            assertRefusedWith(Refusal.NOT_READY, () -> link.ask(frame(2), PATIENCE));
            assertThat(link.isOpen()).isFalse();
            assertThat(link.inFlight()).isZero();
        }
    }

    @Test
    void endsAtTheFirstOctetThatBreaksTheProtocol() throws Exception {
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES)) {
            enclave.sayRaw(ByteBuffer.allocate(13).putInt(9).putLong(1).put((byte) 99).array());

            assertThat(link.end().get(30, TimeUnit.SECONDS)).contains("protocol");
        }
    }

    @Test
    void refusesAQuestionThatNoPacketHolds() throws Exception {
        List<SealedRecord> records = new ArrayList<>();
        for (int i = 0; i < 65; i++) records.add(new SealedRecord(SealedRecord.Kind.ACTIVITY, Id.DEFAULT_TENANT, Bytes.of(new byte[16]), i, 1, Bytes.of(new byte[Bounds.RECORD])));
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = link(enclave, REFUSES)) {
            assertRefusedWith(Refusal.TOO_LARGE, () -> link.ask(new HostMessage.ProcessFrame(Bytes.EMPTY, records, 0), PATIENCE));
            assertThat(link.isOpen()).isTrue();
            assertThat(link.inFlight()).isZero();
        }
    }

    @Test
    void showsAnEnclaveThatStoppedAnswering() throws Exception {
        java.util.concurrent.atomic.AtomicLong nanos = new java.util.concurrent.atomic.AtomicLong();
        Ticker ticker = new Ticker() {
            @Override
            public long epochMicros() {
                return 0;
            }

            @Override
            public long monotonicNanos() {
                return nanos.get();
            }
        };
        try (FakeEnclave enclave = FakeEnclave.connected(); EnclaveLink link = new EnclaveLink(enclave.host(), REFUSES, ticker)) {
            assertThat(link.oldestQuestion()).isZero();
            assertRefusedWith(Refusal.NOT_READY, () -> link.ask(frame(1), Duration.ZERO));
            nanos.set(Duration.ofSeconds(90).toNanos());

            assertThat(link.oldestQuestion()).isEqualTo(Duration.ofSeconds(90));
        }
    }
}
