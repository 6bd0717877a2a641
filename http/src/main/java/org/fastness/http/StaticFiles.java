package org.fastness.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * A bundle of pages, read once at start and then served from memory: a request looks a name up in a map and never touches the disk,
 * so no path can climb out of the folder. {@code /} is {@code index.html}; {@code /name} is {@code name.html} where there is one.
 */
public final class StaticFiles {

    /** Files in a bundle. */
    public static final int MAX_FILES = 2_000;
    /** Octets of all files together. */
    public static final long MAX_BYTES = 64L << 20;

    /** Content types by the end of the name; a file of another kind does not belong in the bundle. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"), Map.entry("js", "text/javascript; charset=utf-8"), Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"), Map.entry("svg", "image/svg+xml"), Map.entry("png", "image/png"), Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"), Map.entry("txt", "text/plain; charset=utf-8"), Map.entry("webmanifest", "application/manifest+json"), Map.entry("map", "application/json"));

    /** A name that holds the hash of its content: {@code assets/main-3F9C2A7B.js}. */
    private static final Pattern HASHED = Pattern.compile("assets/.*-[0-9A-Za-z]{8,64}\\.[a-z0-9]+");

    private record File(Bytes content, String contentType, String entityTag, boolean immutable) {
    }

    private final Map<String, File> byPath;
    private final Bytes digest;

    private StaticFiles(Map<String, File> byPath, Bytes digest) {
        this.byPath = Map.copyOf(byPath);
        this.digest = digest;
    }

    /** Reads the folder. */
    public static StaticFiles read(Path folder) throws IOException {
        TreeMap<String, Bytes> contents = new TreeMap<>();
        long total = 0;
        for (Path file : regularFiles(folder)) {
            total += Files.size(file);
            if (contents.size() >= MAX_FILES || total > MAX_BYTES) throw new IOException("the bundle passes its bounds: " + folder);
            contents.put(folder.relativize(file).toString().replace('\\', '/'), Bytes.wrapUnsafe(Files.readAllBytes(file)));
        }
        return of(contents);
    }

    private static List<Path> regularFiles(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The bundle of these files, by name relative to its root. */
    public static StaticFiles of(Map<String, Bytes> contents) {
        Map<String, File> files = new HashMap<>();
        TreeMap<String, Bytes> sorted = new TreeMap<>(contents);
        StringBuilder listing = new StringBuilder();
        sorted.forEach((name, content) -> {
            Bytes hash = Digests.sha256(content);
            listing.append(hash.hex()).append("  ").append(name).append('\n');
            files.put("/" + name, new File(content, typeOf(name), '"' + hash.hex().substring(0, 32) + '"', HASHED.matcher(name).matches()));
        });
        Map<String, File> pages = new HashMap<>();
        files.forEach((path, file) -> {
            if (path.endsWith("/index.html")) pages.put(path.substring(0, path.length() - "index.html".length()), file);
            else if (path.endsWith(".html")) pages.put(path.substring(0, path.length() - ".html".length()), file);
        });
        pages.forEach(files::putIfAbsent);
        return new StaticFiles(files, Digests.sha256(Bytes.ofUtf8(listing.toString())));
    }

    private static String typeOf(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) throw new IllegalArgumentException("no content type for " + name);
        return type;
    }

    /** SHA-256 of the listing that {@code sha256sum} makes of the files in the order of their names: anyone can make it again. */
    public Bytes digest() {
        return digest;
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    /** The file at the path, or 304 if the caller has it already. */
    Optional<Answer> answer(String path, Optional<String> ifNoneMatch) {
        File file = byPath.get(path);
        if (file == null) return Optional.empty();
        boolean known = ifNoneMatch.isPresent() && (ifNoneMatch.get().equals("*") || List.of(ifNoneMatch.get().split("\\s*,\\s*")).contains(file.entityTag));
        Answer answer = known ? Answer.empty(304) : Answer.of(200, file.contentType, file.content);
        String caching = file.immutable ? "public, max-age=31536000, immutable" : "no-cache";
        return Optional.of(answer.with("ETag", file.entityTag).with("Cache-Control", caching));
    }
}
