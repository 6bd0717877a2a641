package org.fastness.base.cbor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

class CborFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void neverThrowsAnythingButMalformed(byte[] input) {
        try {
            Cbor.decode(Bytes.of(input));
        } catch (Malformed expected) {
            // refusing is the other right answer
        }
    }
}
