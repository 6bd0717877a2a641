package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fastness.attestation.Environment;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.attestation.Verdict;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Ticker;
import org.fastness.client.AccountClient;
import org.fastness.client.EvidenceRefused;
import org.fastness.client.SecureChannel;
import org.fastness.client.Transport;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.noise.HandshakeState;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

/** A host that alters, replays, reorders, drops and duplicates what passes on the channel, and puts another enclave in its place. */
class HostileFramesTest extends HostileTest {
    private static final int FLIPS = 60;

    private static HostileHost.Twist<Bytes> flip(Seeded random) {
        return random::flipBit;
    }

    // ---- handshake ----

    @Test
    void everyBitFlippedInTheOpeningSpoilsTheChannel() {
        Seeded.check(FLIPS, random -> {
            host.openings = flip(random);
            fails(() -> ada.person().connect(host));
        });
    }

    @Test
    void everyBitFlippedInTheReplySpoilsTheChannel() {
        Seeded.check(FLIPS, random -> {
            host.replies = flip(random);
            fails(() -> ada.person().connect(host));
        });
    }

    @Test
    void everyTruncationOfTheHandshakeSpoilsIt() {
        Seeded.check(FLIPS, random -> {
            host.openings = random.flip() ? opening -> opening.slice(0, random.below(opening.size())) : HostileHost.Twist.none();
            host.replies = reply -> reply.slice(0, random.below(reply.size()));
            fails(() -> ada.person().connect(host));
        });
    }

    @Test
    void aReplyToAnEarlierHandshakeDoesNotFit() throws Exception {
        List<Bytes> seen = new ArrayList<>();
        host.replies = reply -> {
            seen.add(reply);
            return reply;
        };
        ada.person().connect(host);
        host.replies = reply -> seen.getFirst();

        fails(() -> ada.person().connect(host));
    }

    /** A client of a later version offers a suite this enclave does not know; who takes the offer away is found out. */
    @Test
    void aStrippedSuiteOfferBreaksTheHandshake() throws Exception {
        int later = 7;
        assertThat(handshake(List.of(later, 1), List.of(later, 1))).isEqualTo("answered");

        assertThat(handshake(List.of(later, 1), List.of(1))).isEqualTo("not the enclave's answer");
        assertThat(handshake(List.of(1), List.of(1, later))).isEqualTo("not the enclave's answer");
        refused(() -> handshake(List.of(later), List.of(later)), Refusal.UNKNOWN_VERSION);
    }

    private String handshake(List<Integer> offered, List<Integer> passedOn) throws Exception {
        Bytes prologue = new Handshake.Opening(offered, Bytes.EMPTY).prologue();
        try (HandshakeState client = HandshakeState.nxInitiator(prologue, Entropy.system())) {
            Bytes first = client.write(new byte[Handshake.CLIENT_NONCE]);
            Handshake.Reply reply = Handshake.Reply.decode(host.relayOpening(new Handshake.Opening(passedOn, first).encode()));
            client.read(reply.noiseMessage());
            return "answered";
        } catch (AuthenticationFailed altered) {
            return "not the enclave's answer";
        }
    }

    @Test
    void anotherEnclaveInItsPlaceIsRefusedByWhoeverPinned() throws Exception {
        EvidencePolicy pinned = EvidencePolicy.developmentUnsafe().pinningCluster(host.identity().clusterId());
        SecureChannel.open(host, pinned, Entropy.system(), Ticker.system()).close();
        try (HostileHost foreign = HostileHost.serving()) {
            Transport other = new Transport() {
                @Override
                public Bytes openChannel(Bytes opening) throws IOException, org.fastness.base.Refused {
                    return foreign.relayOpening(opening);
                }

                @Override
                public Bytes frame(Bytes frame) throws IOException, org.fastness.base.Refused {
                    return foreign.relay(frame, List.of());
                }
            };

            assertThatThrownBy(() -> SecureChannel.open(other, pinned, Entropy.system(), Ticker.system()))
                    .isInstanceOfSatisfying(EvidenceRefused.class, refused -> assertThat(refused.verdict().reason()).isEqualTo(Verdict.Reason.ANOTHER_CLUSTER));
        }
    }

