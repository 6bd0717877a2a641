package org.fastness.server.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders closed to group and others. Error messages name the file and the remedy. */
public final class OwnerOnly {

    private static final FileAttribute<Set<PosixFilePermission>> FILE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {
    }

    /** Makes the folder, mode 0700, unless it is there. */
    public static Path folder(Path folder) throws IOException {
        if (folder.getParent() != null) Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) Files.createDirectory(folder, FOLDER);
        return folder;
    }

    /**
     * Writes a new file, mode 0600, durably. A crash leaves all of it or none, since the name appears last.
     *
     * @throws FileAlreadyExistsException if the name is taken
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) channel.write(left);
            channel.force(true);
        }
        Files.createLink(file, fresh);
        Files.delete(fresh);
    }

    /** Reads a file of at most so many octets that nobody else may read; the caller wipes the array. */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException(file + " is missing, or no file");
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        for (PosixFilePermission permission : permissions)
            if (!permission.name().startsWith("OWNER_")) throw new IOException(file + " is open to others: chmod 600 " + file);
        if (Files.size(file) > maxBytes) throw new IOException(file + " is larger than " + maxBytes + " octets");
        return Files.readAllBytes(file);
    }
}
