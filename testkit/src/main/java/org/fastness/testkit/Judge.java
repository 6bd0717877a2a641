package org.fastness.testkit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Asks {@code e2e/js/judge.mjs}: ethers, viem, @solana/kit and litesvm. Skips the test where node or those packages are missing. */
public final class Judge implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Judge(Process process) {
        this.process = process;
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static Judge start() {
        Path folder = Path.of(Optional.ofNullable(System.getProperty("fastness.root")).orElse("..")).resolve("e2e/js").toAbsolutePath();
        Assumptions.assumeTrue(Files.isReadable(folder.resolve("node_modules/.package-lock.json")),
                () -> "no npm packages in e2e/js; install them with: (cd e2e/js && npm ci --ignore-scripts)");
        try {
            return new Judge(new ProcessBuilder("node", "judge.mjs").directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException noNode) {
            return Assumptions.<Judge>abort("node is not on the path; install it with: apt-get install -y nodejs");
        }
    }

    /** Asks one question; fails with the judge's own words if it cannot answer. */
    public Vectors.Json ask(String question, Map<String, ?> arguments) {
        try {
            String members = arguments.entrySet().stream().map(e -> "," + json(e.getKey()) + ":" + json(e.getValue())).collect(Collectors.joining());
            in.write("{\"ask\":" + json(question) + members + "}\n");
            in.flush();
            String line = out.readLine();
            if (line == null) throw new AssertionError("the judge ended");
            Vectors.Json answer = Vectors.parse(line);
            if (answer.has("failed")) throw new AssertionError(answer.text("failed"));
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** JSON of maps, lists, strings, numbers and truth values. */
    public static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().map(e -> json(e.getKey()) + ":" + json(e.getValue())).collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Judge::json).collect(Collectors.joining(",", "[", "]"));
            case String text -> quote(text);
            default -> value.toString();
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').append((char) c);
            else if (c < 0x20 || c > 0x7e) quoted.append(String.format("\\u%04x", c));
            else quoted.append((char) c);
        });
        return quoted.append('"').toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
