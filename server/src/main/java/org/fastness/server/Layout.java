package org.fastness.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of an installation lie that are not on the class path.
 *
 * @param image the enclave's linked image
 * @param startCaches where start-up caches of the image are kept, beside the build
 */
public record Layout(Path image, Path startCaches) {

    /** Below the folder that the launcher names: a source checkout after its build, or an unpacked distribution. */
    public static Layout of(Path home) {
        Path built = home.resolve("enclave/target");
        if (Files.isDirectory(built)) return new Layout(built.resolve("image"), built.resolve("start-cache"));
        return new Layout(home.resolve("enclave"), home.resolve("start-cache"));
    }

    /** As the launcher says it in system property {@code fastness.home}, else the working folder. */
    public static Layout ofSystem() {
        return of(Path.of(System.getProperty("fastness.home", "")).toAbsolutePath());
    }
}
