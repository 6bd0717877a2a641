package org.fastness.store;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Malformed;

/** No text breaks the parser, and none gets to a distant PostgreSQL without verified TLS. */
final class StoreUrlFuzzTest {

    @FuzzTest
    void refusesOrReads(FuzzedDataProvider data) {
        String text = (data.consumeBoolean() ? "jdbc:postgresql://" : "") + data.consumeRemainingAsString();
        try {
            if (StoreUrl.parse(text) instanceof StoreUrl.Postgres url && !"verify-full".equals(url.parameters().get("sslmode")))
                for (String host : url.hosts().split(",", -1))
                    if (!host.matches("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\])(:\\d+)?")) throw new AssertionError("plaintext to another machine");
        } catch (Malformed refused) {
            // what it should do with most
        }
    }
}
