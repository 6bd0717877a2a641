package org.fastness.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for tests, in a scratch folder, one per JVM, started when first asked for. It ends with this JVM even if that
 * is killed: its guardian is a shell that waits for the end of a pipe. Root runs it as user postgres, since PostgreSQL refuses root.
 */
public final class PostgresServer {

    /** What to do where there is none. */
    public static final String INSTALL = "apt-get install -y postgresql";

    private static final String USER = "postgres";

    // $1 binaries, $2 scratch folder, $3 port. Says "ready" when it takes connections, then waits until the pipe closes.
    private static final String GUARDIAN = """
            set -e
            trap '' INT HUP TERM
            "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C -N >"$2/log" 2>&1
            "$1/pg_ctl" -D "$2/data" -w -t 60 -l "$2/log" -o "-h 127.0.0.1 -p $3 -k $2 -c max_connections=200" start >>"$2/log" 2>&1 </dev/null
            echo ready
            read -r end || true
            "$1/pg_ctl" -D "$2/data" -m immediate -w stop >>"$2/log" 2>&1 || true
            rm -rf "$2"
            """;

    private static Optional<PostgresServer> running = Optional.empty();

    private final Path binaries;
    private final int port;
    private final Process guardian;
    private final Path scratch;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(Path binaries, int port, Process guardian, Path scratch) {
        this.binaries = binaries;
        this.port = port;
        this.guardian = guardian;
        this.scratch = scratch;
    }

    /** Why there is no PostgreSQL on this machine, with the command that installs it; empty when there is one. */
    public static Optional<String> missing() {
        return binaries().isPresent() ? Optional.empty() : Optional.of("no PostgreSQL 15 or newer on this machine; install it with: " + INSTALL);
    }

    /** The server of this JVM, started if it does not run yet. */
    public static synchronized PostgresServer shared() {
        if (running.isEmpty()) running = Optional.of(start());
        return running.get();
    }

    /** The URL of a new, empty database. */
    public String freshUrl() {
        String name = "test_" + databases.incrementAndGet();
        run(binaries.resolve("createdb").toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER, name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + USER;
    }

    /** Where all its files are: data, write-ahead log, its own log. */
    public Path folder() {
        return scratch;
    }

    /** Whether the server's process still lives. */
    public boolean isAlive() {
        return guardian.isAlive();
    }

    private static PostgresServer start() {
        Path binaries = binaries().orElseThrow(() -> new IllegalStateException(missing().orElse("")));
        try {
            Path scratch = scratch();
            int port = freePort();
            List<String> command = new ArrayList<>();
            if (isRoot()) command.addAll(List.of("runuser", "-u", USER, "--"));
            command.addAll(List.of("sh", "-c", GUARDIAN, "postgres-guardian", binaries.toString(), scratch.toString(), Integer.toString(port)));
            Process guardian = new ProcessBuilder(command).directory(scratch.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out = new BufferedReader(new InputStreamReader(guardian.getInputStream(), StandardCharsets.UTF_8));
            if (!"ready".equals(out.readLine())) throw new IllegalStateException("PostgreSQL did not start: see " + scratch.resolve("log"));
            return new PostgresServer(binaries, port, guardian, scratch);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // Directly under /tmp, whose parents user postgres may traverse, and owned by that user.
    private static Path scratch() throws IOException {
        Path scratch = Files.createTempDirectory(Path.of("/tmp"), "fastness-pg-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (isRoot()) Files.setOwner(scratch, scratch.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        return scratch;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Optional<Path> binaries() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(folder -> version(folder) >= 15)
                    .max(Comparator.comparingInt(PostgresServer::version))
                    .map(folder -> folder.resolve("bin"))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")));
        } catch (IOException none) {
            return onPath();
        }
    }

    private static int version(Path folder) {
        return Integer.parseInt(folder.getFileName().toString());
    }

    private static Optional<Path> onPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("pg_ctl")))
                .findFirst();
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new IllegalStateException(command[0] + ": " + said);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
