package org.fastness.enclave.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.EnclaveCore;
import org.fastness.enclave.HostLink;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.testkit.ManualTicker;

/**
 * The host in memory: stores sealed records, applies commits atomically, and misbehaves on demand. Every message passes through its codec, as on the wire.
 * Commit outcomes are told from within the enclave's own call, unless {@link #commits} says otherwise.
 */
public final class InMemoryHost implements HostLink {

    /** What becomes of a commit. */
    public enum Commits {
        /** Applied, and said so. */
        APPLY,
        /** Not applied, and said so. */
        FAIL,
        /** Neither applied nor answered. */
        DROP,
        /** Kept until {@link #outcome}. */
        HOLD
    }

    private record Address(SealedRecord.Kind kind, Id tenant, Bytes id, long sub) {
        static Address of(SealedRecord record) {
            return new Address(record.kind(), record.tenant(), record.id(), record.sub());
        }
    }

    /** Everything the host holds, at one moment. */
    public record Snapshot(Map<Object, SealedRecord> rows, List<Bytes> leaves, Optional<SealedRecord> logState) {}

    public static final String RP_ID = "wallet.localhost";
    public static final String ORIGIN = "http://wallet.localhost:8080";
    public static final long EXPORT_DELAY_SECONDS = 60;
    public static final long RECOVERY_DELAY_SECONDS = 120;
    public static final long WINDOW_SECONDS = 3600;

    public final ManualTicker ticker = new ManualTicker();
    /** Changes the records before the enclave sees them. */
    public volatile UnaryOperator<List<SealedRecord>> presents = records -> records;
    public volatile Commits commits = Commits.APPLY;
    /** Added to the host's clock. */
    public volatile long clockErrorMicros;
    /** The passphrase to boot with. */
    public String passphrase = "correct horse";
    public int environment;

    private final Map<Address, SealedRecord> rows = new HashMap<>();
    private final List<Bytes> leaves = new ArrayList<>();
    private final List<EnclaveMessage.Commit> held = new ArrayList<>();
    private final Map<Long, CompletableFuture<EnclaveMessage>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong correlations = new AtomicLong();
    private Optional<SealedRecord> logState = Optional.empty();
    private Optional<Bytes> sealedRoot = Optional.empty();
    private EnclaveCore core = new EnclaveCore(new SimulatedPlatform(ticker), this);
    private final List<String> checkpoints = new ArrayList<>();

    /** A host whose enclave serves. */
    public static InMemoryHost serving() throws Refused {
        InMemoryHost host = new InMemoryHost();
        host.boot();
        return host;
    }

    /** Boots; the first time the root is made and stored. */
    public EnclaveMessage.Booted boot() throws Refused {
        EnclaveMessage.Booted booted = (EnclaveMessage.Booted) ask(bootMessage());
        if (booted.newSealedRoot().isPresent()) {
            sealedRoot = booted.newSealedRoot();
            ask(new HostMessage.RootStored());
        }
        return booted;
    }

    public HostMessage.Boot bootMessage() {
        byte[] seed = new byte[32];
        seed[0] = 7;
        return new HostMessage.Boot(environment, RP_ID, List.of(ORIGIN), Bytes.of(new byte[32]), new Hidden(seed), new Hidden(Bytes.ofUtf8(passphrase).toArray()),
                sealedRoot, logState, EXPORT_DELAY_SECONDS, RECOVERY_DELAY_SECONDS, WINDOW_SECONDS, List.of(new Property("launcher", "test")), hostMicros());
    }

    private long hostMicros() {
        return ticker.epochMicros() + clockErrorMicros;
    }

    /** Kills the enclave without a word and starts another on the same store. */
    public EnclaveMessage.Booted restart() throws Refused {
        core = new EnclaveCore(new SimulatedPlatform(ticker), this);
        return boot();
    }

    /** A new enclave that has not booted. */
    public void cold() {
        core = new EnclaveCore(new SimulatedPlatform(ticker), this);
    }

    /** Sends one message and waits for its answer. */
    public EnclaveMessage ask(HostMessage message) throws Refused {
        return await(begin(message));
    }

    /** Sends one message whose answer may come later. */
    public CompletableFuture<EnclaveMessage> begin(HostMessage message) {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<EnclaveMessage> answer = new CompletableFuture<>();
        waiting.put(correlation, answer);
        core.accept(correlation, HostMessageCodec.copy(message));
        return answer;
    }

    public static EnclaveMessage await(CompletableFuture<EnclaveMessage> answer) throws Refused {
        try {
            EnclaveMessage message = answer.get(20, TimeUnit.SECONDS);
            if (message instanceof EnclaveMessage.Refused refused) throw new Refused(refused.refusal());
            return message;
        } catch (InterruptedException | ExecutionException | TimeoutException noAnswer) {
            throw new AssertionError("the enclave did not answer", noAnswer);
        }
    }

    public Bytes openChannel(Bytes opening) throws Refused {
        return ((EnclaveMessage.ChannelOpened) ask(new HostMessage.OpenChannel(opening))).reply();
    }

    /** Relays a client's frame with the records its routing header names. */
    public Bytes frame(Bytes frame) throws Refused {
        return answer(await(beginFrame(frame)));
    }

    public static Bytes answer(EnclaveMessage message) {
        return ((EnclaveMessage.FrameProcessed) message).frame();
    }

    public CompletableFuture<EnclaveMessage> beginFrame(Bytes frame) {
        return begin(new HostMessage.ProcessFrame(frame, presents.apply(recordsFor(frame)), hostMicros()));
    }

