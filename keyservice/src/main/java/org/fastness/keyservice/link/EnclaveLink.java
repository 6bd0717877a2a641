package org.fastness.keyservice.link;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.Caller;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.LinkStream;

/**
 * The host's end of the stream to one enclave: pairs questions with answers, and serves the enclave's own question, the commit.
 *
 * <p>At most {@link #IN_FLIGHT} questions are open; one that finds no room is refused at once, which is the back pressure. A caller stops
 * waiting at its timeout, but a question the enclave has heard keeps its place and its {@link Caller} until the answer, because the
 * effects of the frame may still come. The link ends with the stream, or with the first octet that breaks the protocol; every open question then gets
 * NOT_READY. Thread-safe.
 */
public final class EnclaveLink implements AutoCloseable {

    /** Questions open at the same time. */
    public static final int IN_FLIGHT = 2048;
    /** Octets waiting to be written, which bounds the memory a stalled enclave can cost. */
    static final long WAITING_OCTETS = 64L << 20;
    private static final int LONGEST_MESSAGE = Bounds.LINK - Long.BYTES;
    /** Commits waiting: the enclave has one in flight, so more is a breach. */
    private static final int COMMITS_WAITING = 4;

    /** Makes a commit durable. */
    @FunctionalInterface
    public interface Committer {
        /**
         * Called from one thread, in order. True: durable; false: surely not. An exception means that nobody knows, and ends the link.
         *
         * @param callers who sent the frame of a correlation id
         */
        boolean commit(EnclaveMessage.Commit commit, LongFunction<Caller> callers) throws Exception;
    }

    private static final class Open {
        final CompletableFuture<EnclaveMessage> answer = new CompletableFuture<>();
        final Caller caller;
        final long sinceNanos;
        volatile boolean abandoned;

        Open(Caller caller, long sinceNanos) {
            this.caller = caller;
            this.sinceNanos = sinceNanos;
        }
    }

    /** A message on its way out. */
    private static final class Outgoing {
        final long correlation;
        final byte[] octets;

        Outgoing(long correlation, byte[] octets) {
            this.correlation = correlation;
            this.octets = octets;
        }
    }

    private final LinkStream stream;
    private final Committer committer;
    private final Ticker ticker;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final BlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(IN_FLIGHT + 2 * COMMITS_WAITING);
    private final AtomicLong waitingOctets = new AtomicLong();
    private final Thread writer;
    private final AtomicLong correlations = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final ThreadPoolExecutor commits;

