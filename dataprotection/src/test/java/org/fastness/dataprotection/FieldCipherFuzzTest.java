package org.fastness.dataprotection;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;

/** No stored octets break the reader, and none that this place did not seal open. */
final class FieldCipherFuzzTest {
    private static final Column EMAIL = new Column(new Dataset("identity"), "identity_user", "email");
    private static final FieldCipher CIPHER = new FieldCipher(new SimulatedDataKeySource(1), Environment.DEVELOPMENT);

    @FuzzTest
    void refusesWhateverItDidNotSeal(FuzzedDataProvider data) {
        try {
            CIPHER.openText(Id.DEFAULT_TENANT, EMAIL, Bytes.EMPTY, Bytes.of(data.consumeRemainingAsBytes()));
            throw new AssertionError("opened");
        } catch (FieldUnreadable | Refused expected) {
            // closed
        }
    }
}
