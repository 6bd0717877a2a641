package org.fastness.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Bytes;
import org.junit.jupiter.api.Test;

/**
 * Version 1 of every message, octet for octet: {@code golden/messages.txt} holds one {@code name = hex} a line and is read by the browser's
 * codec test too. A difference here means a new format version, never a new golden file.
 */
final class GoldenOctetsTest {

    @Test
    void everyMessageKeepsItsOctets() throws IOException {
        assertThat(hex(Samples.encoded())).isEqualTo(golden());
    }

    private static Map<String, String> hex(Map<String, Bytes> encoded) {
        Map<String, String> out = new LinkedHashMap<>();
        encoded.forEach((name, octets) -> out.put(name, octets.hex()));
        return out;
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> out = new LinkedHashMap<>();
        try (InputStream in = GoldenOctetsTest.class.getResourceAsStream("/golden/messages.txt")) {
            assertThat(in).as("golden/messages.txt").isNotNull();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).forEach(line -> {
                String[] parts = line.split(" = ", 2);
                out.put(parts[0], parts[1]);
            });
        }
        return out;
    }

    /** Prints the file's text: run once when a version is added, then never again for that version. */
    public static void main(String[] arguments) {
        hex(Samples.encoded()).forEach((name, octets) -> System.out.println(name + " = " + octets));
    }
}
