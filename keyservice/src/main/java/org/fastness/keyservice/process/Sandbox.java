package org.fastness.keyservice.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The walls the launcher builds around the enclave's process. */
public sealed interface Sandbox {

    /** Where the image, the start-up cache and the socket's folder appear inside. */
    Path IMAGE = Path.of("/enclave");
    Path CACHE = Path.of("/enclave.aot");
    Path LINK = Path.of("/link");

    /** Own namespaces of every kind, no capability, a read-only root that holds the image and the C library, nothing of the host. */
    record Bubblewrap(Path executable) implements Sandbox {}

    /** None: development only, and the evidence says so. */
    record Missing(String reason) implements Sandbox {}

    /**
     * Bubblewrap, if the program is there.
     *
     * @param program a name looked up in PATH, or an absolute path
     */
    static Sandbox find(String program) {
        return locate(program).<Sandbox>map(Bubblewrap::new).orElseGet(() -> new Missing("bubblewrap is not installed"));
    }

    private static Optional<Path> locate(String program) {
        if (program.startsWith("/")) return Optional.of(Path.of(program)).filter(Files::isExecutable);
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        for (String folder : path.split(":")) {
            Path candidate = Path.of(folder, program);
            if (folder.startsWith("/") && Files.isExecutable(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    /** The command that starts {@code main} with the socket {@code link/NAME}, in the folder that holds it alone. */
    default List<String> command(EnclaveImage image, Optional<Path> cache, Path linkFolder, String socketName) throws IOException {
        List<String> command = new ArrayList<>();
        switch (this) {
            case Bubblewrap bubblewrap -> {
                command.add(bubblewrap.executable.toString());
                command.addAll(walls(image, cache, linkFolder));
                java(command, IMAGE, cache.map(file -> CACHE));
                command.add(LINK.resolve(socketName).toString());
            }
            case Missing missing -> {
                java(command, image.folder(), cache);
                command.add(linkFolder.resolve(socketName).toString());
            }
        }
        return command;
    }

    private static void java(List<String> command, Path image, Optional<Path> cache) {
        command.add(image.resolve("bin/java").toString());
        cache.ifPresent(file -> command.add("-XX:AOTCache=" + file));
        command.addAll(List.of("-m", EnclaveImage.main()));
    }

    // uid 65534 is nobody; --as-pid-1 leaves no second process in there whose memory could be looked at
    private static List<String> walls(EnclaveImage image, Optional<Path> cache, Path linkFolder) throws IOException {
        List<String> walls = new ArrayList<>(List.of("--unshare-all", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--die-with-parent", "--as-pid-1",
                "--new-session", "--clearenv", "--hostname", "enclave"));
        for (Map.Entry<Path, Path> library : NativeDependencies.of(image.folder()).entrySet()) bind(walls, library.getValue(), library.getKey());
        bind(walls, image.folder(), IMAGE);
        cache.ifPresent(file -> bind(walls, file, CACHE));
        bind(walls, linkFolder, LINK);
        walls.addAll(List.of("--proc", "/proc", "--remount-ro", "/", "--chdir", "/"));
        return walls;
    }

    private static void bind(List<String> walls, Path from, Path to) {
        walls.addAll(List.of("--ro-bind", from.toString(), to.toString()));
    }
}
