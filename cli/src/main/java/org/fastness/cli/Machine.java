package org.fastness.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fastness.server.configuration.Configuration;

/** Looks at this machine, changes nothing. Kernel features are read where the kernel says them; what the enclave really gets is what {@code enclave inspect} observes. */
final class Machine {

    private static final int LEAST_JAVA = 25;
    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final int SECONDS = 10;

    private final Configuration configuration;
    private final List<Finding> findings = new ArrayList<>();

    Machine(Configuration configuration) {
        this.configuration = configuration;
    }

    List<Finding> examine() {
        jdk();
        platform();
        sandbox();
        kernelFeature("seccomp", Path.of("/proc/sys/kernel/seccomp/actions_avail"), "errno", "the enclave forbids itself sockets and programs", "a kernel with CONFIG_SECCOMP_FILTER");
        kernelFeature("landlock", Path.of("/sys/kernel/security/lsm"), "landlock", "the enclave forbids itself files", "boot with lsm=landlock,...; the sandbox's read-only root stays");
        memory();
        port("http.port", configuration.http().plainPort());
        port("https.port", configuration.http().tlsPort());
        data();
        tool("node", "node", "apt-get install nodejs npm");
        tool("chromium", "chromium", "apt-get install chromium");
        postgres();
        vectors();
        return List.copyOf(findings);
    }

    private void jdk() {
        int release = Runtime.version().feature();
        String detail = Runtime.version() + " in " + System.getProperty("java.home");
        findings.add(release >= LEAST_JAVA ? Finding.good("JDK", detail) : new Finding("JDK", Finding.State.MISSING, detail, "install a JDK " + LEAST_JAVA));
    }

    private void platform() {
        String detail = System.getProperty("os.name") + " " + System.getProperty("os.version") + " on " + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
        boolean known = System.getProperty("os.name").equals("Linux") && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        findings.add(known ? Finding.good("platform", detail) : new Finding("platform", Finding.State.MISSING, detail, "Linux on x86-64 or arm64"));
    }

    private void sandbox() {
        if (find("bwrap").isEmpty()) {
            findings.add(new Finding("sandbox", configuration.sandboxRequired() ? Finding.State.MISSING : Finding.State.WEAKER, "bubblewrap is not installed: the enclave runs unwalled, in development only", "apt-get install bubblewrap"));
            return;
        }
        Optional<String> failure = run("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--die-with-parent", "--proc", "/proc", "true");
        findings.add(failure.isEmpty() ? Finding.good("sandbox", "bubblewrap works")
                : new Finding("sandbox", configuration.sandboxRequired() ? Finding.State.MISSING : Finding.State.WEAKER, "bubblewrap does not work here: " + failure.get(), "allow user namespaces: sysctl kernel.unprivileged_userns_clone=1, or run outside a restricted container"));
    }

    private void kernelFeature(String what, Path file, String word, String meaning, String remedy) {
        if (!Files.isReadable(file)) {
            findings.add(new Finding(what, Finding.State.WEAKER, "unknown: " + file + " cannot be read here", "see what the enclave really gets: ./fastness enclave inspect"));
            return;
        }
        boolean there = content(file).contains(word);
        findings.add(there ? Finding.good(what, meaning) : new Finding(what, Finding.State.WEAKER, "not seen in " + file, remedy));
    }

    private void memory() {
        String enabled = content(Path.of("/sys/module/secretmem/parameters/enable")).strip();
        boolean secret = enabled.equals("Y") || enabled.equals("1");
        findings.add(secret ? Finding.good("memfd_secret", "secrets stand in memory that the kernel itself does not map")
                : new Finding("memfd_secret", Finding.State.WEAKER, "off: secrets stand in locked memory instead", "boot with secretmem.enable=1"));
        String limit = content(Path.of("/proc/self/limits")).lines().filter(line -> line.startsWith("Max locked memory")).findFirst().orElse("");
        findings.add(Finding.good("locked memory", limit.replaceFirst("Max locked memory\\s+", "").replaceAll("\\s+", " ").strip() + " (soft, hard)"));
    }

    private void port(String setting, int port) {
        if (port == 0) return;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            findings.add(Finding.good(setting, port + " is free"));
        } catch (IOException taken) {
            findings.add(new Finding(setting, Finding.State.WEAKER, port + " is taken: by a Fastness that runs, or by something else", "--set " + setting + "=PORT"));
        }
    }

    private void data() {
        Path folder = configuration.data();
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        long free = existing.toFile().getUsableSpace();
        if (!Files.isWritable(existing)) findings.add(new Finding("data folder", Finding.State.MISSING, folder + " cannot be made", "--set data=FOLDER"));
        else if (free < LEAST_FREE_BYTES) findings.add(new Finding("data folder", Finding.State.WEAKER, folder + ", " + (free >> 20) + " MiB free", "free some space"));
        else findings.add(Finding.good("data folder", folder + ", " + (free >> 30) + " GiB free"));
    }

    private void tool(String what, String program, String remedy) {
        Optional<Path> found = find(program);
        findings.add(found.isPresent() ? Finding.good(what, found.get().toString()) : new Finding(what, Finding.State.TESTS_ONLY, "not found", remedy));
    }

    private void postgres() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            Optional<Path> initdb = versions.map(version -> version.resolve("bin/initdb")).filter(Files::isExecutable).findFirst();
            if (initdb.isPresent()) {
                findings.add(Finding.good("postgresql", initdb.get().getParent().toString()));
                return;
            }
        } catch (IOException absent) {
            // told below: there is none
        }
        findings.add(new Finding("postgresql", Finding.State.TESTS_ONLY, "not found", "apt-get install postgresql"));
    }

    private void vectors() {
        Path folder = Optional.ofNullable(System.getenv("FASTNESS_VECTORS")).map(Path::of).orElse(ConfigurationOptions.home().resolve("../shared/vectors").normalize());
        findings.add(Files.isDirectory(folder) ? Finding.good("vectors", folder.toString()) : new Finding("vectors", Finding.State.TESTS_ONLY, folder + " is not there", "set FASTNESS_VECTORS to the folder of official vectors"));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Optional<Path> find(String program) {
        for (String folder : Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin").split(":")) {
            Path candidate = Path.of(folder, program);
            if (folder.startsWith("/") && Files.isExecutable(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    /** Runs the command; what it said if it failed. */
    private static Optional<String> run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readNBytes(1_000), java.nio.charset.StandardCharsets.UTF_8).strip();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("no answer");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said.isEmpty() ? "status " + process.exitValue() : said);
        } catch (IOException failed) {
            return Optional.of("cannot be run");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
