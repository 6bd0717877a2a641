package org.fastness.enclave.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.noise.HandshakeState;
import org.fastness.noise.Transport;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.channel.Suite;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;

/** The client's end of one channel: handshake, frames, nonces. Knows nothing of accounts. */
public final class TestClient {
    private final InMemoryHost host;
    private final Transport transport;
    private final Bytes channelId;
    private final Bytes evidence;
    private final Bytes ephemeral;
    private final Bytes clientNonce;
    private long sequence;
    private Bytes nonce = Bytes.of(new byte[32]);

    private TestClient(InMemoryHost host, Transport transport, Bytes channelId, Bytes evidence, Bytes ephemeral, Bytes clientNonce) {
        this.host = host;
        this.transport = transport;
        this.channelId = channelId;
        this.evidence = evidence;
        this.ephemeral = ephemeral;
        this.clientNonce = clientNonce;
    }

    /** Opens a channel; the first question fetches a nonce. */
    public static TestClient connect(InMemoryHost host) throws Exception {
        Bytes prologue = new Handshake.Opening(List.of(Suite.NX_25519_AESGCM_SHA256.code()), Bytes.EMPTY).prologue();
        try (HandshakeState handshake = HandshakeState.nxInitiator(prologue, Entropy.system())) {
            Bytes clientNonce = Entropy.system().bytes(Handshake.CLIENT_NONCE);
            Bytes first = handshake.write(clientNonce.toArray());
            Handshake.Reply reply = Handshake.Reply.decode(host.openChannel(new Handshake.Opening(List.of(Suite.NX_25519_AESGCM_SHA256.code()), first).encode()));
            Bytes evidence = Bytes.wrapUnsafe(handshake.read(reply.noiseMessage()));
            TestClient client = new TestClient(host, handshake.finish(), reply.channelId(), evidence, first.slice(0, 32), clientNonce);
            client.ask(client.routing(), new Request.Info());
            return client;
        }
    }

    public Bytes evidence() {
        return evidence;
    }

    public Bytes ephemeral() {
        return ephemeral;
    }

    public Bytes clientNonce() {
        return clientNonce;
    }

    public Bytes channelId() {
        return channelId;
    }

    public RoutingHeader routing() {
        return new RoutingHeader(Id.DEFAULT_TENANT, Id.account(Bytes.of(new byte[16])), Id.request(Bytes.of(new byte[16])), List.of(), 0, 0);
    }

    /** A context for the account with a new request id and the newest nonce. */
    public Context context(Id account, long knownVersion) {
        return new Context(host.environment, Id.DEFAULT_TENANT, account, Id.request(Entropy.system().bytes(16)), knownVersion, nonce, transport.handshakeHash());
    }

    /** Asks and waits. */
    public Response ask(RoutingHeader routing, Request request) throws Refused {
        return open(host.frame(seal(routing, routing, request)));
    }

    /** Asks; the answer may come later. */
    public CompletableFuture<EnclaveMessage> begin(RoutingHeader routing, Request request) {
        return host.beginFrame(seal(routing, routing, request));
    }

    /** The frame of a question, with whatever header in clear. */
    public Bytes seal(RoutingHeader clear, RoutingHeader inside, Request request) {
        byte[] plain = new Request.Envelope(inside, request).encode();
        long number = ++sequence;
        int count = Math.max(1, (plain.length + Bounds.FRAGMENT - 1) / Bounds.FRAGMENT);
        List<Bytes> fragments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] part = java.util.Arrays.copyOfRange(plain, i * Bounds.FRAGMENT, Math.min(plain.length, (i + 1) * Bounds.FRAGMENT));
            fragments.add(transport.sealAt(Frame.nonce(number, i), Frame.associatedData(channelId, number, i, count, false), part));
        }
        return new Frame(channelId, number, clear.encode(), fragments).encode();
    }

    /** Opens an answer and keeps its nonce for the next authorization. */
    public Response open(Bytes answer) {
        try {
            Frame frame = Frame.decode(answer);
            int size = 0;
            List<byte[]> parts = new ArrayList<>();
            for (int i = 0; i < frame.fragments().size(); i++) {
                Bytes ad = Frame.associatedData(channelId, frame.sequence(), i, frame.fragments().size(), true);
                parts.add(transport.open(Frame.nonce(frame.sequence(), i), ad, frame.fragments().get(i)));
                size += parts.getLast().length;
            }
            byte[] all = new byte[size];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            Response.Envelope envelope = Response.Envelope.decode(all);
            nonce = envelope.nonce();
            return envelope.response();
        } catch (Malformed | Refused | AuthenticationFailed broken) {
            throw new AssertionError("an answer that does not open", broken);
        }
    }

    public Optional<Bytes> handshakeHash() {
        return Optional.of(transport.handshakeHash());
    }
}
