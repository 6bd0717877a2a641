package org.fastness.e2e.flow;

import java.util.Map;

/** The whole flow on the embedded store, as {@code ./fastness up} has it by itself. */
final class SqliteFlowTest extends WholeFlow {
    @Override
    Map<String, String> store() {
        return Map.of();
    }
}
