package org.fastness.enclave.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

class RecordFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void aColdRecordHasOneEncoding(byte[] input) {
        try {
            assertThat(ColdRecord.decode(Bytes.of(input)).encode()).isEqualTo(Bytes.of(input));
        } catch (Malformed expected) {
            // refusing is the other right answer
        }
    }

    @FuzzTest(maxDuration = "30s")
    void aHotStateHasOneEncoding(byte[] input) {
        try {
            assertThat(HotState.decode(Bytes.of(input)).encode()).isEqualTo(Bytes.of(input));
        } catch (Malformed expected) {
            // refusing is the other right answer
        }
    }
}
