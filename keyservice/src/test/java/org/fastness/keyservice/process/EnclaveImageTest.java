package org.fastness.keyservice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclaveImageTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeAnImage() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/java"), "program");
        Files.writeString(folder.resolve("modules"), "classes");
        Files.writeString(folder.resolve("MANIFEST"), "an image\n25\n" + line("program", "x bin/java") + line("classes", "- modules"));
    }

    private static String line(String content, String rest) {
        return Digests.sha256(Bytes.ofUtf8(content)).hex() + " " + rest + "\n";
    }

    private EnclaveImage image() {
        return EnclaveImage.at(folder);
    }

    private void assertRefused(String naming) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> image().verify()).withMessageContaining(naming);
    }

    @Test
    void isMeasuredByItsManifest() throws IOException {
        assertThat(image().measurement()).isEqualTo(Digests.sha256(Bytes.of(Files.readAllBytes(folder.resolve("MANIFEST")))));
        assertThatCode(() -> image().verify()).doesNotThrowAnyException();
    }

    @Test
    void refusesAFileThatDiffersFromTheManifest() throws IOException {
        Files.writeString(folder.resolve("modules"), "Classes");

        assertRefused("modules");
    }

    @Test
    void refusesAFileThatTheManifestDoesNotList() throws IOException {
        Files.writeString(folder.resolve("bin/sh"), "another program");

        assertRefused("bin/sh");
    }

    @Test
    void refusesALinkThatTheManifestDoesNotList() throws IOException {
        Files.createSymbolicLink(folder.resolve("escape"), Path.of("/etc"));

        assertRefused("escape");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Files.delete(folder.resolve("modules"));

        assertThatExceptionOfType(java.io.UncheckedIOException.class).isThrownBy(() -> image().verify());
    }

    @Test
    void refusesAManifestThatIsNone() throws IOException {
        Files.writeString(folder.resolve("MANIFEST"), "an image\n25\nnonsense\n");

        assertRefused("malformed");
    }

    @Test
    void theRealImageNeedsNothingButTheCLibraryOfThisMachine() throws IOException {
        assertThat(NativeDependencies.of(Images.folder()).keySet()).allSatisfy(file -> assertThat(file.getFileName().toString()).matches("(ld-linux|libc|libm|libdl|libpthread|librt).*"))
                .anySatisfy(file -> assertThat(file.getFileName().toString()).startsWith("libc.so"));
    }

    @Test
    void refusesObjectsThatAreCutOrNone() throws IOException {
        byte[] whole = Files.readAllBytes(Images.folder().resolve("bin/java"));
        for (int size = 0; size < 2_000; size += 61) {
            Files.write(folder.resolve("cut.so"), Arrays.copyOf(whole, size));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> NativeDependencies.of(folder));
        }
        Files.write(folder.resolve("cut.so"), new byte[4096]);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> NativeDependencies.of(folder));
    }
}
