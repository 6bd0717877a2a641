package org.fastness.e2e.canary;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fastness.testkit.PostgresServer;
import org.junit.jupiter.api.Assumptions;

/** Leaks on PostgreSQL: its data folder with the write-ahead log, and what it logs itself. */
final class PostgresCanaryTest extends CanarySuite {
    @Override
    Map<String, String> store() {
        Assumptions.assumeTrue(PostgresServer.missing().isEmpty(), () -> PostgresServer.missing().orElse(""));
        return Map.of("STORE_URL", PostgresServer.shared().freshUrl());
    }

    @Override
    List<Path> storeFolders() {
        return List.of(PostgresServer.shared().folder());
    }
}