    /** What an honest host hands over. */
    public synchronized List<SealedRecord> recordsFor(Bytes frame) {
        RoutingHeader routing;
        try {
            routing = RoutingHeader.decode(Frame.decode(frame).routing());
        } catch (Malformed broken) {
            return List.of();
        }
        List<SealedRecord> records = new ArrayList<>();
        if (routing.account().isZero()) return records;
        find(records, SealedRecord.Kind.ACCOUNT, routing, routing.account().value(), 0);
        find(records, SealedRecord.Kind.ACCOUNT_HOT, routing, routing.account().value(), 0);
        for (Id key : routing.keys()) find(records, SealedRecord.Kind.KEY, routing, key.value(), 0);
        if (!routing.requestId().isZero()) find(records, SealedRecord.Kind.ANSWER, routing, routing.requestId().value(), 0);
        for (int i = 0; i < routing.activityCount(); i++) find(records, SealedRecord.Kind.ACTIVITY, routing, routing.account().value(), routing.activityFrom() + i);
        return records;
    }

    private void find(List<SealedRecord> records, SealedRecord.Kind kind, RoutingHeader routing, Bytes id, long sub) {
        SealedRecord found = rows.get(new Address(kind, routing.tenant(), id, sub));
        if (found != null) records.add(found);
    }

    @Override
    public void send(long correlation, EnclaveMessage message) {
        EnclaveMessage copy = HostMessageCodec.copy(message);
        if (copy instanceof EnclaveMessage.Commit commit) {
            commit(commit);
            return;
        }
        CompletableFuture<EnclaveMessage> answer = waiting.remove(correlation);
        if (answer != null) answer.complete(copy);
    }

    private void commit(EnclaveMessage.Commit commit) {
        switch (commits) {
            case APPLY -> core.accept(0, new HostMessage.CommitOutcome(commit.batch(), apply(commit)));
            case FAIL -> core.accept(0, new HostMessage.CommitOutcome(commit.batch(), false));
            case DROP -> {}
            case HOLD -> {
                synchronized (held) {
                    held.add(commit);
                }
            }
        }
    }

    /** Settles the oldest commit that is held. */
    public void outcome(boolean durable) {
        EnclaveMessage.Commit commit;
        synchronized (held) {
            commit = held.removeFirst();
        }
        core.accept(0, new HostMessage.CommitOutcome(commit.batch(), durable && apply(commit)));
    }

    public int heldCommits() {
        synchronized (held) {
            return held.size();
        }
    }

    /** The sealed answer in the oldest commit that is held. */
    public SealedRecord heldAnswer() {
        synchronized (held) {
            return held.getFirst().transitions().getFirst().effects().stream()
                    .map(effect -> ((Effect.Put) effect).record()).filter(r -> r.kind() == SealedRecord.Kind.ANSWER).findFirst().orElseThrow();
        }
    }

    /** All of it, or nothing. */
    private synchronized boolean apply(EnclaveMessage.Commit commit) {
        Map<Address, SealedRecord> next = new HashMap<>();
        for (EnclaveMessage.Transition transition : commit.transitions()) {
            for (Effect effect : transition.effects()) if (effect instanceof Effect.Put put && !put(next, put.record())) return false;
        }
        List<Bytes> newLeaves = new ArrayList<>();
        for (Effect effect : commit.log()) {
            boolean fits = switch (effect) {
                case Effect.Put put -> put(next, put.record());
                case Effect.AppendLeaf leaf -> leaf.index() == leaves.size() + newLeaves.size() && newLeaves.add(leaf.leafHash());
                case Effect.PutCheckpoint checkpoint -> checkpoints.add(checkpoint.note());
            };
            if (!fits) return false;
        }
        rows.putAll(next);
        leaves.addAll(newLeaves);
        next.values().stream().filter(r -> r.kind() == SealedRecord.Kind.LOG_STATE).forEach(r -> logState = Optional.of(r));
        return true;
    }

    private boolean put(Map<Address, SealedRecord> next, SealedRecord record) {
        SealedRecord current = next.getOrDefault(Address.of(record), rows.get(Address.of(record)));
        if (record.version() != (current == null ? 0 : current.version()) + 1) return false;
        next.put(Address.of(record), record);
        return true;
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(new HashMap<>(rows), List.copyOf(leaves), logState);
    }

    /** Puts everything back to an earlier moment, as a hostile host may. */
    public synchronized void restore(Snapshot snapshot) {
        rows.clear();
        snapshot.rows.forEach((address, record) -> rows.put((Address) address, record));
        leaves.clear();
        leaves.addAll(snapshot.leaves);
        logState = snapshot.logState;
    }

    public synchronized SealedRecord stored(SealedRecord.Kind kind, Bytes id) {
        return Optional.ofNullable(rows.get(new Address(kind, Id.DEFAULT_TENANT, id, 0))).orElseThrow();
    }

    public synchronized long count(SealedRecord.Kind kind) {
        return rows.keySet().stream().filter(address -> address.kind == kind).count();
    }

    public synchronized List<SealedRecord> rows() {
        return List.copyOf(rows.values());
    }

    public synchronized List<Bytes> leaves() {
        return List.copyOf(leaves);
    }

    /** The code of a refusal, or nothing. */
    public static Optional<Refusal> refusal(EnclaveMessage message) {
        return message instanceof EnclaveMessage.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
    }
}
