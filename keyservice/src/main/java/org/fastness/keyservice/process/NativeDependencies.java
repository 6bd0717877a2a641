package org.fastness.keyservice.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The few files of the C library that an image needs from the host, found as its loader would find them: the program interpreter, and
 * whatever the image's objects name and the image does not hold. Reads 64-bit little-endian ELF, and refuses what is not.
 */
final class NativeDependencies {
    private static final List<Path> SYSTEM = List.of(Path.of("/lib/x86_64-linux-gnu"), Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/lib/aarch64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"), Path.of("/lib64"), Path.of("/usr/lib64"), Path.of("/lib"), Path.of("/usr/lib"));

    /** Stands in for the image's launcher where this user may run but not read it: both come from a JDK for this machine. */
    private static final Path OWN_LAUNCHER = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int MAX_OBJECT_BYTES = 256 << 20;
    private static final int MAX_NAME = 4096;

    private final Set<String> own = new HashSet<>();
    private final SortedMap<Path, Path> found = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<Path> unread = new ArrayDeque<>();

    private NativeDependencies() {}

    /** Where each file must appear in the sandbox, and where it lies here. */
    static SortedMap<Path, Path> of(Path image) throws IOException {
        NativeDependencies search = new NativeDependencies();
        for (Path object : objects(image)) {
            search.own.add(object.getFileName().toString());
            search.unread.push(Files.isReadable(object) ? object : OWN_LAUNCHER);
        }
        while (!search.unread.isEmpty()) search.read(search.unread.pop());
        return search.found;
    }

    private static List<Path> objects(Path image) throws IOException {
        try (Stream<Path> all = Files.walk(image)) {
            return all.filter(path -> path.toString().endsWith(".so") || path.endsWith("bin/java")).toList();
        }
    }

    private void read(Path object) throws IOException {
        Elf elf = Elf.read(object);
        elf.interpreter.map(Path::of).ifPresent(path -> found.put(path, path));
        for (String name : elf.needed) if (seen.add(name) && !own.contains(name)) unread.push(resolved(name));
    }

    private Path resolved(String name) {
        for (Path folder : SYSTEM) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) continue;
            // the loader itself is found under its interpreter's path
            if (found.keySet().stream().noneMatch(path -> path.endsWith(name))) found.put(file, file);
            return file;
        }
        throw new IllegalStateException("the enclave image needs " + name + ", which this machine's C library lacks");
    }

    /** What one object asks for. */
    private record Elf(Optional<String> interpreter, List<String> needed) {

        static Elf read(Path object) throws IOException {
            try (FileChannel file = FileChannel.open(object, StandardOpenOption.READ)) {
                if (file.size() < 64 || file.size() > MAX_OBJECT_BYTES) throw new IOException("not an object of a sensible size");
                return parse(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN));
            } catch (IndexOutOfBoundsException | ArithmeticException broken) {
                throw new IOException("a broken object file", broken);
            }
        }

        private static Elf parse(ByteBuffer elf) throws IOException {
            if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) throw new IOException("not a 64-bit little-endian ELF object");
            int table = Math.toIntExact(elf.getLong(32));
            int size = elf.getShort(54) & 0xffff;
            int count = elf.getShort(56) & 0xffff;
            Optional<String> interpreter = Optional.empty();
            List<String> needed = List.of();
            for (int i = 0; i < count; i++) {
                int header = table + i * size;
                int offset = Math.toIntExact(elf.getLong(header + 8));
                switch (elf.getInt(header)) {
                    case PT_INTERP -> interpreter = Optional.of(text(elf, offset));
                    case PT_DYNAMIC -> needed = needed(elf, offset, Math.toIntExact(elf.getLong(header + 32)), table, size, count);
                    default -> {}
                }
            }
            return new Elf(interpreter, needed);
        }

        private static List<String> needed(ByteBuffer elf, int dynamic, int length, int table, int size, int count) {
            List<Long> names = new ArrayList<>();
            int strings = 0;
            for (int at = dynamic; at < dynamic + length; at += 16) {
                if (elf.getLong(at) == DT_NEEDED) names.add(elf.getLong(at + 8));
                if (elf.getLong(at) == DT_STRTAB) strings = fileOffset(elf, elf.getLong(at + 8), table, size, count);
            }
            List<String> needed = new ArrayList<>();
            for (long name : names) needed.add(text(elf, Math.addExact(strings, Math.toIntExact(name))));
            return needed;
        }

        /** Where the loaded address lies in the file. */
        private static int fileOffset(ByteBuffer elf, long address, int table, int size, int count) {
            for (int i = 0; i < count; i++) {
                int header = table + i * size;
                long start = elf.getLong(header + 16);
                if (elf.getInt(header) == PT_LOAD && address >= start && address < start + elf.getLong(header + 32))
                    return Math.toIntExact(address - start + elf.getLong(header + 8));
            }
            throw new IndexOutOfBoundsException("address outside of every segment");
        }

        private static String text(ByteBuffer elf, int at) {
            StringBuilder out = new StringBuilder();
            for (int i = at; elf.get(i) != 0; i++) {
                if (out.length() == MAX_NAME) throw new IndexOutOfBoundsException("name without end");
                out.append((char) (elf.get(i) & 0xff));
            }
            return out.toString();
        }
    }
}
