package org.fastness.keyservice.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Ticker;

class EnclaveLinkFuzzTest {

    /** Whatever an enclave says: the link ends with the stream, and a commit in it is never taken for anything else. */
    @FuzzTest
    void takesWhateverTheEnclaveSays(byte[] said) throws Exception {
        try (EnclaveLink link = new EnclaveLink(new Monologue(said), (commit, callers) -> false, Ticker.system())) {
            link.end().get(30, TimeUnit.SECONDS);
            if (link.inFlight() != 0) throw new AssertionError("a question nobody asked");
        }
    }

    /** Gives the octets and then the end; takes everything. */
    private static final class Monologue implements ByteChannel {
        private final ByteBuffer octets;

        Monologue(byte[] octets) {
            this.octets = ByteBuffer.wrap(octets);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!octets.hasRemaining()) return -1;
            int count = Math.min(target.remaining(), octets.remaining());
            target.put(octets.slice(octets.position(), count));
            octets.position(octets.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
