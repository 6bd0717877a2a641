package org.fastness.keyservice.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fastness.protocol.link.Property;

/**
 * The enclave's walls as its host sees them through {@code /proc}. Names group as the view from inside groups them. A process that is not
 * dumpable hides most of this from everybody but root, and then the refusal is the observation.
 */
final class OutsideView {
    private static final Path SELF = Path.of("/proc/self");
    private static final Integer ROOT = 0;
    private static final Map<String, String> NAMESPACES = Map.of("net", "network", "mnt", "filesystem", "pid", "processes", "user", "capabilities");

    private final Path process;

    private OutsideView(long pid) {
        this.process = Path.of("/proc", String.valueOf(pid));
    }

    static List<Property> of(long pid) {
        return new OutsideView(pid).observe();
    }

    private List<Property> observe() {
        List<Property> seen = new ArrayList<>();
        Map<String, String> status = status();
        for (String kind : new TreeSet<>(NAMESPACES.keySet())) seen.add(new Property(NAMESPACES.get(kind) + ".namespace", namespace(kind)));
        seen.add(new Property("filesystem.openFiles", openFiles()));
        seen.add(new Property("dumpable.readMemory", open("mem")));
        seen.add(new Property("dumpable.readEnvironment", open("environ")));
        seen.add(new Property("seccomp.status", status.getOrDefault("Seccomp", "unknown")));
        seen.add(new Property("seccomp.noNewPrivileges", status.getOrDefault("NoNewPrivs", "unknown")));
        seen.add(new Property("processes.uid", status.getOrDefault("Uid", "unknown").split(" ")[0]));
        seen.add(new Property("memory.residentKiB", status.getOrDefault("VmRSS", "unknown").replace(" kB", "")));
        for (String set : List.of("Inh", "Prm", "Eff", "Bnd", "Amb"))
            seen.add(new Property("capabilities." + set.toLowerCase(java.util.Locale.ROOT), status.getOrDefault("Cap" + set, "unknown")));
        seen.add(new Property("debug.tracer", status.getOrDefault("TracerPid", "unknown")));
        seen.add(new Property("debug.traceable", traceable()));
        return List.copyOf(seen);
    }

    // Reading this link and tracing ask the kernel the same question (ptrace(2), "Ptrace access mode checking"). A process that is not
    // dumpable answers no to its own user, unless that user made the user namespace in which the program was started.
    private String traceable() {
        try {
            Files.readSymbolicLink(process.resolve("exe"));
            return Files.getAttribute(SELF, "unix:uid").equals(ROOT) ? "by root, as which this host runs" : "by the user who started it";
        } catch (IOException refused) {
            return "by root";
        }
    }

    private String namespace(String kind) {
        try {
            boolean shared = Files.readSymbolicLink(process.resolve("ns").resolve(kind)).equals(Files.readSymbolicLink(SELF.resolve("ns").resolve(kind)));
            return shared ? "shared with the host" : "own";
        } catch (IOException refused) {
            return errorName(refused);
        }
    }

    /** The kinds of open files; a file of the host that is not the image's would show by its path. */
    private String openFiles() {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.map(OutsideView::target).distinct().sorted().collect(Collectors.joining(","));
        } catch (IOException refused) {
            return errorName(refused);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("\\[[0-9]+\\]|/proc/[0-9]+", "").replaceAll("^/status$", "own status");
        } catch (IOException closedMeanwhile) {
            return "closed";
        }
    }

    private String open(String file) {
        try (FileChannel opened = FileChannel.open(process.resolve(file), StandardOpenOption.READ)) {
            return opened.isOpen() ? "opened" : "closed";
        } catch (IOException refused) {
            return errorName(refused);
        }
    }

    private Map<String, String> status() {
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            return lines.filter(line -> line.contains(":"))
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1).strip().replace('\t', ' '), (first, again) -> first));
        } catch (IOException gone) {
            return Map.of();
        }
    }

    private static String errorName(IOException refused) {
        if (refused instanceof NoSuchFileException) return "ENOENT";
        if (refused instanceof AccessDeniedException || String.valueOf(refused.getMessage()).contains("denied")) return "EACCES";
        return "EPERM";
    }
}
