package org.fastness.e2e.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.client.Transport;
import org.fastness.keyservice.process.EnclaveImage;
import org.fastness.keyservice.process.EnclaveProcess;
import org.fastness.keyservice.process.Sandbox;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.LinkStream;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.junit.jupiter.api.Assumptions;

/**
 * The whole host in a test's hands: it starts the real enclave process in its sandbox, speaks the link, keeps the store, and is what the client takes for
 * the server. Honest until a hook says otherwise; {@link #makeHonest} ends all mischief and puts the store in the state that an honest host would have.
 */
final class HostileHost implements Transport, AutoCloseable {

    static final String RP_ID = "wallet.localhost";
    static final String ORIGIN = "http://wallet.localhost:8080";
    static final long DELAY_SECONDS = 3600;
    private static final long PATIENCE_SECONDS = 60;
    private static final int CAPTURED = 256;

    /** Changes something on its way, or loses it. */
    @FunctionalInterface
    interface Twist<T> {
        T apply(T passing) throws IOException;

        static <T> Twist<T> none() {
            return passing -> passing;
        }

        static <T> Twist<T> lose() {
            return passing -> {
                throw new IOException("the host lost it");
            };
        }
    }

    /** What the host does with a commit. */
    enum Commits {
        /** Stores it and says so. */
        STORE,
        /** Does not store it and says so. */
        FAIL,
        /** Says that it is durable, and stores nothing. */
        CLAIM_DURABLE,
        /** Says that it failed, and keeps it to show later. */
        CLAIM_FAILED,
        /** Says nothing. */
        IGNORE
    }

    volatile Twist<Bytes> openings = Twist.none();
    volatile Twist<Bytes> replies = Twist.none();
    volatile Twist<Bytes> frames = Twist.none();
    volatile Twist<Bytes> answers = Twist.none();
    volatile Twist<List<SealedRecord>> records = Twist.none();
    volatile Commits commits = Commits.STORE;
    volatile long clockErrorMicros;

    private final MemoryStore store = new MemoryStore();
    private final Map<Long, CompletableFuture<EnclaveMessage>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong correlations = new AtomicLong();
    private final AtomicInteger faults = new AtomicInteger();
    private final Deque<Bytes> questions = new ArrayDeque<>();
    private final List<EnclaveMessage.Commit> withheld = new ArrayList<>();
    private final List<EnclaveMessage.Commit> unanswered = new ArrayList<>();
    private final List<CompletableFuture<EnclaveMessage>> late = new ArrayList<>();
    private final List<SealedRecord> disowned = new ArrayList<>();
    private Optional<Bytes> sealedRoot = Optional.empty();
    private EnclaveProcess process;
    private LinkStream stream;
    private EnclaveMessage.Booted identity;

    private HostileHost() throws IOException {
        connect();
    }

    /** A host whose enclave serves; where a part is missing the test is skipped with the reason. */
    static HostileHost serving() throws IOException, Refused {
        HostileHost host = new HostileHost();
        host.boot();
        return host;
    }

    private void connect() throws IOException {
        Path folder = Path.of(System.getProperty("fastness.root", "..")).toAbsolutePath().normalize().resolve("enclave/target/image");
        Assumptions.assumeTrue(Files.exists(folder.resolve("MANIFEST")), "no enclave image: ./mvnw -pl enclave -am process-classes links it");
        Sandbox sandbox = Sandbox.find("bwrap");
        Assumptions.assumeTrue(sandbox instanceof Sandbox.Bubblewrap, "no bubblewrap: apt-get install bubblewrap");
        Path run = Files.createTempDirectory("fst");
        run.toFile().deleteOnExit();
        process = EnclaveProcess.start(EnclaveImage.at(folder), Optional.empty(), sandbox, run);
        stream = new LinkStream(process.channel());
        LinkStream reading = stream;
        Thread.ofPlatform().daemon().name("hostile-link").start(() -> read(reading));
    }

    private void boot() throws IOException, Refused {
        identity = (EnclaveMessage.Booted) ask(bootMessage(sealedRoot, store.logState()));
        if (identity.newSealedRoot().isPresent()) {
            sealedRoot = identity.newSealedRoot();
            ask(new HostMessage.RootStored());
        }
    }

