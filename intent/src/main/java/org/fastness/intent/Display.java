package org.fastness.intent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.DecodedIntent;

/** Gathers the lines a person sees, in order. Decoders bound their input so that everything fits; what would not fit is a refusal there. */
public final class Display {

    /** Values a decoder may show in lists it does not bound otherwise; leaves room for its fixed lines. */
    public static final int LISTED_VALUES = 200;
    /** Octets of all listed values with their names, so that an answer of several intents still fits one message. */
    public static final int LISTED_OCTETS = 64 * 1024;
    /** Characters of a listed value's name; leaves room for a prefix within {@link Bounds#TEXT}. */
    public static final int NAME_CHARACTERS = 240;

    private final List<DecodedIntent.Field> fields = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A line that decides. */
    public Display important(String key, String label, String value) {
        fields.add(new DecodedIntent.Field(key, label, value, true));
        return this;
    }

    /** A line for the careful. */
    public Display detail(String key, String label, String value) {
        fields.add(new DecodedIntent.Field(key, label, value, false));
        return this;
    }

    /** An amount of a coin, exact in decimal and in base units. */
    public Display amount(String key, String label, BigInteger baseUnits, int decimals, String symbol, String baseUnit) {
        return important(key, label, decimal(baseUnits, decimals) + " " + symbol + " (" + baseUnits + " " + baseUnit + ")");
    }

    public Display warn(String sentence) {
        warnings.add(sentence);
        return this;
    }

    DecodedIntent finish(String kind, Bytes payloadHash) {
        return new DecodedIntent(kind, fields, warnings, payloadHash);
    }

    /** The exact decimal, without trailing zeros. */
    public static String decimal(BigInteger baseUnits, int decimals) {
        BigDecimal value = new BigDecimal(baseUnits, decimals);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /**
     * The text with everything escaped that could make it look like another: control characters except line feed, format characters
     * (bidirectional overrides, zero-width), private use, lone surrogates and line separators become {@code \\u{hex}}; a backslash is doubled.
     */
    public static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\\') out.append("\\\\");
            else if (point == '\n' || isPlain(point)) out.appendCodePoint(point);
            else out.append("\\u{").append(Integer.toHexString(point)).append('}');
        });
        return out.toString();
    }

    /** {@link #visible}, refused if it would not fit one line of the protocol. */
    public static String shown(String text) throws Malformed {
        String visible = visible(text);
        if (Bytes.ofUtf8(visible).size() > Bounds.SHOWN) throw new Malformed("text too long to be shown");
        return visible;
    }

    /** Whether {@link #visible} leaves the text as it is, backslashes apart. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(point -> point == '\n' || point == '\r' || point == '\t' || isPlain(point));
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
