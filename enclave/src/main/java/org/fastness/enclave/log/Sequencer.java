package org.fastness.enclave.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;
import org.fastness.enclave.HostLink;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Response;
import org.fastness.tlog.Appended;
import org.fastness.tlog.Checkpoint;
import org.fastness.tlog.NoteSigner;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.SignedNote;

/**
 * Steps 7 and 8 of a request's life: prepare, durable, release. Transitions queue in the order in which they were prepared; one batch at a time is
 * at the host, and everything prepared meanwhile is the next one (group commit without a timer). If a batch fails, what was prepared on top of
 * it fails too, and memory goes back to what is durable.
 *
 * <p>Lock order: an account's line, then this. Endings run with neither held.
 */
public final class Sequencer {
    /** Transitions that may wait. */
    static final int QUEUE = 4096;
    /** Transitions of one batch; each has at most a dozen effects, so a commit keeps {@link Bounds#EFFECTS}. */
    static final int BATCH = 256;
    /** Sealed octets of one batch, well below {@link Bounds#LINK}. */
    private static final int BATCH_OCTETS = Bounds.LINK / 2;
    private static final int ANSWER_RESERVE = StoredAnswer.OVERHEAD + Bounds.RECEIPT + 64;

    /** Failed batches remembered; answers of still older ones are no answers either. */
    private static final int FAILED = 65_536;

    /** @param octets that the transition will take in a commit */
    private record Queued(Transition transition, long octets) {}

    private record Batch(long number, LogState after, String note, List<Transition> transitions, List<Response.Done> answers) {}

    private final RecordSeal seal;
    private final NoteSigner signer;
    private final FreshnessAnchor anchor;
    private final HostLink link;
    private final Bytes boot;
    private final LinkedHashSet<Long> failed = new LinkedHashSet<>();
    private final Deque<Queued> queue = new ArrayDeque<>();
    private Optional<Batch> inFlight = Optional.empty();
    private boolean cutting;
    private boolean undoing;
    private long batches;
    private long settled;
    private long forgotten;
    private LogState durable;

    public Sequencer(RecordSeal seal, Ed25519.KeyPair logKey, Optional<SealedRecord> logState, FreshnessAnchor anchor, HostLink link, String logName, Bytes boot) throws Refused {
        this.seal = seal;
        this.signer = new NoteSigner(logName, logKey);
        this.anchor = anchor;
        this.link = link;
        this.boot = boot;
        LogState empty = LogState.empty(logKey.publicKey());
        this.durable = logState.isPresent() ? empty.restored(seal, logState.get()) : empty;
    }

    /** The log's verifier key, as signed notes spell it. */
    public String logKey() {
        return signer.verifier().text();
    }

    /** Takes a prepared transition; the caller holds its account's line, so that versions queue in order. Refuses what would not fit. */
    public void enqueue(Transition transition) throws Refused {
        Writer result = new Writer();
        transition.result().write(result);
        if (result.size() + ANSWER_RESERVE > RecordSeal.MAX_PLAIN) throw new Refused(Refusal.TOO_LARGE);
        synchronized (this) {
            if (undoing) throw new Refused(Refusal.NOT_DURABLE);
            if (queue.size() >= QUEUE) throw new Refused(Refusal.TOO_MANY);
            queue.addLast(new Queued(transition, octets(transition, result.size())));
        }
    }

    /** Whether the answer was prepared in this boot, which then knows what became of it. */
    public boolean knows(StoredAnswer answer) {
        return answer.boot().equals(boot);
    }

    /** Whether the batch of an answer of this boot became durable, and was acknowledged. */
    public synchronized boolean stands(StoredAnswer answer) {
        return answer.batch() <= settled && answer.batch() > forgotten && !failed.contains(answer.batch());
    }

    /** Sends the next batch, unless one is at the host. Call without any lock. */
    public void pump() {
        List<Transition> next;
        LogState before;
        long number;
        synchronized (this) {
            if (cutting || undoing || inFlight.isPresent() || queue.isEmpty()) return;
            cutting = true;
            next = take();
            before = durable;
            number = ++batches;
        }
        try {
            send(cut(number, before, next));
        } catch (RuntimeException bug) {
            abandon(number, next);
            throw bug;
        }
    }

    /** A batch that could not be made or handed over: nothing waits for it any more. */
    private void abandon(long number, List<Transition> transitions) {
        List<Transition> undone = new ArrayList<>(transitions);
        synchronized (this) {
            boolean ended = !cutting && inFlight.filter(batch -> batch.number == number).isEmpty();
            if (ended) return;
            cutting = false;
            inFlight = Optional.empty();
            undoing = true;
            fail(number);
            undone.addAll(drained());
        }
        undo(undone, Refusal.NOT_DURABLE);
    }

    private static long octets(Transition transition, int result) {
        long octets = result + 2L * Bounds.RECEIPT;
        for (SealedRecord record : transition.records()) octets += record.blob().size();
        return octets;
    }

