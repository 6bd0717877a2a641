package org.fastness.crypto.ffi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * Opens the pinned C libraries from one folder, never from a search path and never by unpacking to a shared folder.
 *
 * <p>The folder is system property {@code fastness.native}, else {@code ${java.home}/lib/fastness}; inside it one folder per
 * architecture. Each file's SHA-256 must be the one below. The folder must not be writable by others: the digest is taken just
 * before the loader opens the same path, not of the very same open file.
 */
@SuppressWarnings("restricted")
public final class NativeLibraries {

    /** A library and the digests of its two builds. */
    public enum Library {
        /** libsecp256k1 as ACINQ ships it in secp256k1-kmp 0.23.0; only its plain C symbols are used. */
        SECP256K1(
                "libsecp256k1.so",
                "25f0f0bfd3e4b202563f772963ea803f0f949e5593476d3cd4b755f800bf7704",
                "4e9c780ba134d130799c5f2d15ba90bf9fb477b34fc78d0f5b55fee90a734e37"),
        /** libsodium 1.0.20 as lazysodium-java 5.2.0 ships it. */
        SODIUM(
                "libsodium.so",
                "ec4a681bdc8e8635efb5c47f53458c7adfa5234dc0367611ddfa38d0d4305894",
                "dcb6b3a9e10614d9f80a4a3729df2cab5a4c99851d3ca426c9a7fd64b622d2ea");

        private final String fileName;
        private final String sha256X86;
        private final String sha256Arm;

        Library(String fileName, String sha256X86, String sha256Arm) {
            this.fileName = fileName;
            this.sha256X86 = sha256X86;
            this.sha256Arm = sha256Arm;
        }

        /** The digest this library must have on this machine's architecture. */
        public Bytes pinnedSha256() {
            return Bytes.fromHex(architecture().equals("x86_64") ? sha256X86 : sha256Arm);
        }

        public String fileName() {
            return fileName;
        }
    }

    private NativeLibraries() {}

    /** {@code x86_64} or {@code aarch64}; any other machine is refused. */
    public static String architecture() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> throw new IllegalStateException("no native libraries for this architecture");
        };
    }

    /** The folder in force. */
    public static Path folder() {
        String configured = System.getProperty("fastness.native", "");
        return configured.isEmpty() ? Path.of(System.getProperty("java.home"), "lib", "fastness") : Path.of(configured);
    }

    /** Opens the library from {@link #folder()} for the life of the process. */
    static SymbolLookup open(Library library) {
        return open(library, folder());
    }

    static SymbolLookup open(Library library, Path folder) {
        return SymbolLookup.libraryLookup(checked(library, folder), Arena.global());
    }

    /** The library's file, after its digest was found to be the pinned one. */
    public static Path checked(Library library, Path folder) {
        Path file = folder.resolve(architecture()).resolve(library.fileName).toAbsolutePath();
        try {
            if (!Digests.sha256(Bytes.wrapUnsafe(Files.readAllBytes(file))).equals(library.pinnedSha256())) {
                throw new IllegalStateException(library.fileName + " is not the pinned build; rebuild, and do not run this one");
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(library.fileName + " cannot be read; set the system property fastness.native to its folder", unreadable);
        }
        return file;
    }
}
