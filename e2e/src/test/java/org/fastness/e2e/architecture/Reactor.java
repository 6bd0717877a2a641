package org.fastness.e2e.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout under test. */
final class Reactor {
    private Reactor() {}

    /** The enclave's modules: everything the measurement covers. */
    static final List<String> TRUSTED = List.of("base", "crypto", "noise", "protocol", "intent", "policy", "tlog", "enclave");
    /** Modules a client believes the enclave with. */
    static final List<String> VERIFIERS = List.of("attestation", "client");
    /** The untrusted host. */
    static final List<String> HOST = List.of("store", "http", "keyservice", "dataprotection", "identity", "wallet", "server", "cli");

    static Path root() {
        Path root = Path.of(System.getProperty("fastness.root", "..")).toAbsolutePath().normalize();
        if (!Files.exists(root.resolve("mvnw"))) throw new IllegalStateException("fastness.root names no checkout");
        return root;
    }

    static Path sources(String module) {
        return root().resolve(module).resolve("src/main/java");
    }

    /** Every file below the folder whose name ends so; empty where there is no such folder. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).filter(file -> file.getFileName().toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
