package org.fastness.e2e.kill;

import java.nio.file.Path;
import java.util.Map;

/** Sudden ends on the embedded store. */
final class SqliteKillTest extends KillSuite {
    @Override
    Map<String, String> store() {
        return Map.of();
    }

    @Override
    String jdbcUrl(Path data) {
        return "jdbc:sqlite:" + data.resolve("store.db");
    }
}
