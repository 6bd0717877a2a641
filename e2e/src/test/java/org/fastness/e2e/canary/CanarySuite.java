package org.fastness.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.e2e.fixture.Api;
import org.fastness.e2e.fixture.Command;
import org.fastness.e2e.fixture.Eventually;
import org.fastness.e2e.fixture.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives a marked life, crashes everything, then looks into every corner. */
abstract class CanarySuite {
    private static final Duration SOON = Duration.ofSeconds(60);

    /**
     * What the design itself keeps in a file beside the data in development mode, and says so in red: the passphrase that unseals the root, the key that signs
     * development evidence, the TLS listener's password. Each in its own file, mode 0600, and nowhere else.
     */
    private static final List<String> KEPT_BY_DESIGN = List.of("unseal.passphrase", "install.seed", "tls.password");

    /** The settings that choose the store. */
    abstract Map<String, String> store();

    /** Where the store keeps files outside the data folder. */
    abstract List<Path> storeFolders();

    @Test
    void leaksNothingThroughAnyFlowErrorOrCrash(@TempDir Path folder) throws Exception {
        FileTime began = FileTime.from(Instant.now().minusSeconds(2));
        Map<String, String> settings = new HashMap<>(store());
        settings.put("LOG_LEVEL", "debug");
        settings.put("HTTPS_PORT", Integer.toString(ServerProcess.freePort()));
        settings.put("NETWORK_31337_URL", "http://127.0.0.1:" + ServerProcess.freePort());
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings); HttpClient http = HttpClient.newHttpClient()) {
            MarkedLife life = new MarkedLife(server, http);
            life.live();
            savePages(server, http, folder);
            crash(server, http, life);
            List<Canary> canaries = new ArrayList<>(life.canaries());
            canaries.addAll(keptByDesign(server.data()));
            LeakScanner scanner = new LeakScanner(canaries);

            Set<LeakScanner.Finding> findings = new TreeSet<>();
            findings.addAll(scanner.scanFolder(folder));
            for (Path more : storeFolders()) findings.addAll(scanner.scanFolder(more));
            findings.addAll(scanTemporary(scanner, began, folder));

            plant(folder, canaries);
            assertThat(scanner.scanFolder(folder)).as("and a planted leak is found").hasSizeGreaterThan(KEPT_BY_DESIGN.size());
            assertThat(canaries.size()).isGreaterThan(50);
            assertThat(server.logText()).as("the log that was searched").contains("Fastness").contains("NOT ATTESTED");
            assertThat(findings).containsExactlyInAnyOrderElementsOf(KEPT_BY_DESIGN.stream().map(name -> new LeakScanner.Finding(name, server.data().resolve(name).toString(), "plain")).toList());
        }
    }

    /** So that an empty result is no accident of where or how the search looked. */
    private static void plant(Path folder, List<Canary> canaries) throws IOException {
        String any = canaries.stream().flatMap(canary -> canary instanceof Canary.Text text ? Stream.of(text.value()) : Stream.empty()).findFirst().orElseThrow();
        Files.writeString(folder.resolve("planted"), Base64.getEncoder().encodeToString(("{\"planted\":\"" + any + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    /** What monitoring sees, and what the kernel shows of the processes. */
    private static void savePages(ServerProcess server, HttpClient http, Path folder) throws Exception {
        Api api = new Api(server.origin(), http);
        for (String page : List.of("metrics", "healthz", "readyz", "openapi.json", "config.json", "api/v1/enclave/evidence", "api/v1/enclave/inspection")) {
            Files.writeString(folder.resolve("page-" + page.replace('/', '-')), Api.expect(200, api.get("/" + page, Optional.empty())).body());
        }
        List<ProcessHandle> processes = new ArrayList<>(server.enclaves());
        processes.add(server.handle());
        for (ProcessHandle process : processes) {
            for (String about : List.of("cmdline", "environ")) copy(Path.of("/proc", Long.toString(process.pid()), about), folder.resolve(about + "-" + process.pid()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            Files.write(to, Files.readAllBytes(from));
        } catch (java.nio.file.NoSuchFileException | java.nio.file.AccessDeniedException shut) {
            Files.writeString(to, "shut");
        }
    }

    /** A thread dump, an enclave that faults, a life after that, a server that faults: whatever they say goes into the log. */
    private static void crash(ServerProcess server, HttpClient http, MarkedLife life) throws Exception {
        signal("QUIT", server.handle());
        Eventually.get("the thread dump", SOON, () -> server.logText().contains("Full thread dump") ? Optional.of(true) : Optional.empty());
        List<ProcessHandle> dying = server.enclaves();
        for (ProcessHandle process : dying) signal("SEGV", process);
        server.killEnclave();
        Eventually.get("another enclave", SOON, () -> dying.stream().noneMatch(ProcessHandle::isAlive) && server.isReady() ? Optional.of(true) : Optional.empty());
        life.live();
        signal("SEGV", server.handle());
        Eventually.get("the server's end", SOON, () -> server.handle().isAlive() ? Optional.empty() : Optional.of(true));
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static List<Canary> keptByDesign(Path data) throws IOException {
        List<Canary> canaries = new ArrayList<>();
        for (String name : KEPT_BY_DESIGN) {
            byte[] content = Files.readAllBytes(data.resolve(name));
            boolean text = !name.equals("install.seed");
            canaries.add(text ? new Canary.Text(name, new String(content, StandardCharsets.UTF_8).strip()) : new Canary.Octets(name, Bytes.of(content)));
        }
        return canaries;
    }

    /** Temporary folders and the working folder: files that this run may have made, dumps above all. */
    private static Set<LeakScanner.Finding> scanTemporary(LeakScanner scanner, FileTime since, Path own) throws IOException {
        Set<LeakScanner.Finding> findings = new TreeSet<>();
        for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/var/tmp"), Path.of("/dev/shm"))) {
            if (Files.isDirectory(place)) findings.addAll(scanNew(scanner, place, 4, since, own));
        }
        findings.addAll(scanNew(scanner, Command.home(), 1, since, own));
        return findings;
    }

    private static Set<LeakScanner.Finding> scanNew(LeakScanner scanner, Path place, int depth, FileTime since, Path own) throws IOException {
        Set<LeakScanner.Finding> findings = new TreeSet<>();
        List<Path> folders = new ArrayList<>(List.of(place));
        for (int level = 0; level < depth; level++) {
            List<Path> below = new ArrayList<>();
            for (Path folder : folders) {
                for (Path path : list(folder)) {
                    if (path.equals(own) || Files.isSymbolicLink(path)) continue;
                    if (Files.isDirectory(path)) below.add(path);
                    else if (isNew(path, since)) findings.addAll(scanner.scanFile(path));
                }
            }
            folders = below;
        }
        return findings;
    }

    /** Other people's folders may be shut, and their files go while one looks. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException | java.io.UncheckedIOException shut) {
            return List.of();
        }
    }

    private static boolean isNew(Path path, FileTime since) {
        try {
            return Files.isRegularFile(path) && Files.isReadable(path) && Files.getLastModifiedTime(path).compareTo(since) >= 0;
        } catch (IOException gone) {
            return false;
        }
    }
}
