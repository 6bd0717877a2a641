package org.fastness.server.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fastness.http.Origin;
import org.fastness.store.StoreUrl;

/**
 * What the server runs with: complete, typed, and checked against its mode. {@link Setting} says what each field is for.
 *
 * @param data absolute
 * @param passphraseFile absolute; in development possibly not there yet
 */
public record Configuration(Mode mode, Path data, StoreUrl store, Http http, Origin app, Origin wallet, Tls tls, Path passphraseFile, boolean sandboxRequired, Delays delays, Optional<Smtp> smtp,
        String mailFrom, List<Network> networks, URI securityContact, System.Logger.Level logLevel) {

    /** The listeners. @param plainPort 0 for none @param tlsPort 0 for none */
    public record Http(int plainPort, int tlsPort, InetAddress tlsAddress, double rateFactor, int maxConnections) {
    }

    /** Key and certificate of the TLS listener. */
    public record Tls(Path keystore, Path passwordFile) {
    }

    /** What the enclave waits before it does the irrevocable. */
    public record Delays(Duration export, Duration recovery, Duration window) {
    }

    /** How a connection to the mail server is protected. */
    public enum SmtpSecurity {
        STARTTLS, TLS, NONE
    }

    /** The mail server. */
    public record Smtp(String host, int port, SmtpSecurity security, Optional<String> user, Optional<Path> passwordFile) {
        /** The server; never the user. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** An EVM network and its node. */
    public record Network(long chainId, String name, String symbol, URI node, Optional<URI> explorer) {
        /** The chain; a node's URL may hold a key. */
        @Override
        public String toString() {
            return "network " + chainId;
        }
    }

    public Configuration {
        networks = List.copyOf(networks);
    }

    public boolean isDevelopment() {
        return mode == Mode.DEVELOPMENT;
    }

    /** The relying party of wallet passkeys: the wallet's host name. */
    public String relyingParty() {
        return wallet.host();
    }

    /** Reads and checks everything; throws with all problems at once. */
    public static Configuration of(Sources sources, Path workingFolder) throws ConfigurationRefused {
        return new ConfigurationReader(sources, workingFolder).read();
    }
}
