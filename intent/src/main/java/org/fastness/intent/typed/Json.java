package org.fastness.intent.typed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * A JSON value (RFC 8259) read strictly: UTF-8 without byte order mark, no duplicate names, no lone surrogates, nothing after the value.
 * Numbers keep their text, so that nothing is rounded.
 */
public sealed interface Json {

    record Members(Map<String, Json> members) implements Json {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Elements(List<Json> elements) implements Json {
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    record Text(String value) implements Json {}

    /** @param digits as written, of the form RFC 8259 section 6 gives */
    record Number(String digits) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /** Octets of one document. */
    int MAX_SIZE = 128 * 1024;
    /** Objects and arrays within one another. */
    int MAX_DEPTH = 32;
    /** Values of one document. */
    int MAX_VALUES = 16_384;

    static Json parse(Bytes octets) throws Malformed {
        if (octets.size() > MAX_SIZE) throw new Malformed("JSON too large");
        try {
            Parser parser = new Parser(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString());
            Json value = parser.value(1);
            parser.end();
            return value;
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("JSON is not UTF-8");
        }
    }

    /** The members of an object. */
    default Map<String, Json> members() throws Malformed {
        if (!(this instanceof Members object)) throw new Malformed("JSON object expected");
        return object.members;
    }

    /** The elements of an array. */
    default List<Json> elements() throws Malformed {
        if (!(this instanceof Elements array)) throw new Malformed("JSON array expected");
        return array.elements;
    }

    default String text() throws Malformed {
        if (!(this instanceof Text text)) throw new Malformed("JSON string expected");
        return text.value;
    }

    /** Recursive descent over the text; recursion ends at {@link #MAX_DEPTH}. */
    final class Parser {
        private final String in;
        private int at;
        private int values;

        private Parser(String in) {
            this.in = in;
        }

        private Json value(int depth) throws Malformed {
            if (++values > MAX_VALUES) throw new Malformed("JSON with too many values");
            skipSpace();
            return switch (peek()) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> new Text(string());
                case 't' -> literal("true", new Bool(true));
                case 'f' -> literal("false", new Bool(false));
                case 'n' -> literal("null", new Null());
                default -> number();
            };
        }

        private Json object(int depth) throws Malformed {
            if (depth > MAX_DEPTH) throw new Malformed("JSON nested too deeply");
            Map<String, Json> members = new LinkedHashMap<>();
            at++;
            if (comes('}')) return new Members(members);
            do {
                skipSpace();
                if (peek() != '"') throw new Malformed("JSON name expected");
                String name = string();
                if (!comes(':')) throw new Malformed("JSON colon expected");
                if (members.put(name, value(depth + 1)) != null) throw new Malformed("JSON name twice");
            } while (comes(','));
            if (!comes('}')) throw new Malformed("JSON object not closed");
            return new Members(members);
        }

        private Json array(int depth) throws Malformed {
            if (depth > MAX_DEPTH) throw new Malformed("JSON nested too deeply");
            List<Json> elements = new ArrayList<>();
            at++;
            if (comes(']')) return new Elements(elements);
            do elements.add(value(depth + 1)); while (comes(','));
            if (!comes(']')) throw new Malformed("JSON array not closed");
            return new Elements(elements);
        }

        private String string() throws Malformed {
            StringBuilder out = new StringBuilder();
            at++;
            while (true) {
                char c = next();
                if (c == '"') break;
                if (c < 0x20) throw new Malformed("control character in JSON string");
                out.append(c == '\\' ? escape() : c);
            }
            requirePairs(out);
            return out.toString();
        }

        private char escape() throws Malformed {
            return switch (next()) {
                case '"' -> '"';
                case '\\' -> '\\';
                case '/' -> '/';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw new Malformed("unknown JSON escape");
            };
        }

        private char unicode() throws Malformed {
            int code = 0;
            for (int i = 0; i < 4; i++) {
                char c = next();
                int digit = c < 0x80 ? Character.digit(c, 16) : -1;
                if (digit < 0) throw new Malformed("JSON escape without four hex digits");
                code = code << 4 | digit;
            }
            return (char) code;
        }

        private static void requirePairs(CharSequence text) throws Malformed {
            for (int i = 0; i < text.length(); i++) {
                if (!Character.isSurrogate(text.charAt(i))) continue;
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) throw new Malformed("lone surrogate in JSON string");
                i++;
            }
        }

        private Json number() throws Malformed {
            int start = at;
            if (peek() == '-') at++;
            if (peek() == '0') at++;
            else digits();
            if (peek() == '.') {
                at++;
                digits();
            }
            if (peek() == 'e' || peek() == 'E') {
                at++;
                if (peek() == '+' || peek() == '-') at++;
                digits();
            }
            return new Number(in.substring(start, at));
        }

        private void digits() throws Malformed {
            int start = at;
            while (peek() >= '0' && peek() <= '9') at++;
            if (at == start) throw new Malformed("JSON value expected");
        }

        private Json literal(String word, Json value) throws Malformed {
            if (!in.startsWith(word, at)) throw new Malformed("JSON value expected");
            at += word.length();
            return value;
        }

        private boolean comes(char wanted) {
            skipSpace();
            if (peek() != wanted) return false;
            at++;
            return true;
        }

        private void skipSpace() {
            while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') at++;
        }

        /** The next character, or NUL at the end: NUL stands in no JSON text outside of an error. */
        private char peek() {
            return at < in.length() ? in.charAt(at) : 0;
        }

        private char next() throws Malformed {
            if (at == in.length()) throw new Malformed("JSON ends early");
            return in.charAt(at++);
        }

        private void end() throws Malformed {
            skipSpace();
            if (at != in.length()) throw new Malformed("something after the JSON value");
        }
    }
}
