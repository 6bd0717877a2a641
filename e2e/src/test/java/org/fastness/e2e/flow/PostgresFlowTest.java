package org.fastness.e2e.flow;

import java.util.Map;
import org.fastness.testkit.PostgresServer;
import org.junit.jupiter.api.Assumptions;

/** The whole flow on PostgreSQL. */
final class PostgresFlowTest extends WholeFlow {
    @Override
    Map<String, String> store() {
        Assumptions.assumeTrue(PostgresServer.missing().isEmpty(), () -> PostgresServer.missing().orElse(""));
        return Map.of("STORE_URL", PostgresServer.shared().freshUrl());
    }
}
