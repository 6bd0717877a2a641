package org.fastness.keyservice.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * The linked image of the enclave: a folder with a manifest of every file. The manifest's SHA-256 is the measurement that development
 * evidence names, as this host says it: nothing but a hardware root could say more.
 *
 * @param folder absolute
 */
public record EnclaveImage(Path folder, Bytes measurement) {

    private static final String MANIFEST = "MANIFEST";
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final String ENTRY = "org.fastness.enclave/org.fastness.enclave.platform.";

    /** Reads the manifest; {@link #verify} compares the files with it. */
    public static EnclaveImage at(Path folder) {
        Path manifest = folder.resolve(MANIFEST);
        try {
            if (!Files.isRegularFile(manifest) || Files.size(manifest) > MAX_MANIFEST_BYTES) throw new IllegalStateException("there is no enclave image; build it first");
            return new EnclaveImage(folder.toRealPath(), Digests.sha256(Bytes.wrapUnsafe(Files.readAllBytes(manifest))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Path java() {
        return folder.resolve("bin/java");
    }

    /** The module and class that serve. */
    static String main() {
        return ENTRY + "EnclaveMain";
    }

    /** The module and class that run a life of throw-away secrets, so that the start-up cache knows what to hold. */
    static String trainingMain() {
        return ENTRY + "TrainingMain";
    }

    /**
     * Compares every file with the manifest: the first that differs, is missing or is not listed is named in the exception. A program that
     * this user may run but not read belongs to somebody else, who installed it so that this user cannot trace it either: it is passed over.
     */
    public void verify() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(MANIFEST));
            Set<Path> listed = new TreeSet<>();
            for (String line : lines.subList(2, lines.size())) listed.add(verified(line));
            Set<Path> present = files();
            present.removeAll(listed);
            if (!present.isEmpty()) throw new IllegalStateException("the enclave image holds " + present.iterator().next() + ", which its manifest does not list");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Path verified(String line) throws IOException {
        if (!line.matches("[0-9a-f]{64} [x-] .+")) throw new IllegalStateException("the enclave image's manifest is malformed");
        Path name = Path.of(line.substring(67));
        if (line.charAt(65) == 'x' && Files.isExecutable(folder.resolve(name)) && !Files.isReadable(folder.resolve(name))) return name;
        if (!sha256(folder.resolve(name)).hex().equals(line.substring(0, 64))) throw new IllegalStateException("the enclave image's " + name + " is not what its manifest lists");
        return name;
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).map(folder::relativize)
                    .filter(name -> !name.equals(Path.of(MANIFEST))).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Bytes sha256(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer chunk = ByteBuffer.allocate(1 << 17);
            while (in.read(chunk) >= 0) {
                digest.update(chunk.flip());
                chunk.clear();
            }
            return Bytes.wrapUnsafe(digest.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
