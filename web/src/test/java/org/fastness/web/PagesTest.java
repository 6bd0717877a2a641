package org.fastness.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.junit.jupiter.api.Test;

final class PagesTest {

    private static final Path MODULE = Path.of(System.getProperty("fastness.root"), "web");

    @Test
    void bothBundlesHoldOnePageWithHashedAssetsAndIntegrity() throws IOException {
        Pages pages = Pages.load();

        for (Bytes page : List.of(pages.app().get("index.html"), pages.wallet().get("index.html"))) {
            assertThat(page.utf8()).containsPattern("<script type=\"module\" src=\"/assets/main-[A-Z0-9]{8}\\.js\" integrity=\"sha256-[A-Za-z0-9+/]{43}=\">");
            assertThat(page.utf8()).containsPattern("<link rel=\"stylesheet\" href=\"/assets/style-[A-Z0-9]{8}\\.css\" integrity=\"sha256-[A-Za-z0-9+/]{43}=\">");
            assertThat(page.utf8()).doesNotContain("{{");
        }
        assertThat(pages.hash().size()).isEqualTo(32);
    }

    @Test
    void pagesCarryNoInlineScriptOrStyleAndNoForeignAddress() throws IOException {
        Pages pages = Pages.load();

        for (Bytes page : List.of(pages.app().get("index.html"), pages.wallet().get("index.html"))) {
            assertThat(page.utf8()).doesNotContain("<style").doesNotContain("style=").doesNotContainPattern(" on[a-z]+=").doesNotContainPattern("https?://");
        }
    }

    @Test
    void sourcesNeverWriteMarkupAsText() throws IOException {
        try (Stream<Path> files = Files.walk(MODULE.resolve("src/main/ts"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".ts")).toList()) {
                assertThat(Files.readString(file)).as(file.toString())
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser");
            }
        }
    }

    @Test
    void capabilitiesOfThePageAreThoseOfTheEnclave() throws IOException {
        String enclave = Files.readString(MODULE.resolve("../intent/src/main/java/org/fastness/intent/Capability.java"));
        String page = Files.readString(MODULE.resolve("src/main/ts/wallet/operations.ts"));

        assertThat(pairs(page, "code: ([0-9]+), name: \"([A-Z0-9_]+)\"", 2, 1)).isEqualTo(pairs(enclave, "([A-Z0-9_]+)\\(([0-9]+), (?:true|false)\\)", 1, 2)).isNotEmpty();
    }

    private static Set<String> pairs(String text, String pattern, int name, int code) {
        Set<String> out = new TreeSet<>();
        Matcher found = Pattern.compile(pattern).matcher(text);
        while (found.find()) out.add(found.group(name) + "=" + found.group(code));
        return out;
    }

    @Test
    void typeScriptTestsPass() throws Exception {
        assumeTrue(runs("node", "--version"), "Node is not installed; install it with: apt-get install nodejs");

        assertThat(run("unit", "node", "src/test/run.mjs")).isZero();
    }

    @Test
    void typesHold() throws Exception {
        assumeTrue(runs("node", "--version"), "Node is not installed; install it with: apt-get install nodejs");
        assumeTrue(Files.exists(MODULE.resolve("node_modules/typescript")), "TypeScript is not installed; install it with: npm --prefix web ci --ignore-scripts");

        assertThat(run("types", "node", "node_modules/typescript/bin/tsc", "--noEmit", "--project", "tsconfig.json")).isZero();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static int run(String name, String... command) throws IOException, InterruptedException {
        Path log = MODULE.resolve("target/" + name + "-test.log");
        Process process = new ProcessBuilder(command).directory(MODULE.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) process.destroyForcibly();
        int status = process.waitFor();
        if (status != 0) System.err.println(Files.readString(log));
        return status;
    }
}
