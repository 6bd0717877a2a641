package org.fastness.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Hostile records either fail as {@link Malformed} or read back to exactly themselves. */
final class PolicyFuzzTest {

    @FuzzTest
    void accountPolicy(byte[] octets) {
        try {
            if (!AccountPolicy.decode(Bytes.of(octets)).encode().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void limitWindow(byte[] octets) {
        try {
            if (!LimitWindow.decode(Bytes.of(octets)).encode().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }
}
