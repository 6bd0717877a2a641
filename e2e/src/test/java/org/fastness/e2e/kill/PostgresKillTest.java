package org.fastness.e2e.kill;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.fastness.testkit.PostgresServer;
import org.junit.jupiter.api.Assumptions;

/** Sudden ends on PostgreSQL, which itself lives on. */
final class PostgresKillTest extends KillSuite {
    private Optional<String> url = Optional.empty();

    @Override
    Map<String, String> store() {
        Assumptions.assumeTrue(PostgresServer.missing().isEmpty(), () -> PostgresServer.missing().orElse(""));
        url = Optional.of(PostgresServer.shared().freshUrl());
        return Map.of("STORE_URL", url.get());
    }

    @Override
    String jdbcUrl(Path data) {
        return url.orElseThrow();
    }
}
