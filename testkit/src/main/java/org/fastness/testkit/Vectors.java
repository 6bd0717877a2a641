package org.fastness.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.junit.jupiter.api.Assumptions;

/**
 * The public vector files, in the folder that the environment variable {@code FASTNESS_VECTORS} names, by default
 * {@code ../shared/vectors} from the project's root. Where a file is absent the test that asks for it is skipped, with the reason.
 */
public final class Vectors {

    /** The environment variable that names the folder. */
    public static final String VARIABLE = "FASTNESS_VECTORS";

    private Vectors() {}

    /** A file below the folder, such as {@code noise/cacophony_25519.json}; skips the test where it is absent. */
    public static Path file(String path) {
        Path file = folder().resolve(path);
        Assumptions.assumeTrue(Files.isReadable(file), () -> "no vectors at " + file + "; name their folder in " + VARIABLE);
        return file;
    }

    private static Path folder() {
        Optional<String> named = Optional.ofNullable(System.getenv(VARIABLE)).filter(name -> !name.isEmpty());
        Path root = Path.of(Optional.ofNullable(System.getProperty("fastness.root")).orElse("."));
        return named.map(Path::of).orElseGet(() -> root.resolve("../shared/vectors").normalize());
    }

    /** The text of a file; skips the test where it is absent. */
    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The octets of a file; skips the test where it is absent. */
    public static Bytes bytes(String path) {
        try {
            return Bytes.of(Files.readAllBytes(file(path)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A JSON file; skips the test where it is absent. */
    public static Json json(String path) {
        try (JsonParser in = new JsonFactory().createParser(file(path).toFile())) {
            in.nextToken();
            return new Json(read(in));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A JSON text. */
    public static Json parse(String text) {
        try (JsonParser in = new JsonFactory().createParser(text)) {
            in.nextToken();
            return new Json(read(in));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * A JSON value: a {@link Map}, {@link List}, {@link String}, {@link Long}, {@link Double}, {@link Boolean}, or the empty
     * {@link Optional} for JSON's null. Asking for what is not there throws.
     */
    public record Json(Object value) {

        /** Whether the object has a member of the name. */
        public boolean has(String name) {
            return map().containsKey(name);
        }

        /** The object's member of the name. */
        public Json get(String name) {
            return new Json(Optional.<Object>ofNullable(map().get(name)).orElseThrow(() -> new IllegalArgumentException("no member " + name)));
        }

        /** The array's items. */
        public List<Json> items() {
            return ((List<?>) value).stream().map(item -> new Json((Object) item)).toList();
        }

        /** The array's items of a member, or none where the object has no such member. */
        public List<Json> items(String name) {
            return has(name) ? get(name).items() : List.of();
        }

        /** The string of a member. */
        public String text(String name) {
            return get(name).text();
        }

        public String text() {
            return (String) value;
        }

        /** The number of a member. */
        public long number(String name) {
            return (Long) get(name).value;
        }

        /** Whether this is JSON's null. */
        public boolean isNull() {
            return value.equals(Optional.empty());
        }

        /** The octets that this string gives in hex. */
        public Bytes hex() {
            return Bytes.fromHex(text());
        }

        /** The octets that a member gives in hex. */
        public Bytes hex(String name) {
            return Bytes.fromHex(text(name));
        }

        /** The object's members in the file's order. */
        public Map<?, ?> map() {
            return (Map<?, ?>) value;
        }
    }

    private static Object read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> readObject(in);
            case START_ARRAY -> readArray(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Optional.empty();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> throw new IOException("not JSON");
        };
    }

    private static Map<String, Object> readObject(JsonParser in) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, read(in));
        }
        return members;
    }

    private static List<Object> readArray(JsonParser in) throws IOException {
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) items.add(read(in));
        return items;
    }
}
