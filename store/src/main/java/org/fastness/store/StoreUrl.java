package org.fastness.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.fastness.base.Malformed;

/**
 * Which engine, and where: {@code sqlite:PATH}, or {@code jdbc:postgresql://HOST[:PORT][,HOST[:PORT]..]/DATABASE?user=..}.
 *
 * <p>A PostgreSQL host that is not this machine needs {@code sslmode=verify-full}. The password is never in the URL: it stands in
 * the file that {@code passwordFile} names. Parameters that load classes or write files are not known here, so they are refused.
 */
public sealed interface StoreUrl {

    /** The longest URL accepted, in characters. */
    int MAX_LENGTH = 2048;

    /** One file, with its -wal and -shm beside it. */
    record Sqlite(Path file) implements StoreUrl {}

    /** A server, or several of one cluster. */
    record Postgres(String hosts, String database, Map<String, String> parameters, Optional<Path> passwordFile) implements StoreUrl {
        public Postgres {
            parameters = Map.copyOf(parameters);
        }
    }

    static StoreUrl parse(String text) throws Malformed {
        if (text.length() > MAX_LENGTH) throw new Malformed("store URL longer than its bound of " + MAX_LENGTH);
        if (text.startsWith("sqlite:")) return sqlite(text.substring("sqlite:".length()));
        if (text.startsWith("jdbc:postgresql:")) return Parsing.postgres(text.substring("jdbc:".length()));
        throw new Malformed("store URL is neither sqlite:PATH nor jdbc:postgresql://HOST/DATABASE");
    }

    private static StoreUrl sqlite(String path) throws Malformed {
        // SQLite itself reads "file:" names, ":memory:" and query parameters: none of them is a file of ours
        if (path.isBlank() || path.startsWith(":") || path.startsWith("file:") || path.contains("?")) throw new Malformed("sqlite: needs the path of a file");
        try {
            return new Sqlite(Path.of(path).toAbsolutePath().normalize());
        } catch (InvalidPathException notAPath) {
            throw new Malformed("sqlite: needs the path of a file");
        }
    }

    /** The PostgreSQL half. */
    final class Parsing {
        private Parsing() {}

        private static final Set<String> KNOWN = Set.of("user", "passwordFile", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslNegotiation",
                "channelBinding", "currentSchema", "targetServerType", "connectTimeout", "socketTimeout", "tcpKeepAlive", "ApplicationName");

        private static StoreUrl postgres(String text) throws Malformed {
            URI uri = uri(text);
            String hosts = Optional.ofNullable(uri.getRawAuthority()).orElseThrow(() -> new Malformed("store URL names no host"));
            if (hosts.contains("@")) throw new Malformed("user and password do not belong into the host: use user= and passwordFile=");
            String path = Optional.ofNullable(uri.getPath()).orElse("");
            if (path.length() < 2 || path.indexOf('/', 1) >= 0 || uri.getRawFragment() != null) throw new Malformed("store URL names no database");
            Map<String, String> parameters = parameters(Optional.ofNullable(uri.getRawQuery()).orElse(""));
            demandTls(hosts, parameters);
            Optional<Path> passwordFile = Optional.ofNullable(parameters.remove("passwordFile")).map(Path::of);
            return new Postgres(hosts, path.substring(1), parameters, passwordFile);
        }

        private static URI uri(String text) throws Malformed {
            try {
                return new URI(text);
            } catch (URISyntaxException notAUrl) {
                throw new Malformed("store URL is not a URL");
            }
        }

        private static Map<String, String> parameters(String query) throws Malformed {
            Map<String, String> parameters = new TreeMap<>();
            for (String part : query.isEmpty() ? List.<String>of() : Arrays.asList(query.split("&", -1))) {
                int equals = part.indexOf('=');
                if (equals < 1) throw new Malformed("a parameter of the store URL has no value");
                String name = part.substring(0, equals);
                if (name.equals("password")) throw new Malformed("a password does not belong into the store URL: put it in a file and name that as passwordFile=");
                if (!KNOWN.contains(name)) throw new Malformed("the store URL has a parameter that is not one of " + String.join(", ", new java.util.TreeSet<>(KNOWN)));
                if (parameters.put(name, decode(part.substring(equals + 1))) != null) throw new Malformed("a parameter of the store URL stands twice");
            }
            return parameters;
        }

        private static String decode(String value) throws Malformed {
            try {
                return URLDecoder.decode(value, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                throw new Malformed("a parameter of the store URL is not percent-encoded");
            }
        }

        private static void demandTls(String hosts, Map<String, String> parameters) throws Malformed {
            boolean local = Arrays.stream(hosts.split(",", -1)).allMatch(Parsing::isLoopback);
            if (!local && !"verify-full".equals(parameters.get("sslmode"))) throw new Malformed("a PostgreSQL on another machine needs sslmode=verify-full");
        }

        private static boolean isLoopback(String host) {
            String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.replaceFirst(":\\d+$", "");
            return name.equals("localhost") || name.equals("[::1]") || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
        }
    }
}
