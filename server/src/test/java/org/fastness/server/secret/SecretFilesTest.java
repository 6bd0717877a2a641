package org.fastness.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.fastness.base.Bytes;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFilesTest {

    @TempDir
    private Path folder;

    private Configuration development() throws Exception {
        return Configuration.of(new Sources().flag("data", folder.resolve("data").toString()), folder);
    }

    private Configuration staging(Path passphrase) throws Exception {
        return Configuration.of(new Sources().flag("mode", "staging").flag("data", folder.resolve("data").toString()).flag("unseal.passphrase.file", passphrase.toString())
                .flag("app.origin", "https://app.example.org").flag("wallet.origin", "https://wallet.example.org").flag("https.port", "0").flag("smtp.host", "mail.example.org")
                .flag("security.contact", "mailto:s@example.org"), folder);
    }

    @Test
    void developmentMakesFilesThatOnlyTheOwnerReads() throws Exception {
        SecretFiles files = SecretFiles.of(development());

        assertThat(files.passphrase()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(files.installSeed()).hasSize(32);
        for (String name : new String[] {"unseal.passphrase", "install.seed"}) assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/" + name)))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data")))).isEqualTo("rwx------");
    }

    @Test
    void secondStartReadsTheSame() throws Exception {
        byte[] first = SecretFiles.of(development()).passphrase();

        assertThat(SecretFiles.of(development()).passphrase()).isEqualTo(first);
    }

    @Test
    void elsewhereNothingIsMade() throws Exception {
        Configuration configuration = staging(folder.resolve("passphrase"));

        assertThatThrownBy(() -> SecretFiles.of(configuration)).isInstanceOf(IOException.class).hasMessageContaining("is missing");
        assertThat(folder.resolve("passphrase")).doesNotExist();
    }

    @Test
    void refusesPassphraseThatOthersMayRead() throws Exception {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "a passphrase of enough length\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r-----"));
        Configuration configuration = staging(passphrase);

        assertThatThrownBy(() -> SecretFiles.of(configuration)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("r--------"));
        assertThat(new String(SecretFiles.of(configuration).passphrase(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("a passphrase of enough length");
    }

    @Test
    void takesPassphraseAtItsBoundsAndNotOnePast() throws Exception {
        for (int size : new int[] {SecretFiles.MIN_PASSPHRASE_BYTES, SecretFiles.MAX_PASSPHRASE_BYTES}) {
            Path file = folder.resolve("good" + size);
            OwnerOnly.write(file, new byte[size]);
            assertThat(SecretFiles.of(staging(file)).passphrase()).hasSize(size);
        }
        for (int size : new int[] {SecretFiles.MIN_PASSPHRASE_BYTES - 1, SecretFiles.MAX_PASSPHRASE_BYTES + 1}) {
            Path file = folder.resolve("bad" + size);
            OwnerOnly.write(file, new byte[size]);
            Configuration configuration = staging(file);
            assertThatThrownBy(() -> SecretFiles.of(configuration)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void neverWritesOverAFile() throws Exception {
        Path file = folder.resolve("x");
        OwnerOnly.write(file, Bytes.ofUtf8("first").toArray());

        assertThatThrownBy(() -> OwnerOnly.write(file, Bytes.ofUtf8("second").toArray())).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("first");
    }

    @Test
    void makesTlsKeyOnceAndOpensItAgain() throws Exception {
        Configuration configuration = development();
        SecretFiles.of(configuration);

        TlsKeys.context(configuration);
        byte[] made = Files.readAllBytes(folder.resolve("data/tls.p12"));
        TlsKeys.context(configuration);

        assertThat(Files.readAllBytes(folder.resolve("data/tls.p12"))).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/tls.p12")))).isEqualTo("rw-------");
        assertThat(folder.resolve("data/tls.p12.keytool")).doesNotExist();
    }
}
