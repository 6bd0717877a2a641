package org.fastness.enclave.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fastness.protocol.link.Property;

/**
 * The walls that the launcher built, tried before the filter covers them: names end in {@code beneath} where {@link Walls} tries the
 * same deed again under the filter. Only deeds that change nothing if they succeed, or are undone.
 */
final class Beneath {
    private Beneath() {}

    private static final int LISTED = 64;

    static List<Property> observe() {
        List<Property> seen = new ArrayList<>();
        seen.add(new Property("network.interfaces", interfaces()));
        seen.add(new Property("network.route.beneath", route()));
        seen.add(new Property("filesystem.root", names(Path.of("/"))));
        seen.add(new Property("filesystem.home", exists(Path.of("/home")) + "," + exists(Path.of("/root"))));
        seen.add(new Property("filesystem.openHostFile.beneath", open(Path.of("/etc/passwd"))));
        seen.add(new Property("filesystem.shell", exists(Path.of("/bin/sh"))));
        seen.add(new Property("filesystem.writeRoot.beneath", create(Path.of("/fastness-probe"))));
        seen.add(new Property("filesystem.writeImage.beneath", create(Path.of(System.getProperty("java.home"), "fastness-probe"))));
        seen.add(new Property("processes.visible", processes()));
        seen.add(new Property("processes.readMemory.beneath", open(Path.of("/proc/1/mem"))));
        for (String namespace : List.of("pid", "net", "mnt", "user", "ipc", "uts"))
            seen.add(new Property("processes.namespace." + namespace, namespace(namespace)));
        return seen;
    }

    /** A handle on the process's status, kept open because the filter forbids opening it later. */
    static FileChannel status() {
        try {
            return FileChannel.open(Path.of("/proc/self/status"), StandardOpenOption.READ);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    // /proc/net/dev: two lines of heading, then "name: counters"
    private static String interfaces() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/dev"))) {
            return lines.skip(2).limit(LISTED).map(line -> line.strip().split(":")[0]).sorted().collect(Collectors.joining(","));
        } catch (IOException refused) {
            return name(refused);
        }
    }

    /** Asks the kernel for a route to 192.0.2.1 (RFC 5737, documentation only); a datagram socket's connect sends nothing. */
    private static String route() {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 9));
            return "found";
        } catch (IOException refused) {
            return name(refused);
        }
    }

    private static String open(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return file.isOpen() ? "opened" : "closed";
        } catch (IOException refused) {
            return name(refused);
        }
    }

    private static String create(Path path) {
        try {
            Files.createFile(path);
            Files.delete(path);
            return "created";
        } catch (IOException refused) {
            return name(refused);
        }
    }

    private static String exists(Path path) {
        return Files.exists(path) ? "present" : "absent";
    }

    private static String names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().limit(LISTED).collect(Collectors.joining(","));
        } catch (IOException refused) {
            return name(refused);
        }
    }

    private static String processes() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            long count = entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+")).count();
            return String.valueOf(count);
        } catch (IOException refused) {
            return name(refused);
        }
    }

    private static String namespace(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        } catch (IOException refused) {
            return name(refused);
        }
    }

    /** The error's name: the JDK keeps it in its message or in the exception's type. */
    static String name(IOException refused) {
        if (refused instanceof NoSuchFileException) return "ENOENT";
        if (refused instanceof AccessDeniedException) return "EACCES";
        if (refused instanceof NotDirectoryException) return "ENOTDIR";
        String said = refused instanceof FileSystemException file ? String.valueOf(file.getReason()) : String.valueOf(refused.getMessage());
        String message = said.toLowerCase(Locale.ROOT);
        if (message.contains("not permitted")) return "EPERM";
        if (message.contains("read-only")) return "EROFS";
        if (message.contains("unreachable")) return "ENETUNREACH";
        if (message.contains("refused")) return "ECONNREFUSED";
        return refused.getClass().getSimpleName();
    }

    /** The whole of a small file that is already open, from its start. */
    static String reread(FileChannel file) {
        try {
            ByteBuffer content = ByteBuffer.allocate(16 * 1024);
            int read = file.read(content, 0);
            return read <= 0 ? "" : new String(content.array(), 0, read, StandardCharsets.UTF_8);
        } catch (IOException refused) {
            return "";
        }
    }
}
