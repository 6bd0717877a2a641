package org.fastness.e2e.canary;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Leaks on the embedded store: its file, its write-ahead log and its shared memory lie in the data folder. */
final class SqliteCanaryTest extends CanarySuite {
    @Override
    Map<String, String> store() {
        return Map.of();
    }

    @Override
    List<Path> storeFolders() {
        return List.of();
    }
}
