package org.fastness.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Style as an ordinary test: signs on doors, links that resolve, no unfinished business. */
final class TidyTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b|UnsupportedOperationException\\(\\)|@Disabled");
    private static final Pattern SLEEPS = Pattern.compile("Thread\\.sleep\\(");

    private static List<Path> sources(String tree) {
        return Stream.of(Reactor.TRUSTED, Reactor.VERIFIERS, Reactor.HOST, List.of("testkit", "benchmarks", "e2e")).flatMap(List::stream)
                .flatMap(module -> Reactor.files(Reactor.root().resolve(module).resolve(tree), ".java").stream()).toList();
    }

    @Test
    void everyPackageHasASignOnItsDoor() {
        Set<Path> packages = sources("src/main/java").stream().filter(file -> !file.endsWith("module-info.java")).map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).isNotEmpty().allSatisfy(folder -> {
            assertThat(folder.resolve("package-info.java")).exists();
            assertThat(Reactor.read(folder.resolve("package-info.java"))).as(folder.toString()).contains("/**").contains("@NullMarked");
        });
    }

    @Test
    void everyModuleDescriptorSaysWhatItsModuleIs() {
        List<Path> descriptors = sources("src/main/java").stream().filter(file -> file.endsWith("module-info.java")).toList();
        assertThat(descriptors).hasSizeGreaterThanOrEqualTo(Reactor.TRUSTED.size());
        for (Path descriptor : descriptors) {
            String text = Reactor.read(descriptor);
            assertThat(text).as(descriptor.toString()).contains("/**");
            text.lines().filter(line -> line.strip().startsWith("requires ")).forEach(line -> assertThat(line).as(descriptor + ": each requires gives its reason").contains("//"));
        }
    }

    @Test
    void linksInDocumentsResolve() {
        List<String> broken = new ArrayList<>();
        List<Path> documents = new ArrayList<>(Reactor.files(Reactor.root().resolve("docs"), ".md"));
        Reactor.files(Reactor.root().resolve("benchmarks"), ".md").stream().filter(file -> !file.toString().contains("target")).forEach(documents::add);
        for (String name : List.of("README.md", "CHANGELOG.md", "SECURITY.md")) documents.add(Reactor.root().resolve(name));
        for (Path document : documents) {
            Matcher link = LINK.matcher(Reactor.read(document));
            while (link.find()) if (!Files.exists(document.getParent().resolve(link.group(1)))) broken.add(Reactor.root().relativize(document) + " -> " + link.group(1));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        List<String> found = new ArrayList<>();
        for (String tree : List.of("src/main/java", "src/test/java")) {
            for (Path file : sources(tree)) {
                if (file.endsWith("TidyTest.java")) continue;
                Matcher word = UNFINISHED.matcher(Reactor.read(file));
                if (word.find()) found.add(Reactor.root().relativize(file) + ": " + word.group());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noTestSleeps() {
        List<Path> sleepers = sources("src/test/java").stream().filter(file -> !file.endsWith("TidyTest.java") && SLEEPS.matcher(Reactor.read(file)).find()).toList();
        assertThat(sleepers).isEmpty();
    }

    @Test
    void noFileNamesAMachineItWasWrittenOn() {
        Pattern home = Pattern.compile("(?<![A-Za-z0-9])/(root|home/[a-z]+|Users/[a-z]+)/[A-Za-z.]");
        List<String> found = new ArrayList<>();
        for (String tree : List.of("src/main/java", "src/test/java")) for (Path file : sources(tree)) if (!file.endsWith("TidyTest.java") && home.matcher(Reactor.read(file)).find()) found.add(file.toString());
        assertThat(found).isEmpty();
    }
}
