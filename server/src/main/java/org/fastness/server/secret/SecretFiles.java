package org.fastness.server.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.fastness.server.configuration.Configuration;

/** The passphrase that unseals the enclave's root, and the per-install key that signs development evidence. Each read is a fresh copy to wipe. */
public final class SecretFiles {

    /** The longest passphrase taken, as the enclave does. */
    public static final int MAX_PASSPHRASE_BYTES = 1_024;
    /** The shortest passphrase taken. */
    public static final int MIN_PASSPHRASE_BYTES = 16;

    private static final int SEED_BYTES = 32;

    private final Path passphrase;
    private final Path installSeed;

    private SecretFiles(Path passphrase, Path installSeed) {
        this.passphrase = passphrase;
        this.installSeed = installSeed;
    }

    /** The files of the configuration, made where the mode allows it and checked now rather than at the first use. */
    public static SecretFiles of(Configuration configuration) throws IOException {
        OwnerOnly.folder(configuration.data());
        SecretFiles files = new SecretFiles(configuration.passphraseFile(), configuration.data().resolve("install.seed"));
        if (configuration.isDevelopment() && !Files.exists(files.passphrase)) files.makePassphrase();
        if (!Files.exists(files.installSeed)) files.makeSeed();
        wipe(files.passphrase());
        wipe(files.installSeed());
        return files;
    }

    private void makePassphrase() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(random);
        OwnerOnly.write(passphrase, text);
        wipe(random);
        wipe(text);
    }

    private void makeSeed() throws IOException {
        byte[] random = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(random);
        OwnerOnly.write(installSeed, random);
        wipe(random);
    }

    /** The passphrase without the line end that an editor leaves. */
    public byte[] passphrase() throws IOException {
        byte[] content = OwnerOnly.read(passphrase, MAX_PASSPHRASE_BYTES);
        int end = content.length;
        while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) end--;
        byte[] bare = Arrays.copyOf(content, end);
        wipe(content);
        if (bare.length < MIN_PASSPHRASE_BYTES) throw new IOException(passphrase + " holds fewer than " + MIN_PASSPHRASE_BYTES + " octets: make a longer passphrase");
        return bare;
    }

    /** Ed25519 seed, 32 octets. */
    public byte[] installSeed() throws IOException {
        byte[] seed = OwnerOnly.read(installSeed, SEED_BYTES);
        if (seed.length != SEED_BYTES) throw new IOException(installSeed + " does not hold " + SEED_BYTES + " octets: remove it, and a new install key is made");
        return seed;
    }

    /** A password file's text, as characters for an API that wants them; the caller wipes the array. */
    public static char[] password(Path file) throws IOException {
        byte[] content = OwnerOnly.read(file, MAX_PASSPHRASE_BYTES);
        char[] text = new String(content, StandardCharsets.UTF_8).strip().toCharArray();
        wipe(content);
        return text;
    }

    private static void wipe(byte[] octets) {
        Arrays.fill(octets, (byte) 0);
    }
}
