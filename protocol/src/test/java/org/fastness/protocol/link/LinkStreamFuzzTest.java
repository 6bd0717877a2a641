package org.fastness.protocol.link;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;

class LinkStreamFuzzTest {

    /** Any octets in any pieces: packets within bounds, or the named refusals, and an end. */
    @FuzzTest
    void readsWhateverComes(FuzzedDataProvider data) throws IOException {
        int step = data.consumeInt(1, 70_000);
        LinkStream stream = new LinkStream(new MemoryChannel(data.consumeRemainingAsBytes(), step));
        try {
            Optional<LinkStream.Packet> packet = stream.read();
            while (packet.isPresent()) {
                byte[] message = packet.get().message();
                if (message.length == 0 || message.length > Bounds.LINK) throw new AssertionError("packet out of bounds");
                decodeBoth(message);
                packet = stream.read();
            }
        } catch (Malformed | EOFException refused) {
            // what hostile input deserves
        }
    }

    private static void decodeBoth(byte[] message) {
        try {
            EnclaveMessage.decode(message.clone());
        } catch (Malformed refused) {
            // the other direction may still read it
        }
        try {
            HostMessage.decode(message);
        } catch (Malformed refused) {
            // as above
        }
    }
}
