package org.fastness.crypto.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fastness.crypto.SecretArena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeTest {
    private static final int EINVAL = 22;
    private static final int EBADF = 9;

    // ---- libraries ----

    @Test
    void pinnedLibrariesAreThere() {
        for (NativeLibraries.Library library : NativeLibraries.Library.values()) {
            assertThat(NativeLibraries.checked(library, NativeLibraries.folder())).exists();
        }
    }

    @Test
    void refusesALibraryWithOneBitChanged(@TempDir Path folder) throws IOException {
        Path file = copyOf(NativeLibraries.Library.SODIUM, folder);
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);

        assertThatThrownBy(() -> NativeLibraries.open(NativeLibraries.Library.SODIUM, folder)).isInstanceOf(IllegalStateException.class).hasMessageContaining("pinned");
    }

    @Test
    void refusesOneLibraryInThePlaceOfAnother(@TempDir Path folder) throws IOException {
        Path file = copyOf(NativeLibraries.Library.SODIUM, folder);
        Files.move(file, file.resolveSibling(NativeLibraries.Library.SECP256K1.fileName()));

        assertThatThrownBy(() -> NativeLibraries.open(NativeLibraries.Library.SECP256K1, folder)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnEmptyFolder(@TempDir Path folder) {
        assertThatThrownBy(() -> NativeLibraries.open(NativeLibraries.Library.SODIUM, folder)).isInstanceOf(IllegalStateException.class).hasMessageContaining("fastness.native");
    }

    private static Path copyOf(NativeLibraries.Library library, Path folder) throws IOException {
        Path target = folder.resolve(NativeLibraries.architecture()).resolve(library.fileName());
        Files.createDirectories(target.getParent());
        return Files.copy(NativeLibraries.checked(library, NativeLibraries.folder()), target);
    }

    // ---- libc ----

    @Test
    void callsReturnTheirErrno() {
        assertThat(Libc.close(-1)).isEqualTo(new Libc.Result(-1, EBADF));
        assertThat(Libc.mmap(0, Libc.PROT_READ, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0)).isEqualTo(new Libc.Result(-1, EINVAL));
        assertThatThrownBy(() -> Libc.close(-1).orThrow("close")).isInstanceOf(IllegalStateException.class).hasMessage("close failed with errno 9");
        assertThatThrownBy(() -> Libc.syscall(0, new long[7])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsCanBeReadAndSet() {
        long[] core = Libc.getrlimit(Libc.RLIMIT_CORE);

        assertThat(Libc.setrlimit(Libc.RLIMIT_CORE, 0, core[1]).failed()).isFalse();
        assertThat(Libc.getrlimit(Libc.RLIMIT_CORE)).containsExactly(0, core[1]);
        assertThat(Libc.setrlimit(Libc.RLIMIT_CORE, core[0], core[1]).failed()).isFalse();
    }

    @Test
    void randomnessFillsEveryOctet() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment octets = arena.allocate(5000);
            boolean[] changed = new boolean[5000];
            for (int round = 0; round < 4; round++) {
                octets.fill((byte) 0);
                Libc.getrandom(octets);
                for (int i = 0; i < changed.length; i++) changed[i] |= octets.get(ValueLayout.JAVA_BYTE, i) != 0;
            }
            assertThat(changed).doesNotContain(false);
        }
    }

    // ---- pages ----

    @Test
    void bestMappingIsZeroedAndWritable() {
        assertWritable(Mapping.create(8192));
    }

    @Test
    void fallbackMappingIsZeroedAndWritable() {
        Mapping mapping = Mapping.locked(8192);
        assertThat(mapping.kind()).isNotEqualTo(Mapping.Kind.MEMFD_SECRET);
        assertWritable(mapping);
    }

    private static void assertWritable(Mapping mapping) {
        assertThat(mapping.memory().toArray(ValueLayout.JAVA_BYTE)).hasSize(8192).containsOnly(0);
        mapping.memory().fill((byte) 7);
        assertThat(mapping.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
        Mapping.unmap(mapping.memory());
    }

    @Test
    void lockedPagesAreCountedByTheKernelAndLeftOutOfDumps() throws IOException {
        Mapping mapping = Mapping.locked(1 << 16);
        String entry = mapEntry(mapping.memory().address());

        assertThat(flags(entry)).contains("dd"); // do not dump, proc(5)
        if (mapping.kind() == Mapping.Kind.LOCKED) assertThat(flags(entry)).contains("lo");
        Mapping.unmap(mapping.memory());
    }

    /** What memfd_secret promises: not even the process itself reads the pages through the kernel. Ordinary pages it does. */
    @Test
    void secretPagesCannotBeReadThroughTheKernel() {
        Mapping best = Mapping.create(4096);
        Mapping fallback = Mapping.locked(4096);
        for (Mapping mapping : List.of(best, fallback)) mapping.memory().fill((byte) 0x5a);

        assertThat(readableThroughTheKernel(best.memory())).isEqualTo(best.kind() != Mapping.Kind.MEMFD_SECRET);
        assertThat(readableThroughTheKernel(fallback.memory())).isTrue();
        for (Mapping mapping : List.of(best, fallback)) Mapping.unmap(mapping.memory());
    }

    private static boolean readableThroughTheKernel(MemorySegment memory) {
        try (RandomAccessFile self = new RandomAccessFile("/proc/self/mem", "r")) {
            self.seek(memory.address());
            return self.read() == 0x5a;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String mapEntry(long address) throws IOException {
        String smaps = Files.readString(Path.of("/proc/self/smaps"), StandardCharsets.ISO_8859_1);
        String[] lines = smaps.split("\n");
        StringBuilder entry = new StringBuilder();
        boolean inside = false;
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                inside = Long.compareUnsigned(address, Long.parseUnsignedLong(range[0], 16)) >= 0 && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
            }
            if (inside) entry.append(line).append('\n');
        }
        return entry.toString();
    }

    private static List<String> flags(String entry) {
        return entry.lines().filter(line -> line.startsWith("VmFlags:")).flatMap(line -> List.of(line.substring(8).trim().split(" ")).stream()).toList();
    }

    /** A process that may lock nothing must say so, and still work. */
    @Test
    void arenaAdmitsThatItsPagesAreNotLocked() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:+UseSerialGC", "-Xmx64m",
                        "-cp", System.getProperty("java.class.path").replace(':', File.pathSeparatorChar), Unlockable.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("UNLOCKED works\n");
        assertThat(child.waitFor()).isZero();
    }

    /** Runs in a process of its own: gives up the right to lock, then uses the arena. */
    static final class Unlockable {
        private static final long CAPABILITY_VERSION_3 = 0x20080522;

        public static void main(String[] arguments) {
            Libc.setrlimit(Libc.RLIMIT_MEMLOCK, 0, 0).orThrow("setrlimit");
            dropCapabilities();
            String kind = SecretArena.kind().name();
            try (var secret = org.fastness.crypto.SecretBytes.random(32)) {
                System.out.println(kind + (secret.isZero() ? " fails" : " works"));
            }
        }

        /** capset(2) of this thread, to none; numbers as in the kernel's tables. */
        private static void dropCapabilities() {
            long capset = NativeLibraries.architecture().equals("x86_64") ? 126 : 91;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment header = arena.allocateFrom(ValueLayout.JAVA_INT, (int) CAPABILITY_VERSION_3, 0);
                Libc.syscall(capset, header.address(), arena.allocate(24, 4).address()).orThrow("capset");
            }
        }
    }
}
