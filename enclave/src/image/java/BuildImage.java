import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links the enclave's image: java.base, our trusted modules, the pinned C libraries, and a manifest of every file. Run by the build with
 * the very JDK that is linked; two runs from the same inputs give the same octets.
 *
 * <p>Arguments: target folder, folder of the C libraries, output timestamp (ISO 8601), then the module folders.
 */
final class BuildImage {

    /** Everything the process does not need: other people's root certificates, tools, and helpers that start programs. */
    private static final String EXCLUDED = "**/cacerts,**/bin/keytool,**/jexec,**/jspawnhelper,**/jrt-fs.jar,**/libjsig.so,**/classlist,**/public_suffix_list.dat,**/blocked.certs,**/sdp.conf.template";

    /**
     * Options that are part of the image and so of its measurement: native calls from two modules alone; no attach, no perf data, no
     * dumps, no log, no reaction to SIGQUIT; the collector by name, because the JDK would choose by the number of processors.
     */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=org.fastness.crypto,org.fastness.enclave", "--illegal-native-access=deny",
            "-XX:+UseSerialGC", "-Xms24m", "-Xmx96m", "-Xss512k", "-XX:MaxMetaspaceSize=64m", "-XX:ReservedCodeCacheSize=48m", "-XX:MaxDirectMemorySize=16m",
            "-XX:+DisableAttachMechanism", "-XX:-UsePerfData", "-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:+SuppressFatalErrorMessage",
            "-XX:ErrorFile=/dev/null", "-XX:+ExitOnOutOfMemoryError", "-Xrs", "-Xlog:disable", "-Djdk.attach.allowAttachSelf=false");

    /** Changes when this program makes something else of the same inputs. */
    private static final String FORM = "2";
    private static final String STAMP = "image.stamp";
    private static final String MANIFEST = "MANIFEST";

    private BuildImage() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Path natives = Path.of(arguments[1]).resolve(architecture());
        Instant timestamp = Instant.parse(arguments[2]);
        List<Path> modules = Stream.of(arguments).skip(3).map(Path::of).filter(BuildImage::isModule).toList();
        String stamp = stampOf(modules, natives);
        if (Files.exists(target.resolve("image").resolve(MANIFEST)) && stamp.equals(readOrEmpty(target.resolve(STAMP)))) return;
        build(target, natives, timestamp, modules);
        Files.writeString(target.resolve(STAMP), stamp);
    }

    /** Whether the folder holds a module: jlink takes those that the enclave requires and no others. */
    private static boolean isModule(Path folder) {
        return Files.exists(folder.resolve("module-info.class"));
    }

    private static void build(Path target, Path natives, Instant timestamp, List<Path> modules) throws IOException {
        Path image = target.resolve("image");
        delete(image);
        Files.createDirectories(target);
        link(image, modules);
        copyNatives(natives, image.resolve("lib/fastness").resolve(architecture()));
        Files.writeString(image.resolve(MANIFEST), manifestOf(image));
        makeUniform(image, timestamp);
        System.out.println("enclave image " + HexFormat.of().formatHex(sha256(Files.readAllBytes(image.resolve(MANIFEST)))));
    }

    // generate-jli-classes is off: it would make again what the JDK's own image holds already, and whether that is stripped of debug
    // attributes depends on the order in which jlink happens to run its plugins
    private static void link(Path image, List<Path> modules) {
        String path = modules.stream().map(Path::toString).collect(Collectors.joining(":"));
        List<String> command = List.of("--module-path", path, "--add-modules", "org.fastness.enclave", "--output", image.toString(),
                "--strip-debug", "--disable-plugin", "generate-jli-classes", "--no-header-files", "--no-man-pages", "--vm", "server", "--exclude-files", EXCLUDED, "--add-options=" + String.join(" ", OPTIONS));
        int status = ToolProvider.findFirst("jlink").orElseThrow().run(System.out, System.err, command.toArray(String[]::new));
        if (status != 0) throw new IllegalStateException("jlink failed");
    }

    private static void copyNatives(Path natives, Path into) throws IOException {
        Files.createDirectories(into);
        for (Path file : files(natives)) Files.copy(file, into.resolve(file.getFileName()));
    }

    /** One line a file, sorted by path: SHA-256, {@code x} or {@code -}, path. */
    private static String manifestOf(Path image) throws IOException {
        StringBuilder out = new StringBuilder("fastness enclave image, version 1\n").append(Runtime.version()).append(' ').append(architecture()).append('\n');
        for (Path file : files(image)) {
            String hash = HexFormat.of().formatHex(sha256(Files.readAllBytes(file)));
            out.append(hash).append(Files.isExecutable(file) ? " x " : " - ").append(image.relativize(file)).append('\n');
        }
        return out.toString();
    }

    /**
     * Read-only, and one time for all. The program may be run by everybody and read by its owner alone: where the image belongs to
     * another user than the one who runs it, the kernel then lets nobody but root trace the process, not even the maker of the user
     * namespace it lives in (fs/exec.c, would_dump).
     */
    private static void makeUniform(Path image, Instant timestamp) throws IOException {
        try (Stream<Path> all = Files.walk(image)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                if (Files.isRegularFile(path)) Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(path.endsWith("bin/java") ? "r-x--x--x" : Files.isExecutable(path) ? "r-xr-xr-x" : "r--r--r--"));
                Files.setLastModifiedTime(path, FileTime.from(timestamp));
            }
        }
    }

    private static String stampOf(List<Path> modules, Path natives) throws IOException {
        StringBuilder inputs = new StringBuilder(FORM).append(Runtime.version()).append(EXCLUDED).append(OPTIONS);
        List<Path> folders = new ArrayList<>(modules);
        folders.add(natives);
        for (Path folder : folders)
            for (Path file : files(folder)) inputs.append(file).append(HexFormat.of().formatHex(sha256(Files.readAllBytes(file))));
        return HexFormat.of().formatHex(sha256(inputs.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> Files.isRegularFile(path)).sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(BuildImage::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static String readOrEmpty(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> throw new IllegalStateException("no native libraries for this architecture");
        };
    }
}
