package org.fastness.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.fastness.attestation.Evidence;
import org.fastness.attestation.EvidenceBinding;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.attestation.EvidenceVerifier;
import org.fastness.attestation.Verdict;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.noise.HandshakeState;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.channel.Suite;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;

/**
 * One Noise channel that ends in the enclave, its evidence accepted by the caller's policy before the first request (step 9 of a
 * request's life starts here). Thread-safe; {@link #ask} may be called by several threads.
 */
public final class SecureChannel implements AutoCloseable {

    /** A nonce the enclave issued for one authorization, and until when (monotonic nanoseconds). */
    private record Nonce(Bytes value, long deadlineNanos) {}

    /** Kept for later: an older nonce is dropped first. */
    private static final int MAX_NONCES = 32;

    private final Transport transport;
    private final Bytes channelId;
    private final org.fastness.noise.Transport noise;
    private final Verdict.Accepted evidence;
    private final Ticker ticker;
    private final AtomicLong sequence = new AtomicLong();
    private final Deque<Nonce> nonces = new ArrayDeque<>();

    private SecureChannel(Transport transport, Bytes channelId, org.fastness.noise.Transport noise, Verdict.Accepted evidence, Ticker ticker) {
        this.transport = transport;
        this.channelId = channelId;
        this.noise = noise;
        this.evidence = evidence;
        this.ticker = ticker;
    }

    /**
     * Opens a channel. Throws {@link EvidenceRefused} if the policy does not accept what the enclave shows; nothing of the caller's has left by then
     * but a fresh ephemeral key and nonce.
     */
    public static SecureChannel open(Transport transport, EvidencePolicy policy, Entropy entropy, Ticker ticker) throws IOException, Refused, EvidenceRefused {
        List<Integer> suites = List.of(Suite.NX_25519_AESGCM_SHA256.code());
        Bytes prologue = new Handshake.Opening(suites, Bytes.EMPTY).prologue();
        try (HandshakeState handshake = HandshakeState.nxInitiator(prologue, entropy)) {
            byte[] nonce = new byte[Handshake.CLIENT_NONCE];
            entropy.fill(nonce);
            Handshake.Opening opening = new Handshake.Opening(suites, handshake.write(nonce));
            Handshake.Reply reply = Handshake.Reply.decode(transport.openChannel(opening.encode()));
            Evidence shown = Evidence.parse(Bytes.wrapUnsafe(handshake.read(reply.noiseMessage())));
            EvidenceBinding binding = new EvidenceBinding(handshake.remoteStatic().orElseThrow(), handshake.localEphemeral().orElseThrow(), Bytes.of(nonce));
            return switch (EvidenceVerifier.verify(shown, binding, policy, ticker.epochMicros())) {
                case Verdict.Accepted accepted -> new SecureChannel(transport, reply.channelId(), handshake.finish(), accepted, ticker);
                case Verdict.Refused refused -> throw new EvidenceRefused(refused);
            };
        } catch (Malformed | AuthenticationFailed broken) {
            throw new IOException("the handshake failed: whoever answered is not the enclave, or the host altered the messages", broken);
        }
    }

    /** What the enclave showed, and what it is worth: {@code attested} is false for evidence of type dev. */
    public Verdict.Accepted evidence() {
        return evidence;
    }

    /** The Noise handshake hash, 32 octets: part of every authorization. */
    public Bytes handshakeHash() {
        return noise.handshakeHash();
    }

    /** Sends a request and waits for its answer; a refusal of the enclave is an answer, not an exception. */
    public Response ask(RoutingHeader routing, Request request) throws IOException, Refused {
        byte[] plaintext = new Request.Envelope(routing, request).encode();
        try {
            return askOctets(routing, plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** As {@link #ask}, with the envelope already encoded: for a retry, which must send the same octets again. */
    public Response askOctets(RoutingHeader routing, byte[] envelope) throws IOException, Refused {
        if (envelope.length > Bounds.MESSAGE) throw new Refused(Refusal.TOO_LARGE);
        long number = sequence.getAndIncrement();
        Frame question = new Frame(channelId, number, routing.encode(), seal(number, envelope));
        try {
            Frame answer = Frame.decode(transport.frame(question.encode()));
            if (!answer.channelId().equals(channelId) || answer.sequence() != number) throw new IOException("the host answered with another frame");
            Response.Envelope opened = Response.Envelope.decode(open(answer));
            keep(opened);
            return opened.response();
        } catch (Malformed | AuthenticationFailed altered) {
            throw new IOException("the answer was altered on its way", altered);
        }
    }

    private List<Bytes> seal(long number, byte[] plaintext) {
        int count = Math.max(1, Math.ceilDiv(plaintext.length, Bounds.FRAGMENT));
        List<Bytes> fragments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(plaintext, i * Bounds.FRAGMENT, Math.min(plaintext.length, (i + 1) * Bounds.FRAGMENT));
            fragments.add(noise.sealAt(Frame.nonce(number, i), Frame.associatedData(channelId, number, i, count, false), part));
            Arrays.fill(part, (byte) 0);
        }
        return fragments;
    }

    private byte[] open(Frame answer) throws Malformed, Refused, AuthenticationFailed {
        int count = answer.fragments().size();
        byte[] whole = new byte[answer.fragments().stream().mapToInt(fragment -> Math.max(0, fragment.size() - 16)).sum()]; // one shorter than its tag is refused below
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] part = noise.open(Frame.nonce(answer.sequence(), i), Frame.associatedData(channelId, answer.sequence(), i, count, true), answer.fragments().get(i));
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
            Arrays.fill(part, (byte) 0);
        }
        return whole;
    }

    private void keep(Response.Envelope envelope) {
        synchronized (nonces) {
            if (nonces.size() == MAX_NONCES) nonces.removeFirst();
            nonces.addLast(new Nonce(envelope.nonce(), ticker.monotonicNanos() + envelope.nonceMillis() * 1_000_000L));
        }
    }

    /** An unused nonce of this channel; asks the enclave for one if none is left. */
    Bytes nonce(RoutingHeader routing) throws IOException, Refused {
        Bytes kept = takeNonce();
        if (!kept.isEmpty()) return kept;
        ask(routing, new Request.Info());
        kept = takeNonce();
        if (kept.isEmpty()) throw new Refused(Refusal.EXPIRED);
        return kept;
    }

    private Bytes takeNonce() {
        synchronized (nonces) {
            long now = ticker.monotonicNanos();
            while (!nonces.isEmpty()) {
                Nonce newest = nonces.removeLast();
                if (newest.deadlineNanos - now > 0) return newest.value;
            }
            return Bytes.EMPTY;
        }
    }

    /** Forgets the channel's keys; the enclave forgets its own after a time of silence. */
    @Override
    public void close() {
        noise.close();
    }
}