    HostMessage.Boot bootMessage(Optional<Bytes> root, Optional<SealedRecord> logState) {
        byte[] seed = new byte[32];
        seed[0] = 9;
        return new HostMessage.Boot(0, RP_ID, List.of(ORIGIN), Bytes.of(new byte[32]), new Hidden(seed), new Hidden(Bytes.ofUtf8("a passphrase of the tests").toArray()),
                root, logState, DELAY_SECONDS, DELAY_SECONDS, DELAY_SECONDS, List.of(), hostMicros());
    }

    /** Ends the enclave and starts the next on what is stored. */
    void restart() throws IOException, Refused {
        restartCold();
        boot();
    }

    /** The same, but the new one has not booted. */
    void restartCold() throws IOException {
        process.close();
        connect();
    }

    private long hostMicros() {
        long now = Ticker.system().epochMicros();
        long told = now + clockErrorMicros;
        return clockErrorMicros > 0 && told < now ? Long.MAX_VALUE : told;
    }

    // ---- what the enclave says ----

    private void read(LinkStream reading) {
        try {
            Optional<LinkStream.Packet> packet = reading.read();
            while (packet.isPresent()) {
                heard(packet.get().correlation(), EnclaveMessage.decode(packet.get().message()));
                packet = reading.read();
            }
        } catch (IOException | Malformed ended) {
            // the process is gone
        }
        List.copyOf(waiting.keySet()).forEach(correlation -> giveUp(correlation, "the enclave is gone"));
    }

    private void heard(long correlation, EnclaveMessage message) throws IOException {
        if (message instanceof EnclaveMessage.Refused refused && refused.refusal() == Refusal.INTERNAL) faults.incrementAndGet();
        if (message instanceof EnclaveMessage.Commit commit) {
            commit(commit);
            return;
        }
        CompletableFuture<EnclaveMessage> answer = waiting.remove(correlation);
        if (answer != null) answer.complete(message);
    }

    private synchronized void commit(EnclaveMessage.Commit commit) throws IOException {
        switch (commits) {
            case STORE -> outcome(commit, store.apply(commit));
            case FAIL -> outcome(commit, false);
            case CLAIM_DURABLE -> {
                withheld.add(commit);
                outcome(commit, true);
            }
            case CLAIM_FAILED -> {
                disowned.addAll(puts(commit));
                outcome(commit, false);
            }
            case IGNORE -> {
                unanswered.add(commit);
                for (EnclaveMessage.Transition transition : commit.transitions()) {
                    giveUp(transition.correlation(), "the host never answered the commit");
                    CompletableFuture<EnclaveMessage> answer = new CompletableFuture<>();
                    late.add(answer);
                    waiting.put(transition.correlation(), answer);
                }
            }
        }
    }

    private void giveUp(long correlation, String reason) {
        CompletableFuture<EnclaveMessage> answer = waiting.remove(correlation);
        if (answer != null) answer.completeExceptionally(new IOException(reason));
    }

    private void outcome(EnclaveMessage.Commit commit, boolean durable) throws IOException {
        stream.write(0, new HostMessage.CommitOutcome(commit.batch(), durable).encode());
    }

    static List<SealedRecord> puts(EnclaveMessage.Commit commit) {
        return commit.transitions().stream().flatMap(transition -> transition.effects().stream())
                .<SealedRecord>mapMulti((effect, out) -> {
                    if (effect instanceof Effect.Put put) out.accept(put.record());
                }).toList();
    }

    // ---- what the client says ----

    @Override
    public Bytes openChannel(Bytes opening) throws IOException, Refused {
        return replies.apply(relayOpening(openings.apply(opening)));
    }

    Bytes relayOpening(Bytes opening) throws IOException, Refused {
        return ((EnclaveMessage.ChannelOpened) ask(new HostMessage.OpenChannel(opening))).reply();
    }

    @Override
    public Bytes frame(Bytes frame) throws IOException, Refused {
        List<SealedRecord> named = records.apply(named(frame));
        Bytes passed = frames.apply(frame);
        capture(passed);
        return answers.apply(relay(passed, named));
    }

