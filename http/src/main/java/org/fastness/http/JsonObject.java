package org.fastness.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Members by name, in the order of the document. The readers refuse an absent member and one of another type. */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Text of at most so many UTF-16 units. */
    public String text(String name, int maxChars) throws Malformed {
        if (!(member(name) instanceof JsonText text)) throw new Malformed(name + " is not text");
        if (text.value().length() > maxChars) throw new Malformed(name + " is longer than " + maxChars);
        return text.value();
    }

    /** As {@link #text}; an absent member and null are empty. */
    public Optional<String> optionalText(String name, int maxChars) throws Malformed {
        JsonValue value = members.get(name);
        return value == null || value instanceof JsonNull ? Optional.empty() : Optional.of(text(name, maxChars));
    }

    /** Octets in unpadded base64url (RFC 4648 section 5) in their one canonical form, at most so many. */
    public Bytes base64url(String name, int maxBytes) throws Malformed {
        String text = text(name, Math.ceilDiv(maxBytes * 4, 3));
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(text)) throw new Malformed(name + " is not canonical base64url");
            return Bytes.wrapUnsafe(octets);
        } catch (IllegalArgumentException notBase64) {
            throw new Malformed(name + " is not base64url");
        }
    }

    public long number(String name) throws Malformed {
        if (!(member(name) instanceof JsonNumber number)) throw new Malformed(name + " is not a number");
        return number.toLong();
    }

    public boolean flag(String name) throws Malformed {
        if (!(member(name) instanceof JsonFlag flag)) throw new Malformed(name + " is neither true nor false");
        return flag.value();
    }

    public JsonObject object(String name) throws Malformed {
        if (!(member(name) instanceof JsonObject object)) throw new Malformed(name + " is not an object");
        return object;
    }

    public List<JsonValue> array(String name, int maxCount) throws Malformed {
        if (!(member(name) instanceof JsonArray array)) throw new Malformed(name + " is not an array");
        if (array.values().size() > maxCount) throw new Malformed(name + " has more than " + maxCount + " items");
        return array.values();
    }

    /** Refuses any member not named here; returns this. */
    public JsonObject only(String... names) throws Malformed {
        if (!Arrays.asList(names).containsAll(members.keySet())) throw new Malformed("an unknown member");
        return this;
    }

    private JsonValue member(String name) throws Malformed {
        JsonValue value = members.get(name);
        if (value == null) throw new Malformed(name + " is missing");
        return value;
    }

    /** The names; never the values. */
    @Override
    public String toString() {
        return "object" + members.keySet();
    }
}
