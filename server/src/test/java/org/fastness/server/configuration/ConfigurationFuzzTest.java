package org.fastness.server.configuration;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.fastness.base.Bytes;

/** Any octets are a configuration or a list of problems, never a crash. */
final class ConfigurationFuzzTest {

    @FuzzTest
    void readsOrRefuses(byte[] file) {
        try {
            Configuration.of(new Sources().file("fuzz", Bytes.of(file)), Path.of("/x"));
        } catch (ConfigurationRefused refused) {
            if (refused.problems().isEmpty()) throw new AssertionError("refused without a reason");
        }
    }
}
