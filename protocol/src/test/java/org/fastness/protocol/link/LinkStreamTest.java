package org.fastness.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkStreamTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 4096, 1 << 20})
    void givesBackWhatWasWrittenHoweverTheStreamIsCut(int step) throws Exception {
        MemoryChannel out = new MemoryChannel(new byte[0], step);
        LinkStream writer = new LinkStream(out);
        writer.write(7, filled(1, 1));
        writer.write(-1, filled(100_000, 2));
        writer.write(0, filled(3, 3));

        LinkStream reader = new LinkStream(new MemoryChannel(out.written.toByteArray(), step));

        assertPacket(reader, 7, filled(1, 1));
        assertPacket(reader, -1, filled(100_000, 2));
        assertPacket(reader, 0, filled(3, 3));
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void takesTheLongestPacketAndRefusesOneOctetMore() throws Exception {
        MemoryChannel out = new MemoryChannel(new byte[0], 1 << 20);
        new LinkStream(out).write(1, filled(Bounds.LINK - 8, 9));

        assertPacket(new LinkStream(new MemoryChannel(out.written.toByteArray(), 1 << 20)), 1, filled(Bounds.LINK - 8, 9));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new LinkStream(out).write(1, filled(Bounds.LINK - 7, 9)));
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> reading(header(Bounds.LINK + 1)));
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> reading(header(-1)));
    }

    @Test
    void refusesAPacketWithoutATag() {
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> reading(header(8)));
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> reading(header(0)));
    }

    @Test
    void tellsAnEndInsideAPacketFromAnEndBetweenTwo() throws Exception {
        MemoryChannel out = new MemoryChannel(new byte[0], 64);
        new LinkStream(out).write(5, filled(20, 1));
        byte[] whole = out.written.toByteArray();

        for (int cut = 1; cut < whole.length; cut++) {
            byte[] part = Arrays.copyOf(whole, cut);
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reading(part));
        }
        assertThat(new LinkStream(new MemoryChannel(new byte[0], 1)).read()).isEmpty();
    }

    @Test
    void wipesTheMessageItWrote() throws Exception {
        byte[] message = filled(32, 0x5a);

        new LinkStream(new MemoryChannel(new byte[0], 64)).write(1, message);

        assertThat(message).containsOnly(0);
    }

    private static void reading(byte[] octets) throws Exception {
        new LinkStream(new MemoryChannel(octets, 64)).read();
    }

    private static byte[] header(int length) {
        return ByteBuffer.allocate(64).putInt(length).array();
    }

    private static byte[] filled(int size, int with) {
        byte[] out = new byte[size];
        Arrays.fill(out, (byte) with);
        return out;
    }

    private static void assertPacket(LinkStream reader, long correlation, byte[] message) throws Exception {
        LinkStream.Packet packet = reader.read().orElseThrow();
        assertThat(packet.correlation()).isEqualTo(correlation);
        assertThat(packet.message()).isEqualTo(message);
    }
}
