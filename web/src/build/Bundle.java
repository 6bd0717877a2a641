import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fastness.base.Refusal;

/**
 * Builds the two static bundles, run by Maven as one source file: generates the refusal table, lets esbuild bundle and hash, fills the pages'
 * names and integrity values in, and writes SHA256SUMS, whose own SHA-256 is the bundle's hash. Deterministic: same sources, same octets.
 */
final class Bundle {
    private static final List<String> SITES = List.of("app", "wallet");

    private final Path module;
    private final Path target;
    private final Path out;

    private Bundle(Path module) {
        this.module = module;
        this.target = module.resolve("target");
        this.out = target.resolve("classes/bundle");
    }

    public static void main(String[] arguments) throws Exception {
        new Bundle(Path.of(arguments[0])).build();
    }

    private void build() throws Exception {
        deleteTree(out);
        deleteTree(target.resolve("bundle"));
        writeRefusals();
        for (String site : SITES) {
            esbuild(site);
            writePage(site);
            copyStatic(site);
        }
        writeSums();
        copyTree(out, target.resolve("bundle"));
    }

    /** The one vocabulary of refusals, as base has it. */
    private void writeRefusals() throws IOException {
        StringBuilder table = new StringBuilder("// Generated from org.fastness.base.Refusal by the build.\n\nexport const REFUSALS = {\n");
        for (Refusal refusal : Refusal.values()) {
            table.append("  ").append(refusal.code()).append(": { name: ").append(quoted(refusal.name())).append(", retryable: ").append(refusal.retryable())
                    .append(", cause: ").append(quoted(refusal.cause())).append(", remedy: ").append(quoted(refusal.remedy())).append(" },\n");
        }
        table.append("} as const;\n");
        Path generated = Files.createDirectories(target.resolve("generated"));
        Files.writeString(generated.resolve("refusals.ts"), table);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void esbuild(String site) throws IOException, InterruptedException {
        List<String> command = List.of(esbuildBinary().toString(),
                "src/main/ts/" + site + "/main.ts", "src/main/ts/" + site + "/style.css",
                "--bundle", "--minify", "--format=esm", "--target=es2022,chrome120,firefox130,safari17", "--charset=utf8", "--legal-comments=none",
                "--entry-names=[name]-[hash]", "--outdir=" + out.resolve(site).resolve("assets"), "--log-level=warning", "--tsconfig=tsconfig.json");
        Process process = new ProcessBuilder(command).directory(module.toFile()).inheritIO().start();
        if (process.waitFor() != 0) throw new IllegalStateException("esbuild failed for " + site);
    }

    private Path esbuildBinary() throws IOException {
        String chosen = System.getenv("FASTNESS_ESBUILD");
        if (chosen != null) return Path.of(chosen);
        try (Stream<Path> files = Files.walk(target.resolve("esbuild"))) {
            Path binary = files.filter(file -> file.endsWith("bin/esbuild")).findFirst()
                    .orElseThrow(() -> new IllegalStateException("no esbuild for this platform: set FASTNESS_ESBUILD to a binary of version 0.25.10"));
            if (!binary.toFile().setExecutable(true)) throw new IOException("cannot make esbuild executable");
            return binary;
        }
    }

    private void writePage(String site) throws Exception {
        String script = asset(site, "main-", ".js");
        String style = asset(site, "style-", ".css");
        String page = Files.readString(module.resolve("src/main/pages/" + site + ".html"))
                .replace("{{script}}", "/assets/" + script).replace("{{script-integrity}}", integrity(site, script))
                .replace("{{style}}", "/assets/" + style).replace("{{style-integrity}}", integrity(site, style));
        Files.writeString(out.resolve(site).resolve("index.html"), page);
    }

    private String asset(String site, String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve(site).resolve("assets"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(prefix) && name.endsWith(suffix)).findFirst().orElseThrow();
        }
    }

    private String integrity(String site, String asset) throws Exception {
        return "sha256-" + Base64.getEncoder().encodeToString(sha256(out.resolve(site).resolve("assets").resolve(asset)));
    }

    private void copyStatic(String site) throws IOException {
        copyTree(module.resolve("src/main/static"), out.resolve(site));
    }

    /** Two columns as sha256sum writes them, sorted by path, so that {@code sha256sum -c SHA256SUMS} checks a copy. */
    private void writeSums() throws Exception {
        TreeMap<String, String> sums = new TreeMap<>();
        for (Path file : filesOf(out)) sums.put(out.relativize(file).toString().replace('\\', '/'), HexFormat.of().formatHex(sha256(file)));
        StringBuilder text = new StringBuilder();
        sums.forEach((path, hash) -> text.append(hash).append("  ").append(path).append('\n'));
        Files.writeString(out.resolve("SHA256SUMS"), text);
    }

    private static byte[] sha256(Path file) throws IOException, GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        for (Path file : filesOf(from)) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
