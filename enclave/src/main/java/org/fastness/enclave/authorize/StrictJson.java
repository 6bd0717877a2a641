package org.fastness.enclave.authorize;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;

/**
 * A JSON reader (RFC 8259) for one small object: bounded in size and depth, duplicate names refused. Values are {@code String},
 * {@code Boolean}, {@link Number}, {@link Nothing}, {@code List} and {@code Map}.
 */
final class StrictJson {
    static final int MAX_DEPTH = 8;

    /** The text of a number, which nobody needs. */
    record Number(String text) {}

    /** JSON null. */
    record Nothing() {}

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /** Reads exactly one object of at most {@link Bounds#WEBAUTHN} octets. */
    static Map<String, Object> object(Bytes json) throws Malformed {
        if (json.size() > Bounds.WEBAUTHN) throw new Malformed("JSON longer than its bound of " + Bounds.WEBAUTHN);
        StrictJson reader = new StrictJson(utf8(json));
        reader.space();
        Map<String, Object> object = reader.members(1);
        reader.space();
        if (reader.at != reader.text.length()) throw new Malformed("characters after the JSON object");
        return object;
    }

    private static String utf8(Bytes json) throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json.toArray())).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("JSON is not UTF-8");
        }
    }

    private Object value(int depth) throws Malformed {
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", new Nothing());
            default -> number();
        };
    }

    private Map<String, Object> members(int depth) throws Malformed {
        deeper(depth);
        expect('{');
        Map<String, Object> members = new HashMap<>();
        space();
        if (skip('}')) return members;
        do {
            space();
            String name = string();
            space();
            expect(':');
            space();
            if (members.put(name, value(depth + 1)) != null) throw new Malformed("JSON object holds a name twice");
            space();
        } while (skip(','));
        expect('}');
        return members;
    }

    private List<Object> elements(int depth) throws Malformed {
        deeper(depth);
        expect('[');
        List<Object> elements = new ArrayList<>();
        space();
        if (skip(']')) return elements;
        do {
            space();
            elements.add(value(depth + 1));
            space();
        } while (skip(','));
        expect(']');
        return elements;
    }

    private static void deeper(int depth) throws Malformed {
        if (depth > MAX_DEPTH) throw new Malformed("JSON nested deeper than " + MAX_DEPTH);
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') return out.toString();
            if (c < ' ') throw new Malformed("control character in a JSON string");
            out.append(c == '\\' ? escape() : c);
        }
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
            case 'u' -> hex();
            default -> throw new Malformed("unknown escape in a JSON string");
        };
    }

    private char hex() throws Malformed {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) throw new Malformed("escape without four hex digits");
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private Number number() throws Malformed {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at++;
        String digits = text.substring(from, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) throw new Malformed("not a JSON value");
        return new Number(digits);
    }

    private Object literal(String word, Object meaning) throws Malformed {
        if (!text.startsWith(word, at)) throw new Malformed("not a JSON value");
        at += word.length();
        return meaning;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private char peek() throws Malformed {
        if (at >= text.length()) throw new Malformed("JSON ends early");
        return text.charAt(at);
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }

    private boolean skip(char c) throws Malformed {
        if (peek() != c) return false;
        at++;
        return true;
    }

    private void expect(char c) throws Malformed {
        if (next() != c) throw new Malformed("JSON lacks a '" + c + "'");
    }
}
