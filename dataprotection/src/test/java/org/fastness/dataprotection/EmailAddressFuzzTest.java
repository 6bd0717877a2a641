package org.fastness.dataprotection;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Malformed;

/** No text breaks the parser, and what it takes has one stable form without anything a mail header could misread. */
final class EmailAddressFuzzTest {

    @FuzzTest
    void refusesOrNormalizes(FuzzedDataProvider data) {
        try {
            EmailAddress address = EmailAddress.parse(data.consumeRemainingAsString());
            if (!EmailAddress.parse(address.normalized()).equals(address)) throw new AssertionError("not stable");
            if (address.normalized().chars().anyMatch(c -> c <= ' ' || c == 0x7f || ",;:<>\"()[]\\".indexOf(c) >= 0)) throw new AssertionError("unsafe in a header");
        } catch (Malformed refused) {
            // what it should do with most
        }
    }
}
