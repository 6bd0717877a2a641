package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.client.AccountClient;
import org.fastness.client.EvidenceRefused;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.testkit.Seeded;
import org.fastness.tlog.Checkpoint;
import org.fastness.tlog.NoteVerifier;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.ReceiptVerdict;
import org.fastness.tlog.ReceiptVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three people use the enclave while the host does what a seed tells it. Whatever happens: no signature over what was not approved, level 0 never past its
 * limit, versions only rise, every released receipt verifies and stands in one log, the process lives, and honest steps succeed.
 *
 * <p>{@code -Dfastness.seed=N} repeats a run; {@code -Dfastness.nightly=true} takes 5000 steps instead of 300.
 */
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class RandomHostTest {
    private static final int STEPS = Boolean.getBoolean("fastness.nightly") ? 5000 : 300;
    /** The same walk in every daily run, so that a failure is a change of ours; the nightly tier walks a new way each time. */
    private static final long EVERY_DAY = 20_261_121L;
    /** What level 0 may spend within a day, fees included: see module policy. */
    private static final BigInteger LIMIT = BigInteger.valueOf(50_000_000_000_000_000L);
    private static final BigInteger MAX_FEE = BigInteger.valueOf(2 * 21_000);
    /** Evidence more than an hour off is refused by clients, so the clock stays within. */
    private static final long CLOCK_MICROS = 50 * 60 * 1_000_000L;

    /** One of the three, and what they have seen. */
    private static final class Someone {
        HostileTest.Open open;
        long released;
        BigInteger spent = BigInteger.ZERO;
        final List<AccountClient.Prepared> unfinished = new ArrayList<>();

        Someone(HostileTest.Open open) {
            this.open = open;
        }
    }

    /** How the host misbehaves during one step. */
    private enum Mischief {
        NONE, FLIP_FRAME, FLIP_ANSWER, FLIP_RECORD, LOSE_FRAME, LOSE_ANSWER, SEND_TWICE, OLD_FRAME, OLD_ANSWER, OLD_RECORDS, OTHERS_RECORDS, MISSING_RECORD, DISOWNED_RECORDS,
        COMMIT_FAILS, COMMIT_CLAIMED, COMMIT_DISOWNED, COMMIT_IGNORED, CLOCK, NOISE_ON_THE_LINK
    }

    private HostileHost host;
    private Seeded random;
    private NoteVerifier logKey;
    private final List<Someone> people = new ArrayList<>();
    private final List<Bytes> answers = new ArrayList<>();
    private final List<SealedRecord> keptDisowned = new ArrayList<>();
    private final List<MemoryStore.Moment> past = new ArrayList<>();
    private final Map<Long, Bytes> roots = new HashMap<>();
    private final Map<String, Integer> outcomes = new java.util.TreeMap<>();

    @Test
    void nothingThatAHostDoesBreaksWhatMustHold() throws Exception {
        String fixed = System.getProperty("fastness.seed", "");
        long seed = !fixed.isEmpty() ? Long.parseLong(fixed) : Boolean.getBoolean("fastness.nightly") ? new SplittableRandom().nextLong() : EVERY_DAY;
        System.out.println("random host: " + STEPS + " steps from seed " + seed);
        random = Seeded.of(seed);
        try (HostileHost started = HostileHost.serving()) {
            host = started;
            run();
            System.out.println("random host: " + outcomes);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("repeat with -Dfastness.seed=" + seed, failure);
        }
    }

    private void run() throws Exception {
        for (int level : new int[] {0, 1, 1}) people.add(new Someone(HostileTest.signUp(host, level)));
        logKey = people.getFirst().open.client().logKey();
        long pid = host.pid();
        for (int step = 0; step < STEPS; step++) {
            step(step);
            assertThat(host.isAlive()).as("alive after step %s", step).isTrue();
            assertThat(host.faults()).as("faults after step %s", step).isZero();
        }
        assertThat(host.pid()).isEqualTo(pid);
        for (Map.Entry<Long, Bytes> checkpoint : roots.entrySet()) assertThat(host.store().root(checkpoint.getKey())).as("one log").isEqualTo(checkpoint.getValue());
    }

    private void step(int number) throws Exception {
        Mischief mischief = random.flip() ? Mischief.NONE : random.oneOf(Mischief.values());
        Someone someone = people.get(random.below(people.size()));
        if (number % 20 == 0) past.add(host.store().moment());
        String outcome = "done";
        try {
            misbehave(mischief, someone);
            act(someone);
            assertThat(mischief).as("a step that can only fail was done").isNotIn(Mischief.FLIP_ANSWER, Mischief.LOSE_FRAME, Mischief.LOSE_ANSWER, Mischief.OLD_ANSWER, Mischief.SEND_TWICE);
        } catch (Refused refused) {
            outcome = refused.refusal().name();
            requirePossible(mischief, refused.refusal());
        } catch (IOException | EvidenceRefused failed) {
            outcome = "failed";
            assertThat(mischief).as("an honest host's client failed: %s", failed).isNotEqualTo(Mischief.NONE);
        }
        outcomes.merge(mischief + "/" + outcome, 1, Integer::sum);
        keptDisowned.addAll(host.disowned());
        host.makeHonest();
        if (mischief != Mischief.NONE) reconcile(someone);
    }

    /** What an honest host's client may be told: limits, and nothing else. */
    private static void requirePossible(Mischief mischief, Refusal refusal) {
        if (mischief == Mischief.NONE || mischief == Mischief.CLOCK || mischief == Mischief.NOISE_ON_THE_LINK) assertThat(refusal).isEqualTo(Refusal.LIMIT);
        assertThat(refusal).isNotEqualTo(Refusal.INTERNAL);
    }

    /** After mischief the host is honest: the person connects anew, is served, and gets what was prepared to an end. */
    private void reconcile(Someone someone) throws Exception {
        for (AccountClient.Prepared prepared : List.copyOf(someone.unfinished)) {
            try {
                finish(someone, prepared);
            } catch (Refused refused) {
                assertThat(refused.refusal()).isIn(Refusal.LIMIT, Refusal.REPLAYED, Refusal.STALE_RECORD, Refusal.NOT_AUTHORISED, Refusal.NOT_OPEN, Refusal.NOT_DURABLE, Refusal.CONFLICT);
                someone.unfinished.remove(prepared);
            }
        }
        someone.open = HostileTest.unlocked(host, someone.open.person());
        view(someone);
    }

    // ---- what people do ----

    private void act(Someone someone) throws IOException, Refused, EvidenceRefused {
        switch (random.below(8)) {
            case 0 -> view(someone);
            case 1 -> activity(someone);
            case 2 -> someone.open = HostileTest.unlocked(host, someone.open.person());
            case 3 -> someone.open.client().describe(List.of(message(someone)));
            case 4, 5 -> sign(someone, message(someone));
            default -> sign(someone, someone.open.transfer(BigInteger.valueOf(random.between(1, 20)).multiply(BigInteger.TEN.pow(15))));
        }
    }

    private Payload message(Someone someone) {
        // level 0 signs transfers alone: for it a message is a small transfer
        if (someone.open.person().view().level() == 0) return someone.open.transfer(BigInteger.ONE);
        return someone.open.person().message("text " + random.nextLong());
    }

    private void view(Someone someone) throws IOException, Refused {
        long version = someone.open.client().view().version();
        assertThat(version).as("versions only rise").isGreaterThanOrEqualTo(someone.released);
    }

    private void activity(Someone someone) throws IOException, Refused {
        Response.Activity page = someone.open.client().activity(1, 5);
        for (Response.ActivityEntry entry : page.entries()) {
            try {
                verify(Receipt.parse(entry.receipt()));
            } catch (org.fastness.base.Malformed broken) {
                throw new AssertionError(broken);
            }
        }
    }

    private void sign(Someone someone, Payload payload) throws IOException, Refused {
        AccountClient.Prepared prepared = someone.open.prepare(payload);
        someone.unfinished.add(prepared);
        try {
            finish(someone, prepared);
        } catch (Refused refused) {
            if (!refused.refusal().retryable()) someone.unfinished.remove(prepared);
            throw refused;
        }
    }

    /** Sends it; checks what comes against what was approved. */
    private void finish(Someone someone, AccountClient.Prepared prepared) throws IOException, Refused {
        Payload approved = ((Operation.Sign) prepared.request().operation()).payloads().getFirst();
        AccountClient.Receipted<Result.Signatures> done = someone.open.client().send(prepared, Result.Signatures.class);
        assertThat(someone.unfinished.remove(prepared)).as("released once").isTrue();
        assertThat(done.version()).as("versions only rise").isGreaterThan(someone.released);
        someone.released = done.version();
        Result.Signed signed = done.result().signed().getFirst();
        assertThat(signed.intent().payloadHash()).isEqualTo(Digests.sha256(approved.octets()));
        if (approved.kind() == PayloadKind.EVM_MESSAGE) requireSignedBy(someone, approved, signed);
        if (approved.kind() == PayloadKind.EVM_TRANSACTION) spend(someone, approved, done.receipt());
        verify(done.receipt());
    }

    /** EIP-191 by the book: the signature is the account's, over the text that was approved. */
    private static void requireSignedBy(Someone someone, Payload approved, Result.Signed signed) {
        Bytes digest = Keccak256.hash(Bytes.concat(Bytes.ofUtf8("\u0019Ethereum Signed Message:\n" + approved.octets().size()), approved.octets()));
        assertThat(signed.hash()).isEqualTo(digest);
        Bytes s = signed.signature();
        Bytes signer = Secp256k1.recover(digest, new EcdsaSignature(s.slice(0, 32), s.slice(32, 64), s.at(64) - 27)).orElseThrow();
        try {
            assertThat(EthereumAddress.of(signer).text()).isEqualTo(someone.open.person().ethereumAddress());
        } catch (org.fastness.base.Malformed impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void spend(Someone someone, Payload approved, Receipt receipt) {
        if (someone.open.person().view().level() != 0) return;
        someone.spent = someone.spent.add(amount(approved)).add(MAX_FEE);
        assertThat(someone.spent).as("what left within a day, by the receipt at %s", receipt.opening().timeMicros()).isLessThanOrEqualTo(LIMIT);
    }

    /** The value in the transaction that the fixture wrote: type octet, then a list whose seventh field it is. */
    private static BigInteger amount(Payload payload) {
        Bytes rlp = payload.octets();
        int at = 2;
        for (int field = 0; field < 6; field++) at = next(rlp, at);
        int end = next(rlp, at);
        boolean single = rlp.at(at) < 0x80;
        return new BigInteger(1, rlp.slice(single ? at : at + 1, end).toArray());
    }

    private static int next(Bytes rlp, int at) {
        return rlp.at(at) < 0x80 ? at + 1 : at + 1 + rlp.at(at) - 0x80;
    }

    private void verify(Receipt receipt) {
        assertThat(ReceiptVerifier.verify(receipt, logKey)).isInstanceOf(ReceiptVerdict.Verified.class);
        assertThat(receipt.labels().freshness().text()).isEqualTo("host");
        try {
            Checkpoint checkpoint = Checkpoint.open(receipt.note(), logKey);
            Bytes known = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
            assertThat(known == null || known.equals(checkpoint.root())).as("one root for each size").isTrue();
        } catch (org.fastness.base.Malformed | org.fastness.crypto.AuthenticationFailed impossible) {
            throw new AssertionError(impossible);
        }
    }

    // ---- what the host does ----

    private void misbehave(Mischief mischief, Someone someone) throws IOException {
        switch (mischief) {
            case NONE -> host.answers = this::remember;
            case FLIP_FRAME -> host.frames = random::flipBit;
            case FLIP_ANSWER -> host.answers = random::flipBit;
            case FLIP_RECORD -> host.records = named -> named.stream().map(r -> blob(r, random.flipBit(r.blob()))).toList();
            case LOSE_FRAME -> host.frames = HostileHost.Twist.lose();
            case LOSE_ANSWER -> host.answers = HostileHost.Twist.lose();
            case SEND_TWICE -> host.frames = this::sendTwice;
            case OLD_FRAME -> host.frames = this::oldFrameFirst;
            case OLD_ANSWER -> host.answers = answer -> answers.isEmpty() ? Bytes.EMPTY : answers.get(random.below(answers.size()));
            case OLD_RECORDS -> host.records = older();
            case OTHERS_RECORDS -> host.records = othersOf(someone);
            case MISSING_RECORD -> host.records = named -> named.isEmpty() ? named : named.stream().filter(r -> r != named.get(0)).toList();
            case DISOWNED_RECORDS -> host.records = HostileHost.presenting(newestDisowned());
            case COMMIT_FAILS -> host.commits = HostileHost.Commits.FAIL;
            case COMMIT_CLAIMED -> host.commits = HostileHost.Commits.CLAIM_DURABLE;
            case COMMIT_DISOWNED -> host.commits = HostileHost.Commits.CLAIM_FAILED;
            case COMMIT_IGNORED -> host.commits = HostileHost.Commits.IGNORE;
            case CLOCK -> host.clockErrorMicros = random.flip() ? -Math.abs(random.nextLong() / 4) : random.below((int) (CLOCK_MICROS / 1000)) * 1000L;
            case NOISE_ON_THE_LINK -> noise();
        }
    }

    private Bytes remember(Bytes answer) {
        if (answers.size() > 50) answers.remove(random.below(answers.size()));
        answers.add(answer);
        return answer;
    }

    private static SealedRecord blob(SealedRecord at, Bytes blob) {
        return new SealedRecord(at.kind(), at.tenant(), at.id(), at.sub(), at.version(), blob);
    }

    private Bytes sendTwice(Bytes frame) throws IOException {
        quietly(frame);
        return frame;
    }

    private Bytes oldFrameFirst(Bytes frame) throws IOException {
        List<Bytes> captured = host.captured();
        if (!captured.isEmpty()) quietly(captured.get(random.below(captured.size())));
        return frame;
    }

    /** A frame for whose answer nobody waits at a client. */
    private void quietly(Bytes frame) throws IOException {
        try {
            host.relay(frame, host.named(frame));
        } catch (Refused expected) {
            assertThat(expected.refusal()).isNotEqualTo(Refusal.INTERNAL);
        }
    }

    private HostileHost.Twist<List<SealedRecord>> older() {
        MemoryStore.Moment moment = past.get(random.below(past.size()));
        return named -> {
            MemoryStore old = new MemoryStore();
            old.restore(moment);
            return named.stream().map(r -> r.kind() == SealedRecord.Kind.KEY || r.kind() == SealedRecord.Kind.ACTIVITY ? r : old.find(r.kind(), r.id()).orElse(r)).toList();
        };
    }

    private HostileHost.Twist<List<SealedRecord>> othersOf(Someone someone) {
        Id other = people.get((people.indexOf(someone) + 1) % people.size()).open.person().account();
        return named -> named.stream().map(r -> host.store().find(r.kind(), other.value()).map(theirs -> random.flip() ? theirs : blob(r, theirs.blob())).orElse(r)).toList();
    }

    private List<SealedRecord> newestDisowned() {
        Map<String, SealedRecord> newest = new HashMap<>();
        for (SealedRecord record : keptDisowned) if (record.kind() != SealedRecord.Kind.ACTIVITY) newest.put(record.kind() + record.id().hex(), record);
        return List.copyOf(newest.values()).subList(0, Math.min(100, newest.size()));
    }

    private void noise() throws IOException {
        for (int i = random.between(1, 5); i > 0; i--) {
            byte[] message = random.bytes(random.between(1, 100)).toArray();
            boolean honestWord = message[0] == 5 || message[0] == 8;
            if (!honestWord) assertThat(HostileHost.await(host.begin(message))).isNotInstanceOfAny(EnclaveMessage.Booted.class, EnclaveMessage.FrameProcessed.class);
        }
    }
}
