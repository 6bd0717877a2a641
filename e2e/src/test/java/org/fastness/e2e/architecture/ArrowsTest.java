package org.fastness.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
final class ArrowsTest {

    /** Allowed arrows of each module, beside the JDK and named libraries. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("base", List.of()),
            Map.entry("crypto", List.of("base")),
            Map.entry("noise", List.of("crypto", "base")),
            Map.entry("protocol", List.of("base")),
            Map.entry("intent", List.of("protocol", "crypto", "base")),
            Map.entry("policy", List.of("intent", "protocol", "crypto", "base")),
            Map.entry("tlog", List.of("crypto", "base")),
            Map.entry("enclave", List.of("policy", "intent", "tlog", "protocol", "noise", "attestation", "crypto", "base")),
            Map.entry("attestation", List.of("crypto", "base")),
            Map.entry("client", List.of("protocol", "noise", "attestation", "tlog", "crypto", "base")),
            Map.entry("store", List.of("base")),
            Map.entry("http", List.of("base")),
            Map.entry("keyservice", List.of("protocol", "store", "attestation", "http", "crypto", "base")),
            Map.entry("dataprotection", List.of("store", "crypto", "base")),
            Map.entry("identity", List.of("dataprotection", "keyservice", "protocol", "store", "http", "crypto", "base")),
            Map.entry("wallet", List.of("identity", "keyservice", "store", "http", "base")));

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        List<Path> classes = Stream.of(Reactor.TRUSTED, Reactor.VERIFIERS, Reactor.HOST).flatMap(List::stream)
                .map(module -> Reactor.root().resolve(module).resolve("target/classes")).toList();
        all = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPaths(classes);
        assertThat(all).as("compiled classes").hasSizeGreaterThan(100);
    }

    @Test
    void modulesKnowOnlyWhomTheyMay() {
        ARROWS.forEach((module, allowed) -> {
            String[] forbidden = Stream.of(Reactor.TRUSTED, Reactor.VERIFIERS, Reactor.HOST).flatMap(List::stream)
                    .filter(other -> !other.equals(module) && !allowed.contains(other)).map(other -> "org.fastness." + other + "..").toArray(String[]::new);
            noClasses().that().resideInAPackage("org.fastness." + module + "..").should().dependOnClassesThat().resideInAnyPackage(forbidden).check(all);
        });
    }

    @Test
    void nobodyKnowsTheServerButTheCommandLine() {
        noClasses().that().resideOutsideOfPackages("org.fastness.server..", "org.fastness.cli..").should().dependOnClassesThat().resideInAPackage("org.fastness.server..").check(all);
    }

    @Test
    void theHostKnowsTheEnclaveOnlyThroughTheProtocol() {
        noClasses().that().resideInAnyPackage(Reactor.HOST.stream().map(m -> "org.fastness." + m + "..").toArray(String[]::new))
                .should().dependOnClassesThat().resideInAPackage("org.fastness.enclave..").check(all);
    }

    @Test
    void theTrustedModulesKnowTheJdkAndThemselvesAlone() {
        String[] trusted = Stream.concat(Stream.of("java..", "javax.crypto..", "javax.security..", "org.jspecify.."),
                Stream.concat(Reactor.TRUSTED.stream(), Stream.of("attestation")).map(m -> "org.fastness." + m + "..")).toArray(String[]::new);
        classes().that().resideInAnyPackage(Reactor.TRUSTED.stream().map(m -> "org.fastness." + m + "..").toArray(String[]::new))
                .should().onlyDependOnClassesThat().resideInAnyPackage(trusted).check(all);
    }

    @Test
    void theTrustedModulesOpenNoConnectionAndReflectOnNothing() {
        noClasses().that().resideInAnyPackage(trustedOutsidePlatform())
                .should().dependOnClassesThat().resideInAnyPackage("java.net", "java.nio.file", "java.lang.reflect", "java.util.logging", "java.io.ObjectInputStream")
                .check(all);
    }

    @Test
    void theTrustedModulesTakeTimeAndRandomnessFromPorts() {
        noClasses().that().resideInAnyPackage(trustedOutsidePlatform())
                .should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Thread.class, "sleep", long.class)
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .check(all);
    }

    /** Loading the pinned libraries and the process platform touch files and system calls; nothing else does. */
    private static String[] trustedOutsidePlatform() {
        return Stream.of("org.fastness.base", "org.fastness.base.cbor..", "org.fastness.crypto", "org.fastness.crypto.hd..", "org.fastness.crypto.address..", "org.fastness.noise..",
                "org.fastness.protocol..", "org.fastness.intent..", "org.fastness.policy..", "org.fastness.tlog..",
                "org.fastness.enclave.account..", "org.fastness.enclave.authorize..", "org.fastness.enclave.channel..", "org.fastness.enclave.dispatch..",
                "org.fastness.enclave.keys..", "org.fastness.enclave.log..", "org.fastness.enclave.operation..", "org.fastness.enclave.boot..", "org.fastness.enclave.datakey..").toArray(String[]::new);
    }
}
