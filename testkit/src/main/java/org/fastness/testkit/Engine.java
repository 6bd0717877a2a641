package org.fastness.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The engines that every test of stored rows runs on: {@code @ParameterizedTest @EnumSource}, then open a store at
 * {@link #freshUrl()}. Where an engine is missing the test is skipped, with the reason and the command that installs it.
 */
public enum Engine {
    SQLITE {
        @Override
        public String freshUrl() {
            return "sqlite:" + SQLITE_SCRATCH.folder().resolve("store-" + System.nanoTime() + ".db");
        }
    },
    POSTGRES {
        @Override
        public String freshUrl() {
            PostgresServer.missing().ifPresent(Assumptions::abort);
            return PostgresServer.shared().freshUrl();
        }
    };

    /** The URL of an empty store. */
    public abstract String freshUrl();

    private static final Scratch SQLITE_SCRATCH = new Scratch();

    /** A folder that goes with the JVM. */
    private static final class Scratch {
        synchronized Path folder() {
            try {
                Path folder = Files.createTempDirectory("fastness-sqlite-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return folder;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
            } catch (IOException left) {
                // the operating system clears its temporary folder
            }
        }
    }
}
