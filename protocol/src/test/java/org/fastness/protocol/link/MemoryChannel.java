package org.fastness.protocol.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel over arrays that gives at most {@code step} octets a read, so that packets come in pieces. */
final class MemoryChannel implements ByteChannel {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteBuffer incoming;
    private final int step;

    MemoryChannel(byte[] incoming, int step) {
        this.incoming = ByteBuffer.wrap(incoming);
        this.step = step;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!incoming.hasRemaining()) return -1;
        int count = Math.min(step, Math.min(target.remaining(), incoming.remaining()));
        target.put(incoming.slice(incoming.position(), count));
        incoming.position(incoming.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = Math.min(step, source.remaining());
        for (int i = 0; i < count; i++) written.write(source.get());
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
