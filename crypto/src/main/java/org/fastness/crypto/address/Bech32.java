package org.fastness.crypto.address;

import java.util.Locale;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Bech32 (BIP-173) and Bech32m (BIP-350): a readable prefix, 5-bit digits and a checksum that finds up to four errors. */
public final class Bech32 {

    /** Longest text. */
    public static final int MAX_SIZE = 90;

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_SIZE = 6;

    /** Which of the two checksums. */
    public enum Variant {
        BECH32(1), BECH32M(0x2bc830a3);

        final int constant;

        Variant(int constant) {
            this.constant = constant;
        }
    }

    /**
     * A decoded text.
     *
     * @param prefix the human-readable part, lower case
     * @param digits 5-bit digits, one per octet, without the checksum
     */
    public record Decoded(String prefix, Bytes digits, Variant variant) {}

    private Bech32() {}

    /** The text, lower case; the prefix must be lower case too. */
    public static String encode(String prefix, Bytes digits, Variant variant) {
        if (prefix.isEmpty() || prefix.length() + 1 + digits.size() + CHECKSUM_SIZE > MAX_SIZE) throw new IllegalArgumentException("a bech32 text has at most 90 characters and a prefix");
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c < 33 || c > 126 || c >= 'A' && c <= 'Z') throw new IllegalArgumentException("a prefix is printable and lower case");
        }
        StringBuilder out = new StringBuilder(prefix).append('1');
        for (int i = 0; i < digits.size(); i++) out.append(ALPHABET.charAt(digits.at(i)));
        int checksum = polymod(prefix, digits, CHECKSUM_SIZE) ^ variant.constant;
        for (int i = 0; i < CHECKSUM_SIZE; i++) out.append(ALPHABET.charAt(checksum >>> (5 * (5 - i)) & 31));
        return out.toString();
    }

    /** Reads a text of one case with a right checksum. */
    public static Decoded decode(String text) throws Malformed {
        if (text.length() > MAX_SIZE) throw new Malformed("bech32 longer than its bound of " + MAX_SIZE);
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) < 33 || text.charAt(i) > 126) throw new Malformed("a character is not printable");
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) throw new Malformed("mixed case");
        int separator = lower.lastIndexOf('1');
        if (separator < 1 || lower.length() - separator - 1 < CHECKSUM_SIZE) throw new Malformed("no prefix or no checksum");
        String prefix = lower.substring(0, separator);
        byte[] digits = new byte[lower.length() - separator - 1];
        for (int i = 0; i < digits.length; i++) {
            int digit = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
            if (digit < 0) throw new Malformed("not a bech32 digit");
            digits[i] = (byte) digit;
        }
        Bytes all = Bytes.wrapUnsafe(digits);
        return new Decoded(prefix, all.slice(0, all.size() - CHECKSUM_SIZE), variantOf(polymod(prefix, all, 0)));
    }

    private static Variant variantOf(int checksum) throws Malformed {
        for (Variant variant : Variant.values()) if (variant.constant == checksum) return variant;
        throw new Malformed("the checksum does not match");
    }

    /** Octets as 5-bit digits, the last one filled with zero bits. */
    public static Bytes toDigits(Bytes octets) {
        byte[] out = new byte[(octets.size() * 8 + 4) / 5];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < octets.size(); i++) {
            held = (held << 8 | octets.at(i)) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) out[at++] = (byte) (held >>> (bits - 5) & 31);
        }
        if (bits > 0) out[at] = (byte) (held << (5 - bits) & 31);
        return Bytes.wrapUnsafe(out);
    }

    /** 5-bit digits as octets; filling of five bits or more, or that is not zero, is refused. */
    public static Bytes toOctets(Bytes digits) throws Malformed {
        byte[] out = new byte[digits.size() * 5 / 8];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < digits.size(); i++) {
            held = (held << 5 | digits.at(i)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out[at++] = (byte) (held >>> bits);
            }
        }
        if (bits >= 5 || (held & (1 << bits) - 1) != 0) throw new Malformed("filling is not zero or too long");
        return Bytes.wrapUnsafe(out);
    }

    private static int polymod(String prefix, Bytes digits, int zeros) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) sum = step(sum, prefix.charAt(i) >>> 5);
        sum = step(sum, 0);
        for (int i = 0; i < prefix.length(); i++) sum = step(sum, prefix.charAt(i) & 31);
        for (int i = 0; i < digits.size(); i++) sum = step(sum, digits.at(i));
        for (int i = 0; i < zeros; i++) sum = step(sum, 0);
        return sum;
    }

    private static int step(int sum, int digit) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ digit;
        for (int i = 0; i < 5; i++) if ((top >>> i & 1) == 1) next ^= GENERATOR[i];
        return next;
    }
}