    private List<Transition> take() {
        List<Transition> next = new ArrayList<>();
        long octets = 0;
        while (!queue.isEmpty() && next.size() < BATCH && octets < BATCH_OCTETS) {
            Queued queued = queue.removeFirst();
            octets += queued.octets;
            next.add(queued.transition);
        }
        return next;
    }

    /** Appends the leaves, signs the checkpoint, and makes each transition's receipt. */
    private Batch cut(long number, LogState before, List<Transition> transitions) {
        Appended appended = before.frontier().append(transitions.stream().map(Transition::leafHash).toList());
        SignedNote note = new Checkpoint(signer.verifier().name(), appended.after().size(), appended.after().root()).sign(signer);
        List<Response.Done> answers = new ArrayList<>();
        for (int i = 0; i < transitions.size(); i++) {
            Transition t = transitions.get(i);
            Bytes receipt = new Receipt(t.opening(), appended.inclusion(i), note, false).toBytes();
            answers.add(new Response.Done(t.result(), receipt, t.next().version(), t.next().head()));
        }
        return new Batch(number, before.next(appended.after()), note.encode(), transitions, answers);
    }

    private void send(Batch batch) {
        EnclaveMessage.Commit commit = commit(batch);
        synchronized (this) {
            inFlight = Optional.of(batch);
            cutting = false;
        }
        link.send(0, commit);
    }

    private EnclaveMessage.Commit commit(Batch batch) {
        List<EnclaveMessage.Transition> transitions = new ArrayList<>();
        List<Effect> log = new ArrayList<>();
        long index = batch.after.frontier().size() - batch.transitions.size();
        for (int i = 0; i < batch.transitions.size(); i++) {
            Transition t = batch.transitions.get(i);
            transitions.add(new EnclaveMessage.Transition(t.correlation(), effects(t, batch.number, batch.answers.get(i))));
            log.add(new Effect.AppendLeaf(index + i, t.leafHash()));
        }
        log.add(new Effect.PutCheckpoint(batch.after.frontier().size(), batch.note));
        log.add(new Effect.Put(batch.after.sealed(seal)));
        return new EnclaveMessage.Commit(batch.number, transitions, log);
    }

    private List<Effect> effects(Transition t, long number, Response.Done done) {
        List<Effect> effects = new ArrayList<>();
        t.records().forEach(record -> effects.add(new Effect.Put(record)));
        effects.add(new Effect.Put(new StoredAnswer(t.next().id(), t.identity(), boot, number, done).seal(seal, t.next().tenant(), t.opening().request())));
        effects.add(new Effect.Put(activity(t, done)));
        return effects;
    }

    private SealedRecord activity(Transition t, Response.Done done) {
        long number = t.next().hot().activities();
        Writer out = new Writer();
        new Response.ActivityEntry(number, t.operation(), t.opening().timeMicros(), t.summary(), done.receipt()).write(out);
        return seal.seal(SealedRecord.Kind.ACTIVITY, t.next().tenant(), t.next().id().value(), number, 1, out.toBytes());
    }

    /** The host's word on the batch it has. A word on any other is ignored. */
    public void outcome(long number, boolean isDurable) {
        Batch batch;
        List<Transition> undone = new ArrayList<>();
        synchronized (this) {
            if (inFlight.isEmpty() || inFlight.get().number != number) return;
            batch = inFlight.get();
            inFlight = Optional.empty();
            if (isDurable) {
                durable = batch.after;
            } else {
                undoing = true;
                fail(number);
                undone.addAll(batch.transitions);
                undone.addAll(drained());
            }
        }
        if (isDurable) release(batch);
        else undo(undone, Refusal.NOT_DURABLE);
    }

    private List<Transition> drained() {
        List<Transition> all = new ArrayList<>(queue.stream().map(Queued::transition).toList());
        queue.clear();
        return all;
    }

    private void fail(long number) {
        failed.add(number);
        settled = number;
        if (failed.size() > FAILED) forgotten = failed.removeFirst();
    }

    private void release(Batch batch) {
        anchor.acknowledge(batch.after.frontier().size(), batch.after.frontier().root());
        batch.transitions.forEach(t -> t.ending().durable());
        synchronized (this) {
            settled = batch.number;
        }
        pump();
        for (int i = 0; i < batch.transitions.size(); i++) batch.transitions.get(i).ending().release(batch.answers.get(i));
    }

    private void undo(List<Transition> transitions, Refusal refusal) {
        for (Transition t : transitions.reversed()) t.ending().undone(refusal);
        synchronized (this) {
            undoing = false;
        }
        pump();
    }

    /** Undoes what waits; what is at the host stays unknown, and nothing of it is released. */
    public void stop() {
        List<Transition> undone;
        synchronized (this) {
            undoing = true;
            undone = drained();
            inFlight.ifPresent(batch -> undone.addAll(0, batch.transitions));
            inFlight = Optional.empty();
        }
        for (Transition t : undone.reversed()) t.ending().undone(Refusal.NOT_READY);
    }
}
