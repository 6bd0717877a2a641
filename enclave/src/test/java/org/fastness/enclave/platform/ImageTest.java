package org.fastness.enclave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links the image a second time, elsewhere. */
class ImageTest {
    private static final Path ROOT = Path.of(System.getProperty("fastness.root", "..")).toAbsolutePath().normalize();
    private static final Path IMAGE = ROOT.resolve("enclave/target/image");

    @Test
    void linkedTwiceItIsTheSameToTheLastOctet(@TempDir Path elsewhere) throws Exception {
        Assumptions.assumeTrue(Files.exists(IMAGE.resolve("MANIFEST")), "no enclave image: ./mvnw -pl enclave -am process-classes links it");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", ROOT.resolve("enclave/src/image/java/BuildImage.java").toString(),
                elsewhere.toString(), ROOT.resolve("crypto/target/native").toString(), "2026-11-21T00:00:00Z"));
        for (String module : List.of("base", "crypto", "noise", "protocol", "intent", "policy", "tlog", "attestation", "enclave"))
            command.add(ROOT.resolve(module).resolve("target/classes").toString());

        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();

        assertThat(Files.readString(elsewhere.resolve("image/MANIFEST"))).isEqualTo(Files.readString(IMAGE.resolve("MANIFEST")));
        assertThat(times(elsewhere.resolve("image"))).isEqualTo(times(IMAGE));
    }

    private static List<String> times(Path image) throws IOException {
        try (Stream<Path> all = Files.walk(image)) {
            List<String> times = new ArrayList<>();
            for (Path path : all.sorted().toList()) times.add(image.relativize(path) + " " + Files.getLastModifiedTime(path));
            return times;
        }
    }
}
