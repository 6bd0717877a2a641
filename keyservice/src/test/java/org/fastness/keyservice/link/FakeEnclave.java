package org.fastness.keyservice.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fastness.base.Malformed;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.LinkStream;

/** The other end of a link, spoken by the test; {@link #host()} is the end that the link under test takes. */
public final class FakeEnclave implements AutoCloseable {

    /** What came, decoded. */
    public record Question(long correlation, HostMessage message) {}

    private final SocketChannel host;
    private final SocketChannel enclave;
    private final LinkStream stream;

    private FakeEnclave(SocketChannel host, SocketChannel enclave) {
        this.host = host;
        this.enclave = enclave;
        this.stream = new LinkStream(enclave);
    }

    public static FakeEnclave connected() throws IOException {
        Path folder = Files.createTempDirectory("fst");
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            SocketChannel enclave = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            return new FakeEnclave(server.accept(), enclave);
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    public SocketChannel host() {
        return host;
    }

    /** The next question, or empty when the host is gone. */
    public Optional<Question> next() throws IOException, Malformed {
        Optional<LinkStream.Packet> packet = stream.read();
        return packet.isEmpty() ? Optional.empty() : Optional.of(new Question(packet.get().correlation(), HostMessage.decode(packet.get().message())));
    }

    public void say(long correlation, EnclaveMessage message) throws IOException {
        stream.write(correlation, message.encode());
    }

    void sayRaw(byte[] octets) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(octets);
        while (out.hasRemaining()) enclave.write(out);
    }

    void die() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
