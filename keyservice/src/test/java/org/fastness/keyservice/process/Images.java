package org.fastness.keyservice.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The image that the build links before these tests run, and what starting it needs; where a part is missing the test is skipped with the reason. */
final class Images {
    private Images() {}

    static Path folder() {
        Path folder = Path.of(System.getProperty("fastness.root", "..")).toAbsolutePath().normalize().resolve("enclave/target/image");
        Assumptions.assumeTrue(Files.exists(folder.resolve("MANIFEST")), "no enclave image: ./mvnw -pl enclave -am process-classes links it");
        return folder;
    }

    static EnclaveImage image() {
        return EnclaveImage.at(folder());
    }

    static Sandbox bubblewrap() {
        Sandbox sandbox = Sandbox.find("bwrap");
        Assumptions.assumeTrue(sandbox instanceof Sandbox.Bubblewrap, "no bubblewrap: apt-get install bubblewrap");
        return sandbox;
    }

    static Path runFolder() {
        try {
            Path folder = Files.createTempDirectory("fst");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