    public EnclaveLink(ByteChannel channel, Committer committer, Ticker ticker) {
        this.stream = new LinkStream(channel);
        this.committer = committer;
        this.ticker = ticker;
        this.commits = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(COMMITS_WAITING),
                Thread.ofPlatform().name("enclave-commit").daemon().factory());
        this.writer = Thread.ofPlatform().name("enclave-link-out").daemon().unstarted(this::write);
        this.writer.start();
        Thread.ofPlatform().name("enclave-link-in").daemon().start(this::read);
    }

    /** Asks on nobody's behalf; see {@link #ask(HostMessage, Caller, Duration)}. */
    public EnclaveMessage ask(HostMessage question, Duration timeout) throws Refused {
        return ask(question, new Caller.Anonymous(), timeout);
    }

    /** The answer; the enclave's refusals, a full link (TOO_MANY), an ended one and a timeout (NOT_READY) are thrown. */
    public EnclaveMessage ask(HostMessage question, Caller caller, Duration timeout) throws Refused {
        if (!room.tryAcquire()) throw new Refused(Refusal.TOO_MANY);
        long correlation = correlations.incrementAndGet();
        Open asked = new Open(caller, ticker.monotonicNanos());
        open.put(correlation, asked);
        queue(correlation, question.encode()).ifPresent(refusal -> settle(correlation, new EnclaveMessage.Refused(refusal)));
        if (ended.get()) settle(correlation, new EnclaveMessage.Refused(Refusal.NOT_READY));
        EnclaveMessage answer = await(asked, timeout);
        if (answer instanceof EnclaveMessage.Refused refused) throw new Refused(refused.refusal());
        return answer;
    }

    /** Puts the message into the writer's queue, or says why not. The queue itself never fills: each question holds a permit. */
    private Optional<Refusal> queue(long correlation, byte[] octets) {
        if (octets.length > LONGEST_MESSAGE) return Optional.of(Refusal.TOO_LARGE);
        if (waitingOctets.addAndGet(octets.length) > WAITING_OCTETS || !outgoing.offer(new Outgoing(correlation, octets))) {
            waitingOctets.addAndGet(-octets.length);
            return Optional.of(Refusal.TOO_MANY);
        }
        return Optional.empty();
    }

    private void write() {
        try {
            while (!ended.get()) writeOne(outgoing.take());
        } catch (IOException broken) {
            end("the stream broke");
        } catch (InterruptedException end) {
            // the link is over
        }
    }

    // A question whose asker is gone was never heard by the enclave, so it is settled here.
    /** Octets of questions that no write has taken yet; never more than {@link #WAITING_OCTETS}. */
    long waitingOctets() {
        return waitingOctets.get();
    }

    private void writeOne(Outgoing next) throws IOException {
        waitingOctets.addAndGet(-next.octets.length);
        Open asked = open.get(next.correlation);
        if (asked != null && asked.abandoned) settle(next.correlation, new EnclaveMessage.Refused(Refusal.NOT_READY));
        else stream.write(next.correlation, next.octets);
    }

    private static EnclaveMessage await(Open asked, Duration timeout) throws Refused {
        try {
            return asked.answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            asked.abandoned = true;
            throw new Refused(Refusal.NOT_READY);
        } catch (InterruptedException interrupted) {
            asked.abandoned = true;
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.NOT_READY);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("answers never fail", impossible);
        }
    }

    private void read() {
        String reason = "the enclave closed the stream";
        try {
            Optional<LinkStream.Packet> packet = stream.read();
            while (packet.isPresent()) {
                take(packet.get());
                packet = stream.read();
            }
        } catch (IOException broken) {
            reason = "the stream broke";
        } catch (Malformed breach) {
            reason = "the enclave broke the protocol";
        }
        end(reason);
    }

    private void take(LinkStream.Packet packet) throws Malformed {
        EnclaveMessage message = EnclaveMessage.decode(packet.message());
        if (!(message instanceof EnclaveMessage.Commit commit)) {
            settle(packet.correlation(), message);
            return;
        }
        try {
            commits.execute(() -> commit(commit));
        } catch (RejectedExecutionException tooMany) {
            if (!ended.get()) throw new Malformed("more commits than one in flight");
        }
    }

    private void commit(EnclaveMessage.Commit commit) {
        try {
            boolean durable = committer.commit(commit, this::callerOf);
            if (queue(0, new HostMessage.CommitOutcome(commit.batch(), durable).encode()).isPresent()) end("the enclave does not read its outcomes");
        } catch (Exception unknown) {
            if (unknown instanceof InterruptedException) Thread.currentThread().interrupt();
            end("nobody knows whether a commit is durable");
        }
    }

    private Caller callerOf(long correlation) {
        Open asked = open.get(correlation);
        return asked == null ? new Caller.Anonymous() : asked.caller;
    }

    private void settle(long correlation, EnclaveMessage answer) {
        Open asked = open.remove(correlation);
        if (asked == null) return;
        room.release();
        asked.answer.complete(answer);
    }

    private void end(String reason) {
        if (!ended.compareAndSet(false, true)) return;
        try {
            stream.close();
        } catch (IOException ignored) {
            // it is gone either way
        }
        commits.shutdown();
        writer.interrupt();
        for (long correlation : open.keySet()) settle(correlation, new EnclaveMessage.Refused(Refusal.NOT_READY));
        end.complete(reason);
    }

    /** Completes with the reason, a sentence without secrets, when the link is over. */
    public CompletableFuture<String> end() {
        return end;
    }

    /**
     * Waits until no commit of this link is under way any more; whether that is so. Only then may the next enclave read the state it
     * boots from.
     */
    public boolean quiesce(Duration timeout) throws InterruptedException {
        return commits.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    public boolean isOpen() {
        return !ended.get();
    }

    /** Questions open now. */
    public int inFlight() {
        return IN_FLIGHT - room.availablePermits();
    }

    /** How long the oldest question has been open; zero if there is none. An enclave that stopped answering shows here. */
    public Duration oldestQuestion() {
        long now = ticker.monotonicNanos();
        return Duration.ofNanos(open.values().stream().mapToLong(asked -> now - asked.sinceNanos).max().orElse(0));
    }

    /** Ends the link; the enclave wipes and leaves when it sees the end of the stream. */
    @Override
    public void close() {
        end("the host closed the link");
    }
}
