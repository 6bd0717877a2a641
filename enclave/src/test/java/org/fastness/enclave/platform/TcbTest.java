package org.fastness.enclave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds the trusted computing base to the list in {@code enclave/tcb.txt}: what is in the image, and how much of it is ours to read. */
class TcbTest {
    private static final Path ROOT = Path.of(System.getProperty("fastness.root", "..")).toAbsolutePath().normalize();
    private static final Path IMAGE = ROOT.resolve("enclave/target/image");
    private static final Path GOLDEN = ROOT.resolve("enclave/tcb.txt");
    private static final int ROUNDED_TO = 500;

    @Test
    void theImageHoldsWhatTheGoldenFileLists() throws IOException {
        Assumptions.assumeTrue(Files.exists(IMAGE.resolve("MANIFEST")), "no enclave image: ./mvnw -pl enclave -am process-classes links it");
        String found = description();
        if (Boolean.getBoolean("tcb.write")) Files.writeString(GOLDEN, found);

        assertThat(found).as("the trusted computing base changed: if that was meant, run this test with -Dtcb.write=true").isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void theImageHoldsNobodysCertificatesAndNoOtherProgram() {
        Assumptions.assumeTrue(Files.exists(IMAGE.resolve("MANIFEST")), "no enclave image: ./mvnw -pl enclave -am process-classes links it");
        assertThat(IMAGE.resolve("lib/security/cacerts")).doesNotExist();
        assertThat(IMAGE.resolve("lib/jspawnhelper")).doesNotExist();
        assertThat(IMAGE.resolve("bin").toFile().list()).containsExactly("java");
    }

    private static String description() throws IOException {
        StringBuilder out = new StringBuilder("""
                # The enclave's trusted computing base on x86_64, beside the JVM of the JDK that the build names. TcbTest compares.

                modules
                """);
        for (String module : modules()) out.append("  ").append(module).append('\n');
        out.append("\nnative libraries, SHA-256\n");
        for (String line : Files.readAllLines(IMAGE.resolve("MANIFEST")))
            if (line.contains("lib/fastness/")) out.append("  ").append(line.substring(67 + "lib/fastness/".length())).append(' ').append(line, 0, 64).append('\n');
        out.append("\nlines of code that are neither empty nor comment, rounded up to five hundreds\n");
        for (String module : modules()) if (module.startsWith("org.fastness.")) out.append("  ").append(module).append(' ').append(roundedLines(module)).append('\n');
        return out.toString();
    }

    private static List<String> modules() throws IOException {
        String line = Files.readAllLines(IMAGE.resolve("release")).stream().filter(each -> each.startsWith("MODULES=")).findFirst().orElseThrow();
        return Arrays.stream(line.substring("MODULES=".length()).replace("\"", "").split(" ")).sorted().toList();
    }

    private static long roundedLines(String module) throws IOException {
        Path sources = ROOT.resolve(module.substring("org.fastness.".length())).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            long lines = files.filter(file -> file.toString().endsWith(".java")).mapToLong(TcbTest::lines).sum();
            return (lines + ROUNDED_TO - 1) / ROUNDED_TO * ROUNDED_TO;
        }
    }

    private static long lines(Path file) {
        try {
            List<String> code = Files.readAllLines(file).stream().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("*") && !line.startsWith("/*")).collect(Collectors.toList());
            return code.size();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
