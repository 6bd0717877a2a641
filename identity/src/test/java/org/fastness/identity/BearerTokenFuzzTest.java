package org.fastness.identity;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Malformed;

final class BearerTokenFuzzTest {

    @FuzzTest
    void refusesOrReadsExactly(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            if (!BearerToken.parse(BearerToken.Kind.SESSION, text).text().equals(text)) throw new AssertionError("read as another");
        } catch (Malformed refused) {
            // what it should do with most
        }
    }
}