    @Test
    void developmentEvidenceIsRefusedByWhoeverDidNotAskForIt() {
        assertThatThrownBy(() -> SecureChannel.open(host, EvidencePolicy.strict(Environment.DEVELOPMENT), Entropy.system(), Ticker.system()))
                .isInstanceOfSatisfying(EvidenceRefused.class, refused -> assertThat(refused.verdict().reason()).isEqualTo(Verdict.Reason.DEV_NOT_ACCEPTED));
    }

    // ---- frames ----

    @Test
    void everyBitFlippedInAFrameIsRefusedAndTheChannelLivesOn() throws Exception {
        Open open = unlocked(host, ada.person());
        Seeded.check(FLIPS, random -> {
            host.frames = flip(random);
            fails(() -> open.signMessage("flipped"));
            host.frames = HostileHost.Twist.none();
        });

        open.signMessage("on the same channel");
    }

    @Test
    void everyBitFlippedInAnAnswerIsFoundAndTheChannelLivesOn() throws Exception {
        Open open = unlocked(host, ada.person());
        Seeded.check(FLIPS, random -> {
            host.answers = flip(random);
            fails(() -> open.client().view());
            host.answers = HostileHost.Twist.none();
        });

        open.signMessage("on the same channel");
    }

    @Test
    void everyTruncationOfAnAnswerIsFound() throws Exception {
        Open open = unlocked(host, ada.person());
        Seeded.check(FLIPS, random -> {
            host.answers = answer -> answer.slice(0, random.below(answer.size()));
            assertThatThrownBy(() -> open.client().view()).isInstanceOf(IOException.class);
        });
    }

    @Test
    void anAnswerOfFragmentsShorterThanTheirTagIsFound() throws Exception {
        Open open = unlocked(host, ada.person());
        host.answers = answer -> {
            Frame frame = decode(answer);
            return new Frame(frame.channelId(), frame.sequence(), Bytes.EMPTY, List.of(Bytes.EMPTY, Bytes.of((byte) 1))).encode();
        };

        assertThatThrownBy(() -> open.client().view()).isInstanceOf(IOException.class);
    }

    private static Frame decode(Bytes octets) throws IOException {
        try {
            return Frame.decode(octets);
        } catch (Malformed broken) {
            throw new IOException(broken);
        }
    }

    @Test
    void aFrameSentTwiceIsTakenOnce() throws Exception {
        Open open = unlocked(host, ada.person());
        List<Object> second = new ArrayList<>();
        host.frames = frame -> {
            try {
                host.relay(frame, host.named(frame));
            } catch (org.fastness.base.Refused refused) {
                second.add(refused.refusal());
            }
            return frame;
        };

        refused(() -> open.signMessage("twice"), Refusal.REPLAYED); // the copy was taken, so the frame itself is the replay

        assertThat(second).isEmpty();
    }

    @Test
    void noFrameOfThePastIsTakenAgain() throws Exception {
        List<Bytes> past = new ArrayList<>();
        host.frames = frame -> {
            past.add(frame);
            return frame;
        };
        Open open = unlocked(host, ada.person());
        open.signMessage("once");
        open.client().view();

        assertThat(past).hasSizeGreaterThan(3);
        for (Bytes frame : past) refused(() -> host.relay(frame, host.named(frame)), Refusal.REPLAYED);
    }

    @Test
    void noAnswerOfThePastIsTakenForTheNewOne() throws Exception {
        Open open = unlocked(host, ada.person());
        List<Bytes> past = new ArrayList<>();
        host.answers = answer -> {
            past.add(answer);
            return answer;
        };
        open.signMessage("once");
        open.client().view();

        for (Bytes old : past) {
            host.answers = answer -> renumbered(old, answer);
            assertThatThrownBy(() -> open.client().view()).isInstanceOf(IOException.class);
            host.answers = answer -> old;
            assertThatThrownBy(() -> open.client().view()).isInstanceOf(IOException.class);
        }
    }

    private static Bytes renumbered(Bytes old, Bytes current) throws IOException {
        Frame now = decode(current);
        return new Frame(now.channelId(), now.sequence(), Bytes.EMPTY, decode(old).fragments()).encode();
    }

