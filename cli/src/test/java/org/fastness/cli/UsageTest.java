package org.fastness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What people and scripts read with --help stands in a golden file, so that a change of it is seen in review. */
final class UsageTest {

    private static final Path ROOT = Path.of(System.getProperty("fastness.root"));

    @Test
    void usageIsThatOfTheGoldenFile() throws Exception {
        StringBuilder actual = new StringBuilder();
        for (List<String> command : List.of(List.of("--help"), List.of("test", "--help"), List.of("fuzz", "--help"), List.of("bench", "--help"))) append(actual, "./fastness " + String.join(" ", command), launcher(command));
        usages(actual, "./fastness", Main.commandLine());
        Path golden = ROOT.resolve("cli/src/test/resources/usage.txt");

        Files.writeString(ROOT.resolve("cli/target/usage.txt"), actual);
        assertThat(actual.toString()).as("if the change is meant: cp cli/target/usage.txt cli/src/test/resources/").isEqualTo(Files.readString(golden));
    }

    private static void usages(StringBuilder out, String path, CommandLine command) {
        for (CommandLine sub : command.getSubcommands().values()) {
            String name = path + " " + sub.getCommandName();
            append(out, name + " --help", sub.getUsageMessage(CommandLine.Help.Ansi.OFF));
            usages(out, name, sub);
        }
    }

    private static void append(StringBuilder out, String command, String text) {
        out.append("$ ").append(command).append('\n').append(text.strip()).append("\n\n");
    }

    private static String launcher(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(ROOT.resolve("fastness").toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
