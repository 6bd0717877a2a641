package org.fastness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.server.configuration.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandsTest {

    @TempDir
    private Path folder;

    private record Outcome(int status, String out, String err) {
        JsonObject json() throws Malformed {
            return Json.readObject(Bytes.ofUtf8(out), 1 << 20);
        }
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = commandLine.execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @Test
    void configPrintsEverySettingWithItsOrigin() throws Malformed {
        Outcome outcome = run("config", "--json", "--set", "http.port=9090");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.json().array("settings", 100)).hasSize(Setting.values().length);
        assertThat(outcome.out()).contains("\"9090\"").contains("\"flag\"");
    }

    @Test
    void configEndsWithOneAndNamesTheProblem() throws Malformed {
        Outcome outcome = run("config", "--json", "--set", "http.prot=1");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.json().array("problems", 10)).hasSize(1);
        assertThat(run("config", "--set", "http.prot=1").out()).contains("nearest is http.port");
    }

    @Test
    void upSaysEveryProblemAndStartsNothing() {
        Outcome outcome = run("up", "--set", "mode=production");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("unseal.passphrase.file is missing").contains("enclave.evidence").doesNotContain("\tat ");
    }

    @Test
    void doctorSaysWhatThisMachineOffers() throws Malformed {
        Outcome outcome = run("doctor", "--json", "--set", "data=" + folder);

        assertThat(outcome.json().array("findings", 100)).hasSizeGreaterThan(8);
        assertThat(outcome.out()).contains("\"JDK\"").contains("\"sandbox\"").contains("\"seccomp\"");
    }

    @Test
    void verifyRefusesWhatIsNoReceipt() throws Exception {
        Path file = Files.writeString(folder.resolve("x"), "{\"format\":\"other\"}");

        assertThat(run("verify", file.toString()).status()).isEqualTo(1);
        assertThat(run("verify", folder.resolve("absent").toString()).err()).contains("is not a file");
    }

    @Test
    void wrongCallsEndWithTwo() {
        assertThat(run("nonsense").status()).isEqualTo(2);
        assertThat(run("verify").status()).isEqualTo(2);
        assertThat(run("enclave").status()).isEqualTo(2);
        assertThat(run("up", "--nonsense").status()).isEqualTo(2);
    }
}
