package org.fastness.http;

import java.util.List;
import org.fastness.base.Malformed;

/** A JSON document as a small immutable tree. Read and written by {@link Json}. */
public sealed interface JsonValue permits JsonObject, JsonValue.JsonArray, JsonValue.JsonText, JsonValue.JsonNumber, JsonValue.JsonFlag, JsonValue.JsonNull {

    /** Values in order. */
    record JsonArray(List<JsonValue> values) implements JsonValue {
        public JsonArray {
            values = List.copyOf(values);
        }
    }

    /** Text. Its {@code toString} shows the length alone, since a tree may hold an e-mail address or a token. */
    record JsonText(String value) implements JsonValue {
        @Override
        public String toString() {
            return "text[" + value.length() + "]";
        }
    }

    /** A number as its literal: nothing is rounded, and a huge exponent costs nothing. */
    record JsonNumber(String literal) implements JsonValue {

        /** The whole number within 64 bits; a fraction or exponent is refused even where its value is whole. */
        public long toLong() throws Malformed {
            if (!literal.matches("-?[0-9]{1,19}")) throw new Malformed("not a whole number");
            try {
                return Long.parseLong(literal);
            } catch (NumberFormatException outOfRange) {
                throw new Malformed("not a 64-bit number");
            }
        }
    }

    /** true or false. */
    record JsonFlag(boolean value) implements JsonValue {
    }

    /** null. */
    record JsonNull() implements JsonValue {
    }
}
