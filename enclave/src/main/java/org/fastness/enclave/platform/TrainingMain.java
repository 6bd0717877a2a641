package org.fastness.enclave.platform;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.noise.HandshakeState;
import org.fastness.noise.Transport;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.channel.Suite;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.LinkStream;
import org.fastness.protocol.link.Property;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.protocol.message.Request;

/**
 * A short life with a throw-away root, so that the JVM can record what a start loads: the process is its own host and its own client,
 * and no door leads in. It is not hardened, because the recording is written to a file, and it serves nobody.
 */
public final class TrainingMain {
    private final LinkStream enclave;
    private long correlation;

    private TrainingMain(LinkStream enclave) {
        this.enclave = enclave;
    }

    /** @param arguments path of a socket to be made, for the process to talk to itself */
    public static void main(String[] arguments) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(Path.of(arguments[0]));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            SocketChannel inside = SocketChannel.open(address);
            Thread.ofPlatform().name("training").start(() -> serve(inside));
            try (SocketChannel outside = listener.accept()) {
                new TrainingMain(new LinkStream(outside)).live();
            }
        }
        System.exit(0);
    }

    private static void serve(SocketChannel channel) {
        List<Property> beneath = Beneath.observe();
        FileChannel status = Beneath.status();
        WarmUp.run();
        SeccompFilter.program();
        Serving.run(new ProcessPlatform(new Walls(beneath, new Hardening("training"), status)), new LinkStream(channel));
    }

    private void live() throws IOException, Malformed, AuthenticationFailed {
        boot();
        talk();
        ask(new HostMessage.LeaseDataKey(Id.DEFAULT_TENANT, "training", 1));
        ask(new HostMessage.Inspect());
        ask(new HostMessage.Shutdown());
    }

    private void boot() throws IOException, Malformed {
        byte[] seed = new byte[32];
        Entropy.system().fill(seed);
        EnclaveMessage booted = ask(new HostMessage.Boot(0, "wallet.localhost", List.of("http://wallet.localhost:8080"), Entropy.system().bytes(32), new Hidden(seed.clone()),
                new Hidden(seed.clone()), Optional.empty(), Optional.empty(), 60, 60, 60, List.of(new Property("sandbox", "training")), 1));
        Arrays.fill(seed, (byte) 0);
        if (booted instanceof EnclaveMessage.Booted made && made.newSealedRoot().isPresent()) ask(new HostMessage.RootStored());
    }

    /** Opens a channel as a client would and asks what needs no account. */
    private void talk() throws IOException, Malformed, AuthenticationFailed {
        Handshake.Opening offer = new Handshake.Opening(List.of(Suite.NX_25519_AESGCM_SHA256.code()), Bytes.EMPTY);
        try (HandshakeState initiator = HandshakeState.nxInitiator(offer.prologue(), Entropy.system())) {
            Bytes first = initiator.write(Entropy.system().bytes(Handshake.CLIENT_NONCE).toArray());
            EnclaveMessage opened = ask(new HostMessage.OpenChannel(new Handshake.Opening(offer.offeredSuites(), first).encode()));
            if (!(opened instanceof EnclaveMessage.ChannelOpened channel)) return; // a smaller cache is no fault
            Handshake.Reply reply = Handshake.Reply.decode(channel.reply());
            initiator.read(reply.noiseMessage());
            try (Transport transport = initiator.finish()) {
                frame(transport, reply.channelId(), 0, new Request.Info());
                frame(transport, reply.channelId(), 1, new Request.BeginEnrolment(Request.Purpose.CREATE));
            }
        }
    }

    private void frame(Transport transport, Bytes channelId, long sequence, Request request) throws IOException, Malformed {
        Id none = Id.account(Id.DEFAULT_TENANT.value());
        RoutingHeader routing = new RoutingHeader(Id.DEFAULT_TENANT, none, Id.request(none.value()), List.of(), 0, 0);
        byte[] plain = new Request.Envelope(routing, request).encode();
        Bytes sealed = transport.sealAt(Frame.nonce(sequence, 0), Frame.associatedData(channelId, sequence, 0, 1, false), plain);
        Frame frame = new Frame(channelId, sequence, routing.encode(), List.of(sealed));
        ask(new HostMessage.ProcessFrame(frame.encode(), List.of(), 1));
    }

    /** The answer; commits on the way are durable nowhere, which is what the enclave is told. */
    private EnclaveMessage ask(HostMessage message) throws IOException, Malformed {
        enclave.write(++correlation, message.encode());
        while (true) {
            LinkStream.Packet packet = enclave.read().orElseThrow(() -> new IOException("the training enclave left"));
            EnclaveMessage answer = EnclaveMessage.decode(packet.message());
            if (!(answer instanceof EnclaveMessage.Commit commit)) return answer;
            enclave.write(0, new HostMessage.CommitOutcome(commit.batch(), false).encode());
        }
    }
}
