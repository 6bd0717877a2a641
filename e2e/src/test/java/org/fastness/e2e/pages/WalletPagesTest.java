package org.fastness.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fastness.e2e.fixture.Anvil;
import org.fastness.e2e.fixture.Command;
import org.fastness.e2e.fixture.ServerProcess;
import org.fastness.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer can do, in Chromium with a virtual authenticator, against the real server, enclave process and node. */
final class WalletPagesTest {
    private static final Path CHROMIUM = Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    private static final long DEADLINE_SECONDS = 420;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void assumeInstalled() {
        Command.assumeBuilt();
        assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium on this machine; install it with: apt-get install -y chromium");
        assumeTrue(Anvil.missing().isEmpty(), () -> Anvil.missing().orElseThrow());
    }

    @Test
    void aPersonWithAPrfPasskeyDoesEverythingOnTheEmbeddedStore() throws Exception {
        flow(Map.of(), "--prf", "on");
    }

    @Test
    void aPersonWithAPrfPasskeyDoesEverythingOnPostgres() throws Exception {
        assumeTrue(PostgresServer.missing().isEmpty(), () -> PostgresServer.missing().orElseThrow());

        flow(Map.of("STORE_URL", PostgresServer.shared().freshUrl()), "--prf", "on", "--scheme", "dark");
    }

    @Test
    void aPersonWhosePasskeyHoldsNoKeyIsToldSoAndKeptToSmallAmounts() throws Exception {
        flow(Map.of(), "--prf", "off", "--width", "380");
    }

    private void flow(Map<String, String> settings, String... options) throws Exception {
        try (Anvil anvil = Anvil.start(scratch)) {
            Map<String, String> all = new HashMap<>(settings);
            all.put("NETWORK_31337_URL", anvil.url().toString());
            all.put("NETWORK_31337_NAME", "Local chain");
            all.put("NETWORK_31337_SYMBOL", "ETH");
            try (ServerProcess server = ServerProcess.start(scratch.resolve("data"), all)) {
                Path out = scratch.resolve("out");
                drive(server, anvil, out, options);
                assertThat(Command.run(scratch, Map.of(), "verify", "--log-key", "@" + out.resolve("log-key.txt"), out.resolve("receipt.json").toString()).out()).contains("not attested");
            }
        }
    }

    private void drive(ServerProcess server, Anvil anvil, Path out, String... options) throws IOException, InterruptedException {
        Path log = scratch.resolve("pages.log");
        ProcessBuilder node = new ProcessBuilder("node", "pages/flow.mjs", "--origin", server.origin().toString(), "--rpc", anvil.url().toString(), "--out", out.toString());
        node.command().addAll(List.of(options));
        Process process = node.directory(Command.home().resolve("e2e/js").toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("the pages' flow ends in time:\n%s", Files.readString(log)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
