package org.fastness.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.store.StoreUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {

    private static final Path HOME = Path.of("/home/fastness");

    private static final String STAGING = """
            mode = staging
            data = /var/lib/fastness
            unseal.passphrase.file = /run/keys/passphrase
            app.origin = https://app.example.org
            wallet.origin = https://wallet.example.org
            tls.keystore = /etc/fastness/tls.p12
            tls.password.file = /etc/fastness/tls.password
            smtp.host = mail.example.org
            security.contact = mailto:security@example.org
            """;

    private static Configuration read(String file) throws ConfigurationRefused {
        return Configuration.of(new Sources().file("fastness.conf", Bytes.ofUtf8(file)), HOME);
    }

    private static List<String> problems(String file) {
        return catchThrowableOfType(ConfigurationRefused.class, () -> read(file)).problems();
    }

    @Test
    void nothingConfiguredIsDevelopment() throws ConfigurationRefused {
        Configuration configuration = read("");

        assertThat(configuration.mode()).isEqualTo(Mode.DEVELOPMENT);
        assertThat(configuration.data()).isEqualTo(HOME.resolve(".fastness/data"));
        assertThat(configuration.store()).isEqualTo(new StoreUrl.Sqlite(HOME.resolve(".fastness/data/store.db")));
        assertThat(configuration.app()).hasToString("http://localhost:8080");
        assertThat(configuration.relyingParty()).isEqualTo("wallet.localhost");
        assertThat(configuration.delays().export()).isEqualTo(Duration.ofSeconds(10));
        assertThat(configuration.networks()).singleElement().satisfies(network -> assertThat(network.chainId()).isEqualTo(31_337));
    }

    @Test
    void originsFollowThePort() throws ConfigurationRefused {
        assertThat(read("http.port = 9090").wallet()).hasToString("http://wallet.localhost:9090");
    }

    @Test
    void flagBeatsEnvironmentAndThatBeatsTheFile() throws ConfigurationRefused {
        Sources sources = new Sources().file("f", Bytes.ofUtf8("http.port = 1\nhttps.port = 2\nsmtp.port = 3\n")).environment(Map.of("FASTNESS_HTTP_PORT", "11", "FASTNESS_HTTPS_PORT", "12", "PATH", "x")).flag("http.port", "21");

        Configuration configuration = Configuration.of(sources.flag("smtp.host", "mail.example.org"), HOME);

        assertThat(configuration.http().plainPort()).isEqualTo(21);
        assertThat(configuration.http().tlsPort()).isEqualTo(12);
        assertThat(configuration.smtp().orElseThrow().port()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"htp.port,http.port", "storeurl,store.url", "dta,data", "export.dealy,export.delay"})
    void unknownKeyNamesTheNearest(String key, String nearest) {
        assertThat(problems(key + " = 1")).singleElement().asString().contains("line 1").contains("nearest is " + nearest);
    }

    @Test
    void unknownVariableIsAnErrorToo() {
        assertThatThrownBy(() -> Configuration.of(new Sources().environment(Map.of("FASTNESS_HTTP_PROT", "1")), HOME)).hasMessageContaining("nearest is http.port");
    }

    @Test
    void saysEveryProblemAtOnce() {
        assertThat(problems("http.port = x\nexport.delay = soon\nmode = prod\nnonsense\nhttp.port = 1\n")).hasSize(5);
    }

    @Test
    void neverQuotesValues() {
        String canary = "canary-secret-value";
        for (Setting setting : Setting.values()) {
            for (String problem : catchProblems(setting.key() + " = " + canary + "\u007f\n" + setting.key() + " = ://" + canary + "\n")) assertThat(problem).doesNotContain(canary);
        }
    }

    private static List<String> catchProblems(String file) {
        try {
            read(file);
            return List.of();
        } catch (ConfigurationRefused refused) {
            return refused.problems();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.port = 65536", "http.port = -1", "http.port = 1e3", "export.delay = 366d", "export.delay = 10", "export.delay = -1s", "http.rate.factor = 0", "http.rate.factor = NaN",
            "http.max.connections = 15", "app.origin = localhost", "https.address = example.org", "store.url = h2:x", "store.url = jdbc:postgresql://db/x?password=y", "network.1.url = ftp://x",
            "network.1.name = x", "network.0.url = http://x", "network.1.url = http://user@x", "log.level = loud", "security.contact = javascript:x", "smtp.host = a b", "smtp.host = example.org\nsmtp.security = none", "smtp.host = x\nsmtp.user = u",
            "http.port = 0\nhttps.port = 0", "http.port = 8443", "app.origin = http://wallet.localhost:8080", "https.address = 0.0.0.0", "enclave.evidence = nitro", "mail.from = a\u0000b", "= x", "x", "http.port ="})
    void refuses(String file) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(ConfigurationRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.port = 65535", "export.delay = 365d", "export.delay = 0s", "http.rate.factor = 0.01", "http.max.connections = 16", "store.url = sqlite:x.db", "network.1.url = https://node.example.org/key", "# x\n\n", "\r\nhttp.port = 1\r\n"})
    void takes(String file) throws ConfigurationRefused {
        read(file);
    }

    @Test
    void readsFileAtItsBoundAndRefusesOneOctetMore() throws ConfigurationRefused {
        read("#".repeat(Sources.MAX_FILE_BYTES));

        assertThat(problems("#".repeat(Sources.MAX_FILE_BYTES + 1))).singleElement().asString().contains("larger");
    }

    @Test
    void readsValueAtItsBoundAndRefusesOneCharacterMore() throws ConfigurationRefused {
        read("data = /" + "x".repeat(Sources.MAX_VALUE_CHARS - 1));

        assertThat(problems("data = /" + "x".repeat(Sources.MAX_VALUE_CHARS))).singleElement().asString().contains("longer");
    }

    @Test
    void stagingNamesWhatIsMissing() {
        assertThat(problems("mode = staging")).anyMatch(problem -> problem.startsWith("unseal.passphrase.file is missing")).anyMatch(problem -> problem.startsWith("smtp.host")).anyMatch(problem -> problem.startsWith("tls.keystore"));
    }

    @Test
    void stagingStartsWithEverythingSaid() throws ConfigurationRefused {
        Configuration configuration = read(STAGING);

        assertThat(configuration.sandboxRequired()).isTrue();
        assertThat(configuration.delays().export()).isEqualTo(Duration.ofHours(72));
    }

    @ParameterizedTest
    @CsvSource({"/run/keys,/var/lib/fastness/passphrase", "x,/var/lib/fastness/../fastness/passphrase"})
    void refusesPassphraseBesideTheData(String ignored, String file) {
        assertThat(problems(STAGING.replace("/run/keys/passphrase", file))).singleElement().asString().contains("unseal.passphrase.file lies in the data folder");
    }

    @Test
    void refusesPassphraseThatIsLinkedIntoTheData(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("passphrase"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);

        String file = STAGING.replace("/var/lib/fastness", data.toString()).replace("/run/keys/passphrase", link.resolve("passphrase").toString());

        assertThat(problems(file)).singleElement().asString().contains("lies in the data folder");
    }

    @Test
    void stagingRefusesMissingSandbox() {
        assertThat(problems(STAGING + "enclave.sandbox = preferred")).singleElement().asString().contains("bubblewrap");
    }

    @Test
    void productionRefusesDevelopmentEvidenceAndPlainHttp() {
        String production = STAGING.replace("staging", "production");

        assertThat(problems(production)).singleElement().asString().contains("enclave.evidence");
        assertThat(problems(production + "http.port = 8080")).anyMatch(problem -> problem.startsWith("http.port"));
        assertThat(problems(production.replace("https://wallet", "http://wallet"))).anyMatch(problem -> problem.contains("origin is http"));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingSaysDefaultUnitAndReason(Setting setting) {
        assertThat(setting.byDefault()).isNotBlank();
        assertThat(setting.unit()).isNotBlank();
        assertThat(setting.reason()).isNotBlank();
        assertThat(setting.variable()).matches("FASTNESS_[A-Z_]+");
    }

    @Test
    void distanceIsLevenshteins() {
        assertThat(Setting.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Setting.distance("", "abc")).isEqualTo(3);
        assertThat(Setting.distance("same", "same")).isZero();
    }
}
