package org.fastness.server.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.fastness.server.configuration.Configuration;

/** The TLS listener's key: read from a PKCS#12 file, made by the JDK's keytool in development. */
public final class TlsKeys {

    private static final int KEYTOOL_SECONDS = 60;

    private TlsKeys() {
    }

    /** A context with the configured key. */
    public static SSLContext context(Configuration configuration) throws IOException {
        Configuration.Tls tls = configuration.tls();
        if (configuration.isDevelopment() && !Files.exists(tls.keystore())) make(tls, List.of(configuration.app().host(), configuration.wallet().host()));
        char[] password = SecretFiles.password(tls.passwordFile());
        try (InputStream in = Files.newInputStream(tls.keystore())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(tls.keystore() + " is no PKCS#12 file that tls.password.file opens", unusable);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static void make(Configuration.Tls tls, List<String> hosts) throws IOException {
        if (!Files.exists(tls.passwordFile())) OwnerOnly.write(tls.passwordFile(), randomText());
        String names = String.join(",", hosts.stream().map(host -> "dns:" + host).toList()) + ",ip:127.0.0.1,ip:::1";
        Path fresh = tls.keystore().resolveSibling(tls.keystore().getFileName() + ".keytool");
        Files.deleteIfExists(fresh);
        run(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "tls", "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA",
                "-dname", "CN=" + hosts.getFirst(), "-ext", "san=" + names, "-validity", "365", "-storetype", "PKCS12", "-keystore", fresh.toString(), "-storepass:file", tls.passwordFile().toString()));
        OwnerOnly.write(tls.keystore(), Files.readAllBytes(fresh));
        Files.delete(fresh);
    }

    private static byte[] randomText() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encode(random);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) throw new IOException("keytool took too long");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) throw new IOException("keytool could not make a TLS key: set https.port = 0 to go without");
    }
}