    @Test
    void anAnswerForSomebodyElseIsNotTaken() throws Exception {
        Open a = unlocked(host, ada.person());
        Open b = unlocked(host, ben.person());
        List<Bytes> others = new ArrayList<>();
        host.answers = answer -> {
            others.add(answer);
            return answer;
        };
        b.client().view();
        host.answers = answer -> renumbered(others.getFirst(), answer);

        assertThatThrownBy(() -> a.client().view()).isInstanceOf(IOException.class);
    }

    @Test
    void aLostFrameAndALostAnswerLoseNothingElse() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared prepared = open.prepare(open.person().message("lost on its way"));
        host.frames = HostileHost.Twist.lose();
        assertThatThrownBy(() -> open.send(prepared)).isInstanceOf(IOException.class);
        host.frames = HostileHost.Twist.none();
        host.answers = HostileHost.Twist.lose();
        assertThatThrownBy(() -> open.send(prepared)).isInstanceOf(IOException.class);
        int leaves = host.store().leaves();
        host.answers = HostileHost.Twist.none();

        open.send(prepared);

        assertThat(host.store().leaves()).as("the retry is answered from what is stored").isEqualTo(leaves);
    }

    @Test
    void framesInAnotherOrderAreAllAnswered() throws Exception {
        Open open = unlocked(host, ada.person());
        BlockingQueue<CompletableFuture<Void>> held = new ArrayBlockingQueue<>(3);
        List<CompletableFuture<Object>> asked = new ArrayList<>();
        host.frames = frame -> {
            CompletableFuture<Void> go = new CompletableFuture<>();
            held.add(go);
            return awaited(go, frame);
        };
        RoutingHeader routing = new RoutingHeader(Id.DEFAULT_TENANT, open.person().account(), Id.request(Bytes.of(new byte[16])), List.of(), 0, 0);
        for (int i = 0; i < 3; i++) asked.add(inBackground(() -> open.client().channel().ask(routing, new org.fastness.protocol.message.Request.ViewAccount())));
        List<CompletableFuture<Void>> gates = new ArrayList<>();
        for (int i = 0; i < 3; i++) gates.add(held.poll(10, TimeUnit.SECONDS));

        for (int i = 2; i >= 0; i--) {
            gates.get(i).complete(null);
        }

        for (CompletableFuture<Object> each : asked) assertThat(each.get(10, TimeUnit.SECONDS)).isInstanceOf(org.fastness.protocol.message.Response.Account.class);
    }

    private static Bytes awaited(CompletableFuture<Void> go, Bytes frame) throws IOException {
        try {
            go.get(10, TimeUnit.SECONDS);
            return frame;
        } catch (InterruptedException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException stuck) {
            throw new IOException(stuck);
        }
    }

    private interface Asking {
        Object ask() throws Exception;
    }

    private static CompletableFuture<Object> inBackground(Asking asking) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(asking.ask());
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    @Test
    void fragmentsCutOffSwappedOrRepeatedAreRefused() throws Exception {
        Open open = unlocked(host, ada.person());
        String big = "x".repeat(100_000);
        List<HostileHost.Twist<Bytes>> twists = List.of(
                frame -> fragments(frame, f -> f.subList(0, 1)),
                frame -> fragments(frame, f -> List.of(f.get(1), f.get(0))),
                frame -> fragments(frame, f -> List.of(f.get(0), f.get(1), f.get(1))),
                frame -> fragments(frame, f -> List.of(f.get(1))));
        for (HostileHost.Twist<Bytes> twist : twists) {
            host.frames = twist;
            refused(() -> open.signMessage(big), Refusal.UNKNOWN_CHANNEL);
        }
        host.frames = HostileHost.Twist.none();

        open.signMessage("after all that");
    }

    private static Bytes fragments(Bytes octets, java.util.function.UnaryOperator<List<Bytes>> change) throws IOException {
        Frame frame = decode(octets);
        if (frame.fragments().size() < 2) return octets; // only asks for a nonce
        return new Frame(frame.channelId(), frame.sequence(), frame.routing(), change.apply(frame.fragments())).encode();
    }

    @Test
    void aRoutingHeaderChangedInClearIsCompared() throws Exception {
        Open open = unlocked(host, ada.person());
        Id other = ben.person().account();
        List<java.util.function.UnaryOperator<RoutingHeader>> changes = List.of(
                r -> new RoutingHeader(r.tenant(), other, r.requestId(), r.keys(), r.activityFrom(), r.activityCount()),
                r -> new RoutingHeader(Id.tenant(Entropy.system().bytes(16)), r.account(), r.requestId(), r.keys(), r.activityFrom(), r.activityCount()),
                r -> new RoutingHeader(r.tenant(), r.account(), Id.request(Entropy.system().bytes(16)), r.keys(), r.activityFrom(), r.activityCount()),
                r -> new RoutingHeader(r.tenant(), r.account(), r.requestId(), keys(ben.person()), r.activityFrom(), r.activityCount()),
                r -> new RoutingHeader(r.tenant(), r.account(), r.requestId(), List.of(), r.activityFrom(), r.activityCount()),
                r -> new RoutingHeader(r.tenant(), r.account(), r.requestId(), r.keys(), 1, 3));
        for (var change : changes) {
            host.frames = frame -> rerouted(frame, change);
            refused(() -> open.signMessage("for another"), Refusal.ROUTING_MISMATCH);
        }
    }

    private static Bytes rerouted(Bytes octets, java.util.function.UnaryOperator<RoutingHeader> change) throws IOException {
        try {
            Frame frame = Frame.decode(octets);
            return new Frame(frame.channelId(), frame.sequence(), change.apply(RoutingHeader.decode(frame.routing())).encode(), frame.fragments()).encode();
        } catch (Malformed broken) {
            throw new IOException(broken);
        }
    }

    /** Whoever asks how an account is opened learns nothing but that account's own ways. */
    @Test
    void unlockWaysOfAnotherAccountDoNotCome() throws Exception {
        AccountClient client = ada.person().connect(host);
        Id other = ben.person().account();
        host.frames = frame -> rerouted(frame, r -> new RoutingHeader(r.tenant(), other, r.requestId(), r.keys(), r.activityFrom(), r.activityCount()));
        refused(client::unlockWays, Refusal.ROUTING_MISMATCH);
        host.frames = HostileHost.Twist.none();
        host.records = named -> host.store().all().stream().filter(record -> record.id().equals(other.value())).toList();
        refused(client::unlockWays, Refusal.RECORD_MISSING);
    }

    // ---- the link itself ----

    @Test
    void messagesOfTheLinkThatAreNoneAreRefusedOneByOne() {
        Seeded.check(200, random -> {
            byte[] message = random.flip() ? random.bytes(random.between(1, 200)).toArray() : mutated(random);
            if (message[0] == 8) return; // that is an honest shutdown
            EnclaveMessage answer = tolerant(message);
            assertThat(answer).isNotInstanceOf(EnclaveMessage.Booted.class);
        });
    }

    /** A frame's message with flipped bits; the clock at its end is left alone, for what it does lasts as long as the boot. */
    private byte[] mutated(Seeded random) throws Exception {
        List<Bytes> captured = host.captured();
        Bytes frame = captured.isEmpty() ? random.bytes(100) : captured.get(random.below(captured.size()));
        Bytes message = Bytes.wrapUnsafe(new HostMessage.ProcessFrame(frame, host.named(frame), 0).encode());
        Bytes start = message.slice(0, message.size() - Long.BYTES);
        for (int i = random.between(1, 4); i > 0; i--) start = random.flipBit(start);
        return Bytes.concat(start, message.slice(message.size() - Long.BYTES, message.size())).toArray();
    }

    /** Outcomes of no batch are not answered at all. */
    private EnclaveMessage tolerant(byte[] message) throws IOException {
        boolean silent = message[0] == 5;
        CompletableFuture<EnclaveMessage> answer = host.begin(message);
        return silent ? new EnclaveMessage.Acknowledged() : HostileHost.await(answer);
    }

    @Test
    void aSecondBootAndASecondRootAreRefused() {
        refused(() -> host.ask(host.bootMessage(host.sealedRoot(), host.store().logState())), Refusal.NOT_READY);
        refused(() -> host.ask(new HostMessage.RootStored()), Refusal.NOT_READY);
    }
}
