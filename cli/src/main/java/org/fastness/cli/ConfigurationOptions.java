package org.fastness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.configuration.ConfigurationRefused;
import org.fastness.server.configuration.Sources;
import picocli.CommandLine.Option;

/** Where settings come from; the same for each command that needs them. */
final class ConfigurationOptions {

    private static final String FILE = "fastness.conf";

    @Option(names = "--config", paramLabel = "FILE", description = "Reads settings from this file. Default: FASTNESS_CONFIG, else fastness.conf beside the launcher if it is there.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one setting, over file and environment. May be repeated.")
    private Map<String, String> flags = new LinkedHashMap<>();

    /** What file, environment and flags say. */
    Sources sources() throws IOException {
        Sources sources = new Sources();
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(System.getenv("FASTNESS_CONFIG")).map(Path::of)).or(() -> Optional.of(home().resolve(FILE)).filter(Files::exists));
        if (chosen.isPresent()) sources.file(chosen.get().getFileName().toString(), read(chosen.get()));
        sources.environment(System.getenv());
        flags.forEach(sources::flag);
        return sources;
    }

    private static Bytes read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) throw new IOException(path + " is not a file");
        if (Files.size(path) > Sources.MAX_FILE_BYTES) throw new IOException(path + " is larger than " + Sources.MAX_FILE_BYTES + " octets");
        return Bytes.wrapUnsafe(Files.readAllBytes(path));
    }

    Configuration configuration() throws IOException, ConfigurationRefused {
        return Configuration.of(sources(), home());
    }

    /** The folder of the launcher: relative paths of settings begin there, so that they do not depend on where one stands. */
    static Path home() {
        return Path.of(System.getProperty("fastness.home", "")).toAbsolutePath();
    }
}
