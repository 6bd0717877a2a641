package org.fastness.protocol.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;

/**
 * Either end of the one byte stream between host and enclave: packets of a u32 length of what follows, a u64 correlation id, and one
 * message. Any thread may write; one thread reads.
 */
public final class LinkStream implements Closeable {

    /** Octets of the correlation id, which the length counts. */
    private static final int CORRELATION = 8;
    /** The shortest length: a correlation id and a tag. */
    private static final int SHORTEST = CORRELATION + 1;
    private static final int READ_AHEAD = 64 * 1024;

    /** One message as it came, with the id that pairs question and answer. */
    public static final class Packet {
        private final long correlation;
        private final byte[] message;

        private Packet(long correlation, byte[] message) {
            this.correlation = correlation;
            this.message = message;
        }

        public long correlation() {
            return correlation;
        }

        /** The octets themselves, not a copy: whoever decodes them may wipe them. */
        public byte[] message() {
            return message;
        }

        @Override
        public String toString() {
            return "Packet[" + correlation + ", " + message.length + " octets]";
        }
    }

    private final ByteChannel channel;
    private final ByteBuffer ahead = ByteBuffer.allocateDirect(READ_AHEAD).flip();
    private final ReentrantLock writing = new ReentrantLock();

    public LinkStream(ByteChannel channel) {
        this.channel = channel;
    }

    /** The next packet, or empty where the stream ended between two. A length out of bounds is refused before anything is allocated. */
    public Optional<Packet> read() throws IOException, Malformed {
        if (!fill(Integer.BYTES)) {
            if (ahead.hasRemaining()) throw new EOFException("the stream ended inside a packet");
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(ahead.getInt());
        if (length < SHORTEST || length > Bounds.LINK) throw new Malformed("packet length out of its bounds of " + SHORTEST + " and " + Bounds.LINK);
        if (!fill(CORRELATION)) throw new EOFException("the stream ended inside a packet");
        long correlation = ahead.getLong();
        return Optional.of(new Packet(correlation, take((int) length - CORRELATION)));
    }

    /** Whether {@code count} octets stand in the read-ahead buffer; {@code count} is small. */
    private boolean fill(int count) throws IOException {
        while (ahead.remaining() < count) {
            ahead.compact();
            int read = channel.read(ahead);
            ahead.flip();
            if (read < 0) return false;
        }
        return true;
    }

    private byte[] take(int count) throws IOException {
        byte[] out = new byte[count];
        int buffered = Math.min(count, ahead.remaining());
        int start = ahead.position();
        ahead.get(out, 0, buffered);
        wipe(start, buffered);
        ByteBuffer rest = ByteBuffer.wrap(out, buffered, count - buffered);
        while (rest.hasRemaining()) if (channel.read(rest) < 0) throw new EOFException("the stream ended inside a packet");
        return out;
    }

    // A boot message carries secrets: the buffer outlives it, so what was taken is zeroed.
    private void wipe(int start, int count) {
        for (int i = start; i < start + count; i++) ahead.put(i, (byte) 0);
    }

    /** Writes one packet whole; {@code message} is wiped. Past the bound nothing is written. */
    public void write(long correlation, byte[] message) throws IOException {
        if (message.length == 0 || message.length > Bounds.LINK - CORRELATION) throw new IllegalArgumentException("message out of bounds of the link");
        ByteBuffer packet = ByteBuffer.allocate(Integer.BYTES + CORRELATION + message.length);
        packet.putInt(CORRELATION + message.length).putLong(correlation).put(message).flip();
        writing.lock();
        try {
            while (packet.hasRemaining()) channel.write(packet);
        } finally {
            writing.unlock();
            Arrays.fill(message, (byte) 0);
            Arrays.fill(packet.array(), (byte) 0);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
