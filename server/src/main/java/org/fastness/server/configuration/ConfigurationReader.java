package org.fastness.server.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fastness.base.Malformed;
import org.fastness.http.Origin;
import org.fastness.store.StoreUrl;

/** Turns texts into the record, collecting problems so that an operator sees them all at once. Used once, by one thread. */
final class ConfigurationReader {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h|d)");
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}");

    private final Sources sources;
    private final Path workingFolder;
    private final List<String> problems;

    ConfigurationReader(Sources sources, Path workingFolder) {
        this.sources = sources;
        this.workingFolder = workingFolder.toAbsolutePath().normalize();
        this.problems = new ArrayList<>(sources.problems());
    }

    Configuration read() throws ConfigurationRefused {
        Mode mode = oneOf(Setting.MODE, Mode.DEVELOPMENT, Mode.values());
        boolean development = mode == Mode.DEVELOPMENT;
        Path data = path(Setting.DATA).orElse(workingFolder.resolve(".fastness/data"));
        int plainPort = port(Setting.HTTP_PORT, mode == Mode.PRODUCTION ? 0 : 8080, 0);
        int tlsPort = port(Setting.HTTPS_PORT, 8443, 0);
        Configuration.Http http = new Configuration.Http(plainPort, tlsPort, address(mode), decimal(Setting.HTTP_RATE_FACTOR, 1, 0.01, 100_000), whole(Setting.HTTP_MAX_CONNECTIONS, 4_096, 16, 100_000));
        Origin app = origin(Setting.APP_ORIGIN, "localhost", plainPort, tlsPort);
        Origin wallet = origin(Setting.WALLET_ORIGIN, "wallet.localhost", plainPort, tlsPort);
        Configuration.Tls tls = new Configuration.Tls(path(Setting.TLS_KEYSTORE).orElse(data.resolve("tls.p12")), path(Setting.TLS_PASSWORD_FILE).orElse(data.resolve("tls.password")));
        Path passphrase = path(Setting.UNSEAL_PASSPHRASE_FILE).orElse(data.resolve("unseal.passphrase"));
        Configuration.Delays delays = new Configuration.Delays(delay(Setting.EXPORT_DELAY, development), delay(Setting.RECOVERY_DELAY, development),
                duration(Setting.ACTION_WINDOW, Duration.ofDays(7), Duration.ofMinutes(1)));
        Configuration configuration = new Configuration(mode, data, store(data), http, app, wallet, tls, passphrase, sandboxRequired(mode), delays, smtp(), mailFrom(), networks(), securityContact(), logLevel());
        evidence(mode);
        new ModeRules(configuration, sources, problems).check();
        if (!problems.isEmpty()) throw new ConfigurationRefused(problems);
        return configuration;
    }

    private Optional<String> text(Setting setting) {
        return sources.entry(setting).map(Sources.Entry::value);
    }

    private void problem(Setting setting, String sentence) {
        problems.add(setting.key() + sources.entry(setting).map(entry -> " (" + entry.origin() + ")").orElse("") + " " + sentence);
    }

    private <E extends Enum<E>> E oneOf(Setting setting, E byDefault, E[] values) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) return byDefault;
        for (E value : values) if (value.name().toLowerCase(Locale.ROOT).equals(text.get())) return value;
        problem(setting, "is none of " + String.join(", ", Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList()));
        return byDefault;
    }

    private Optional<Path> path(Setting setting) {
        try {
            return text(setting).map(text -> workingFolder.resolve(text).normalize());
        } catch (InvalidPathException notAPath) {
            problem(setting, "is not a path");
            return Optional.empty();
        }
    }

    private int port(Setting setting, int byDefault, int least) {
        return whole(setting, byDefault, least, 65_535);
    }

    private int whole(Setting setting, int byDefault, int least, int most) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) return byDefault;
        if (text.get().matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) return value;
        }
        problem(setting, "is not a whole number from " + least + " to " + most);
        return byDefault;
    }

    private double decimal(Setting setting, double byDefault, double least, double most) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) return byDefault;
        if (text.get().matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            double value = Double.parseDouble(text.get());
            if (value >= least && value <= most) return value;
        }
        problem(setting, "is not a number from " + least + " to " + most);
        return byDefault;
    }

    private Duration delay(Setting setting, boolean development) {
        return duration(setting, development ? Duration.ofSeconds(10) : Duration.ofHours(72), Duration.ZERO);
    }

    private Duration duration(Setting setting, Duration byDefault, Duration least) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) return byDefault;
        Matcher matcher = DURATION.matcher(text.get());
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration value = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if (value.compareTo(least) >= 0 && value.compareTo(LONGEST_DELAY) <= 0) return value;
        }
        problem(setting, "is not a duration as 10s, 15m, 72h or 7d, from " + least.toSeconds() + "s to 365d");
        return byDefault;
    }

    private InetAddress address(Mode mode) {
        String text = text(Setting.HTTPS_ADDRESS).orElse(mode == Mode.PRODUCTION ? "0.0.0.0" : "127.0.0.1");
        try {
            if (IP_ADDRESS.matcher(text).matches()) return InetAddress.getByName(text); // a literal: nothing is looked up
        } catch (UnknownHostException notAnAddress) {
            problem(Setting.HTTPS_ADDRESS, "is not an IP address");
            return InetAddress.getLoopbackAddress();
        }
        problem(Setting.HTTPS_ADDRESS, "is not an IP address");
        return InetAddress.getLoopbackAddress();
    }

    private Origin origin(Setting setting, String host, int plainPort, int tlsPort) {
        Origin byDefault = plainPort > 0 ? new Origin("http", host, plainPort) : new Origin("https", host, tlsPort > 0 ? tlsPort : 443);
        Optional<String> text = text(setting);
        if (text.isEmpty()) return byDefault;
        try {
            return Origin.parse(text.get());
        } catch (Malformed malformed) {
            problem(setting, "is not an origin as https://wallet.example.org");
            return byDefault;
        }
    }

    private StoreUrl store(Path data) {
        Optional<String> text = text(Setting.STORE_URL);
        StoreUrl byDefault = new StoreUrl.Sqlite(data.resolve("store.db"));
        if (text.isEmpty()) return byDefault;
        try {
            String prefix = "sqlite:";
            boolean relativeFile = text.get().startsWith(prefix) && !text.get().startsWith(prefix + "/");
            StoreUrl parsed = StoreUrl.parse(text.get());
            return relativeFile ? new StoreUrl.Sqlite(workingFolder.resolve(text.get().substring(prefix.length())).normalize()) : parsed;
        } catch (Malformed malformed) {
            problem(Setting.STORE_URL, "is refused: " + malformed.getMessage());
            return byDefault;
        }
    }

    private boolean sandboxRequired(Mode mode) {
        String byDefault = mode == Mode.DEVELOPMENT ? "preferred" : "required";
        String text = text(Setting.ENCLAVE_SANDBOX).orElse(byDefault);
        if (!text.equals("preferred") && !text.equals("required")) problem(Setting.ENCLAVE_SANDBOX, "is neither preferred nor required");
        return text.equals("required");
    }

    private void evidence(Mode mode) {
        if (!text(Setting.ENCLAVE_EVIDENCE).orElse("dev").equals("dev")) problem(Setting.ENCLAVE_EVIDENCE, "is not dev, the only kind this version knows");
        if (mode == Mode.PRODUCTION) problem(Setting.ENCLAVE_EVIDENCE, "is dev, which production refuses: no hardware vouches for the enclave. Run mode = staging until the enclave runs on attested hardware");
    }

    private Optional<Configuration.Smtp> smtp() {
        Optional<String> host = text(Setting.SMTP_HOST);
        int port = port(Setting.SMTP_PORT, 587, 1);
        Configuration.SmtpSecurity security = oneOf(Setting.SMTP_SECURITY, Configuration.SmtpSecurity.STARTTLS, Configuration.SmtpSecurity.values());
        Optional<Path> passwordFile = path(Setting.SMTP_PASSWORD_FILE);
        Optional<String> user = text(Setting.SMTP_USER);
        if (host.isEmpty()) return Optional.empty();
        if (!HOST_NAME.matcher(host.get()).matches()) problem(Setting.SMTP_HOST, "is not a host name");
        if (user.isPresent() != passwordFile.isPresent()) problem(Setting.SMTP_USER, "and smtp.password.file come together");
        boolean local = host.get().equals("localhost") || host.get().startsWith("127.");
        if (security == Configuration.SmtpSecurity.NONE && !local) problem(Setting.SMTP_SECURITY, "is none, which is for a mail server on loopback: use starttls or tls");
        return Optional.of(new Configuration.Smtp(host.get(), port, security, user, passwordFile));
    }

    private String mailFrom() {
        String text = text(Setting.MAIL_FROM).orElse("fastness@localhost");
        if (!MAIL_ADDRESS.matcher(text).matches()) problem(Setting.MAIL_FROM, "is not a plain mail address");
        return text;
    }

    private URI securityContact() {
        URI byDefault = URI.create("mailto:security@localhost");
        try {
            URI uri = new URI(text(Setting.SECURITY_CONTACT).orElse(byDefault.toString()));
            if (List.of("https", "mailto").contains(String.valueOf(uri.getScheme()))) return uri;
        } catch (URISyntaxException notAUri) {
            problem(Setting.SECURITY_CONTACT, "is not a URI");
            return byDefault;
        }
        problem(Setting.SECURITY_CONTACT, "begins with neither https: nor mailto:");
        return byDefault;
    }

    private List<Configuration.Network> networks() {
        Map<Long, Map<String, Sources.Entry>> set = sources.networks();
        if (set.isEmpty()) return List.of(new Configuration.Network(31_337, "Local node", "ETH", URI.create("http://127.0.0.1:8545"), Optional.empty()));
        List<Configuration.Network> networks = new ArrayList<>();
        set.forEach((chainId, parts) -> network(chainId, parts).ifPresent(networks::add));
        if (networks.size() > 64) problems.add("more than 64 networks");
        return networks;
    }

    private Optional<Configuration.Network> network(long chainId, Map<String, Sources.Entry> parts) {
        String prefix = "network." + chainId + ".";
        if (!parts.containsKey("url")) problems.add(prefix + "url is missing: the network's node");
        Optional<URI> node = uri(prefix, "url", parts);
        Optional<URI> explorer = uri(prefix, "explorer", parts);
        String name = Optional.ofNullable(parts.get("name")).map(Sources.Entry::value).orElse("Network " + chainId);
        String symbol = Optional.ofNullable(parts.get("symbol")).map(Sources.Entry::value).orElse("ETH");
        if (name.length() > 64 || symbol.length() > 16) problems.add(prefix + "name or symbol is too long: 64 and 16 characters");
        return node.map(url -> new Configuration.Network(chainId, name, symbol, url, explorer));
    }

    private Optional<URI> uri(String prefix, String part, Map<String, Sources.Entry> parts) {
        if (!parts.containsKey(part)) return Optional.empty();
        Sources.Entry entry = parts.get(part);
        try {
            URI uri = new URI(entry.value());
            if (List.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null && uri.getRawUserInfo() == null) return Optional.of(uri);
        } catch (URISyntaxException notAUri) {
            problems.add(prefix + part + " (" + entry.origin() + ") is not a URL");
            return Optional.empty();
        }
        problems.add(prefix + part + " (" + entry.origin() + ") is not an http or https URL without user");
        return Optional.empty();
    }

    private System.Logger.Level logLevel() {
        return switch (text(Setting.LOG_LEVEL).orElse("info")) {
            case "debug" -> System.Logger.Level.DEBUG;
            case "info" -> System.Logger.Level.INFO;
            case "warning" -> System.Logger.Level.WARNING;
            case "error" -> System.Logger.Level.ERROR;
            default -> {
                problem(Setting.LOG_LEVEL, "is none of debug, info, warning, error");
                yield System.Logger.Level.INFO;
            }
        };
    }
}
