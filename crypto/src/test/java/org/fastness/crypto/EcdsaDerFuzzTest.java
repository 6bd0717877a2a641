package org.fastness.crypto;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

final class EcdsaDerFuzzTest {

    /** What is accepted has one spelling only. */
    @FuzzTest
    void acceptsOnlyWhatItWouldWrite(byte[] input) {
        try {
            Bytes der = Bytes.of(input);
            if (!EcdsaDer.encode(EcdsaDer.decode(der)).equals(der)) throw new AssertionError("two spellings of one signature");
        } catch (Malformed refused) {
            // as it should be
        }
    }
}
