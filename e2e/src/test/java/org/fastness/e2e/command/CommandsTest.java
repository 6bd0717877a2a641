package org.fastness.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.client.AccountClient;
import org.fastness.e2e.fixture.Api;
import org.fastness.e2e.fixture.Command;
import org.fastness.e2e.fixture.Person;
import org.fastness.e2e.fixture.ServerProcess;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;
import org.fastness.tlog.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<ServerProcess> running = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        running = Optional.of(ServerProcess.start(folder.resolve("data"), Map.of()));
    }

    @AfterAll
    void stop() throws IOException {
        if (running.isPresent()) running.get().close();
        http.shutdownNow();
    }

    private ServerProcess server() {
        return running.orElseThrow();
    }

    private Map<String, String> settings() {
        return Map.of("DATA", server().data().toString(), "HTTP_PORT", Integer.toString(server().origin().getPort()));
    }

    // ---- up ----

    @Test
    void upSaysWhereToGoAndThatNothingIsAttested() throws Exception {
        String page = server().logText();
        JsonObject config = Api.expect(200, new Api(server().origin(), http).get("/config.json", Optional.empty())).json();

        assertThat(page).contains(server().origin().toString(), server().walletOrigin().toString(), "/dev/outbox");
        assertThat(page).contains("NOT ATTESTED", "DEVELOPMENT", "unseal.passphrase", "SHORTENED");
        assertThat(page).contains("bundle " + config.text("bundleSha256", 64));
        assertThat(config.text("bundleSha256", 64)).matches("[0-9a-f]{64}");
    }

    @Test
    void upKeepsItsPassphraseForItsOwnerAlone() throws IOException {
        for (String name : new String[] {"unseal.passphrase", "install.seed"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server().data().resolve(name)))).as(name).isEqualTo("rw-------");
        }
    }

    @Test
    void productionRefusesEachShortcutOfDevelopmentByName(@TempDir Path folder) throws IOException {
        Command.Said said = Command.run(folder, Map.of("MODE", "production", "DATA", folder.resolve("data").toString()), "up");

        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("unseal.passphrase.file is missing", "enclave.evidence is dev, which production refuses", "smtp.host is missing", "app.origin is missing", "wallet.origin is missing", "tls.keystore is missing");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void productionRefusesDevelopmentEvidenceHoweverWellTheRestIsSet(@TempDir Path folder) throws IOException {
        Map<String, String> settings = wellSet(folder);
        settings.put("MODE", "production");
        settings.put("HTTP_PORT", "0");

        Command.Said said = Command.run(folder, settings, "up");

        assertThat(said.exit()).isNotZero();
        assertThat(said.err().lines().filter(line -> line.startsWith("  - "))).singleElement().asString().contains("enclave.evidence", "production refuses");
    }

    @Test
    void stagingRefusesAPassphraseBesideTheData(@TempDir Path folder) throws IOException {
        Map<String, String> settings = wellSet(folder);
        settings.put("UNSEAL_PASSPHRASE_FILE", folder.resolve("data/unseal.passphrase").toString());

        Command.Said said = Command.run(folder, settings, "up");

        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("unseal.passphrase.file lies in the data folder");
    }

    @Test
    void stagingRefusesToStartWithoutASandbox(@TempDir Path folder) throws IOException {
        Map<String, String> settings = wellSet(folder);
        settings.put("ENCLAVE_SANDBOX", "preferred");

        Command.Said said = Command.run(folder, settings, "up");

        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("enclave.sandbox is preferred");
    }

    @Test
    void namesTheNearestKeyOfAnUnknownOne(@TempDir Path folder) throws IOException {
        Command.Said said = Command.run(folder, Map.of("HTTP_PROT", "8080"), "up");

        assertThat(said.exit()).isNotZero();
        assertThat(said.err()).contains("http.prot", "http.port");
    }

    /** Everything that staging asks for. */
    private static Map<String, String> wellSet(Path folder) {
        return new HashMap<>(Map.of("MODE", "staging", "DATA", folder.resolve("data").toString(), "UNSEAL_PASSPHRASE_FILE", folder.resolve("elsewhere/passphrase").toString(),
                "APP_ORIGIN", "https://app.example.test", "WALLET_ORIGIN", "https://wallet.example.test", "SMTP_HOST", "mail.example.test", "SECURITY_CONTACT", "mailto:security@example.test",
                "TLS_KEYSTORE", folder.resolve("tls.p12").toString(), "TLS_PASSWORD_FILE", folder.resolve("tls.password").toString()));
    }

    // ---- enclave inspect ----

    @Test
    void inspectShowsTheWallsOfTheRunningEnclave(@TempDir Path folder) throws Exception {
        Command.Said said = Command.run(folder, settings(), "enclave", "inspect", "--json");

        assertThat(said.exit()).as(said.err()).isZero();
        assertWalls(said.out(), "running enclave");
    }

    @Test
    void inspectStartsAThrowAwayEnclaveWhereNoneRuns(@TempDir Path folder) throws Exception {
        Map<String, String> nobody = Map.of("DATA", folder.resolve("data").toString(), "HTTP_PORT", Integer.toString(ServerProcess.freePort()));

        Command.Said said = Command.run(folder, nobody, "enclave", "inspect", "--json");

        assertThat(said.exit()).as(said.err()).isZero();
        assertWalls(said.out(), "throw-away enclave");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private static void assertWalls(String json, String observed) throws Exception {
        JsonObject walls = Json.readObject(Bytes.ofUtf8(json), 1 << 20);
        assertThat(walls.members()).containsKeys("network", "filesystem", "dumpable", "seccomp");
        assertThat(walls.text("observed", 100)).isEqualTo(observed);
        assertThat(walls.flag("attested")).isFalse();
        for (String group : new String[] {"network", "filesystem", "dumpable", "seccomp"}) assertThat(walls.object(group).members()).as(group).isNotEmpty();
    }

    // ---- verify ----

    @Test
    void verifyAcceptsARealReceiptInBothFormsAndSaysWhatItIsWorth(@TempDir Path folder) throws Exception {
        Person alice = Person.signUp(server(), http, "verify@example.test");
        AccountClient client = alice.open();
        Receipt receipt = signed(alice, client);
        Files.write(folder.resolve("receipt.bin"), receipt.toBytes().toArray());
        Files.writeString(folder.resolve("receipt.json"), receipt.toJson());

        for (String file : new String[] {"receipt.bin", "receipt.json"}) {
            Command.Said said = Command.run(folder, Map.of(), "verify", folder.resolve(file).toString(), "--log-key", client.logKey().text(), "--json");
            assertThat(said.exit()).as(said.err()).isZero();
            JsonObject verdict = Json.readObject(Bytes.ofUtf8(said.out()), 1 << 16);
            assertThat(verdict.flag("verified")).isTrue();
            assertThat(verdict.text("attestation", 200)).contains("not attested");
            assertThat(verdict.number("operation")).isEqualTo(3);
        }
    }

    @Test
    void verifyRejectsAFlippedReceiptAndAnotherLogsKey(@TempDir Path folder) throws Exception {
        Person alice = Person.signUp(server(), http, "flip@example.test");
        AccountClient client = alice.open();
        byte[] octets = signed(alice, client).toBytes().toArray();
        octets[20] ^= 1; // within the opening's blinding
        Path flipped = Files.write(folder.resolve("flipped.bin"), octets);

        Command.Said said = Command.run(folder, Map.of(), "verify", flipped.toString(), "--log-key", client.logKey().text());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("NOT VERIFIED");
        assertThat(Command.run(folder, Map.of(), "verify", flipped.toString()).exit()).as("without a key nothing is proven").isNotZero();
    }

    private static Receipt signed(Person person, AccountClient client) throws Exception {
        return client.run(new Operation.Sign(List.of(person.message("for a receipt"))), person.approver(), Optional.empty(), Result.Signatures.class).receipt();
    }

    // ---- help ----

    @Test
    void everyCommandKnowsHelp(@TempDir Path folder) throws IOException {
        for (String command : new String[] {"up", "doctor", "config", "verify", "test", "bench", "fuzz"}) {
            Command.Said said = Command.run(folder, Map.of(), command, "--help");
            assertThat(said.exit()).as(command + ": " + said.err()).isZero();
            assertThat(said.out()).as(command).contains("Usage: ");
        }
        assertThat(Command.run(folder, Map.of(), "enclave", "inspect", "--help").out()).contains("Usage: ");
        assertThat(Command.run(folder, Map.of(), "--help").out()).contains("Usage: ./fastness");
    }
}
