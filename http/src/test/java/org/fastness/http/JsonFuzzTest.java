package org.fastness.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Whatever the reader takes, it writes and reads again as the same tree; whatever else comes is refused, not crashed on. */
final class JsonFuzzTest {

    @FuzzTest
    void readsWritesReads(byte[] document) {
        JsonValue first;
        try {
            first = Json.read(Bytes.of(document), 65_536);
        } catch (Malformed refused) {
            return;
        }
        try {
            if (!Json.read(Json.write(first), 1 << 20).equals(first)) throw new AssertionError("another tree");
        } catch (Malformed unreadable) {
            throw new AssertionError("our own document is refused");
        }
    }
}
