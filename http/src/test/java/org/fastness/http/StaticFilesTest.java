package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaticFilesTest {

    @Test
    void readsFolderAndNamesItByTheListingAnyoneCanMake(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("index.html"), "i");
        Files.writeString(folder.resolve("a/b.css"), "b");

        StaticFiles files = StaticFiles.read(folder);

        String listing = Digests.sha256(Bytes.ofUtf8("b")).hex() + "  a/b.css\n" + Digests.sha256(Bytes.ofUtf8("i")).hex() + "  index.html\n";
        assertThat(files.digest()).isEqualTo(Digests.sha256(Bytes.ofUtf8(listing)));
        assertThat(files.answer("/a/b.css", Optional.empty()).orElseThrow().headers()).containsEntry("Content-Type", "text/css; charset=utf-8");
    }

    @Test
    void knowsNoNameBesideItsFiles() {
        StaticFiles files = StaticFiles.of(Map.of("index.html", Bytes.EMPTY));

        for (String path : new String[] {"/../index.html", "/./index.html", "//index.html", "/index.html/", "/INDEX.HTML", "/%69ndex.html", "index.html", ""}) assertThat(files.has(path)).as(path).isFalse();
    }

    @Test
    void refusesFileOfUnknownKind() {
        assertThatThrownBy(() -> StaticFiles.of(Map.of("key.pem", Bytes.EMPTY))).isInstanceOf(IllegalArgumentException.class);
    }
}