    /** Hands a frame over with these records; the answer is as the enclave gave it. */
    Bytes relay(Bytes frame, List<SealedRecord> named) throws IOException, Refused {
        return ((EnclaveMessage.FrameProcessed) ask(new HostMessage.ProcessFrame(frame, named, hostMicros()))).frame();
    }

    /** What an honest host would hand over beside the frame. */
    List<SealedRecord> named(Bytes frame) {
        try {
            return store.named(RoutingHeader.decode(Frame.decode(frame).routing()));
        } catch (Malformed broken) {
            return List.of();
        }
    }

    private synchronized void capture(Bytes frame) {
        if (questions.size() == CAPTURED) questions.removeFirst();
        questions.addLast(frame);
    }

    /** The frames that passed, the oldest first. */
    synchronized List<Bytes> captured() {
        return List.copyOf(questions);
    }

    /** Asks and waits, within a bound. */
    EnclaveMessage ask(HostMessage message) throws IOException, Refused {
        EnclaveMessage answer = await(begin(message.encode()));
        if (answer instanceof EnclaveMessage.Refused refused) throw new Refused(refused.refusal());
        return answer;
    }

    /** Sends any octets as one message of the link. */
    CompletableFuture<EnclaveMessage> begin(byte[] message) throws IOException {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<EnclaveMessage> answer = new CompletableFuture<>();
        waiting.put(correlation, answer);
        stream.write(correlation, message);
        return answer;
    }

    static EnclaveMessage await(CompletableFuture<EnclaveMessage> answer) throws IOException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } catch (ExecutionException gaveUp) {
            throw new IOException(gaveUp.getCause().getMessage(), gaveUp);
        } catch (TimeoutException silent) {
            throw new AssertionError("the enclave did not answer within " + PATIENCE_SECONDS + " s", silent);
        }
    }

    // ---- back to honesty ----

    /** Ends all mischief: what was claimed to be durable is stored, what was ignored is stored and answered, what was disowned is forgotten. */
    void makeHonest() throws IOException {
        openings = Twist.none();
        replies = Twist.none();
        frames = Twist.none();
        answers = Twist.none();
        records = Twist.none();
        commits = Commits.STORE;
        clockErrorMicros = 0;
        for (CompletableFuture<EnclaveMessage> answer : settle()) await(answer);
    }

    /** Without the lock the answers are waited for, since the enclave's next commit may come before them. */
    private synchronized List<CompletableFuture<EnclaveMessage>> settle() throws IOException {
        for (EnclaveMessage.Commit commit : withheld) if (!store.apply(commit)) throw new AssertionError("what was claimed to be durable no longer fits");
        for (EnclaveMessage.Commit commit : unanswered) outcome(commit, store.apply(commit));
        List<CompletableFuture<EnclaveMessage>> expected = List.copyOf(late);
        withheld.clear();
        disowned.clear();
        unanswered.clear();
        late.clear();
        return expected;
    }

    /** Records of commits that the host called failed and kept. */
    synchronized List<SealedRecord> disowned() {
        return List.copyOf(disowned);
    }

    synchronized List<EnclaveMessage.Commit> ignored() {
        return List.copyOf(unanswered);
    }

    /** These records in the place of those with the same address, or beside the others. */
    static Twist<List<SealedRecord>> presenting(List<SealedRecord> others) {
        return named -> Stream.concat(others.stream(), named.stream().filter(record -> others.stream().noneMatch(other -> sameAddress(record, other)))).toList();
    }

    private static boolean sameAddress(SealedRecord a, SealedRecord b) {
        return a.kind() == b.kind() && a.tenant().equals(b.tenant()) && a.id().equals(b.id()) && a.sub() == b.sub();
    }

    MemoryStore store() {
        return store;
    }

    EnclaveMessage.Booted identity() {
        return identity;
    }

    Optional<Bytes> sealedRoot() {
        return sealedRoot;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Refusals that mean a bug inside. */
    int faults() {
        return faults.get();
    }

    @Override
    public void close() {
        process.close();
    }
}
