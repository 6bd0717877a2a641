package org.fastness.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * JSON (RFC 8259) in and out. Strict: UTF-8 only, duplicate names, trailing input, depth over {@value #MAX_DEPTH} and more than
 * {@value #MAX_VALUES} values are refused. Error messages name the rule and never quote input.
 */
public final class Json {

    /** Objects and arrays within one another. */
    public static final int MAX_DEPTH = 32;
    /** Values in one document. */
    public static final int MAX_VALUES = 50_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(1 << 24).maxNameLength(256).maxNumberLength(100).build())
            .build();

    private Json() {
    }

    /** Reads one document of at most so many octets. */
    public static JsonValue read(Bytes document, int maxBytes) throws Malformed {
        if (document.size() > maxBytes) throw new Malformed("the document is larger than " + maxBytes);
        byte[] octets = document.toArray();
        if (!startsAsUtf8(octets)) throw new Malformed("not JSON in UTF-8");
        try (JsonParser parser = FACTORY.createParser(octets)) {
            JsonToken first = parser.nextToken();
            if (first == null) throw new Malformed("an empty document");
            JsonValue value = new Parsing(parser).value(first);
            if (parser.nextToken() != null) throw new Malformed("something follows the document");
            return value;
        } catch (IOException notJson) {
            throw new Malformed("not JSON, or a name twice, or nested too deep");
        }
    }

    /** Reads one document that is an object. */
    public static JsonObject readObject(Bytes document, int maxBytes) throws Malformed {
        if (read(document, maxBytes) instanceof JsonObject object) return object;
        throw new Malformed("not an object");
    }

    /** The parser would guess UTF-16 and UTF-32 from zero octets and byte order marks; RFC 8259 section 8.1 knows UTF-8 alone. */
    private static boolean startsAsUtf8(byte[] octets) {
        if (octets.length > 0 && (octets[0] & 0xff) >= 0x80) return false;
        for (int i = 0; i < Math.min(4, octets.length); i++) if (octets[i] == 0) return false;
        return true;
    }

    private static final class Parsing {
        private final JsonParser parser;
        private int values;

        Parsing(JsonParser parser) {
            this.parser = parser;
        }

        JsonValue value(JsonToken token) throws IOException, Malformed {
            if (++values > MAX_VALUES) throw new Malformed("more than " + MAX_VALUES + " values");
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> new JsonValue.JsonText(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.JsonNumber(parser.getText());
                case VALUE_TRUE -> new JsonValue.JsonFlag(true);
                case VALUE_FALSE -> new JsonValue.JsonFlag(false);
                case VALUE_NULL -> new JsonValue.JsonNull();
                default -> throw new Malformed("not JSON");
            };
        }

        private JsonObject object() throws IOException, Malformed {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                members.put(name, value(parser.nextToken()));
            }
            return new JsonObject(members);
        }

        private JsonValue.JsonArray array() throws IOException, Malformed {
            List<JsonValue> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) items.add(value(token));
            return new JsonValue.JsonArray(items);
        }
    }

    /** The document in UTF-8, members in their order, no white space. */
    public static Bytes write(JsonValue value) {
        return Bytes.wrapUnsafe(octets(value, false));
    }

    /** The document for people: indented, with a newline at the end. */
    public static String pretty(JsonValue value) {
        return Bytes.wrapUnsafe(octets(value, true)).utf8() + "\n";
    }

    private static byte[] octets(JsonValue value, boolean indented) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (indented) generator.useDefaultPrettyPrinter();
            write(generator, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator out, JsonValue value) throws IOException {
        switch (value) {
            case JsonObject object -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    out.writeFieldName(member.getKey());
                    write(out, member.getValue());
                }
                out.writeEndObject();
            }
            case JsonValue.JsonArray array -> {
                out.writeStartArray();
                for (JsonValue item : array.values()) write(out, item);
                out.writeEndArray();
            }
            case JsonValue.JsonText text -> out.writeString(text.value());
            case JsonValue.JsonNumber number -> out.writeNumber(number.literal());
            case JsonValue.JsonFlag flag -> out.writeBoolean(flag.value());
            case JsonValue.JsonNull ignored -> out.writeNull();
        }
    }

    /** Begins an object. */
    public static Builder object() {
        return new Builder();
    }

    /** An array of the values. */
    public static JsonValue.JsonArray array(Collection<? extends JsonValue> values) {
        return new JsonValue.JsonArray(List.copyOf(values));
    }

    /** An array of texts. */
    public static JsonValue.JsonArray texts(Collection<String> values) {
        return array(values.stream().map(JsonValue.JsonText::new).toList());
    }

    /** Collects the members of an object. Not shared between threads. */
    public static final class Builder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {
        }

        public Builder put(String name, JsonValue value) {
            if (members.putIfAbsent(name, value) != null) throw new IllegalStateException("a name twice: " + name);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonValue.JsonText(value));
        }

        public Builder put(String name, long value) {
            return put(name, new JsonValue.JsonNumber(Long.toString(value)));
        }

        public Builder put(String name, boolean value) {
            return put(name, new JsonValue.JsonFlag(value));
        }

        public Builder putNull(String name) {
            return put(name, new JsonValue.JsonNull());
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
