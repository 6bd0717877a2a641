package org.fastness.crypto.address;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;

/** Base 58 with Bitcoin's alphabet, and with its four octets of checksum. The work grows with the square of the length, hence the bound. */
public final class Base58 {

    /** Longest input in either direction, in octets or characters. */
    public static final int MAX_SIZE = 2048;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int CHECKSUM_SIZE = 4;
    private static final byte[] DIGIT = digits();

    private Base58() {}

    public static String encode(Bytes octets) {
        byte[] in = octets.toArray();
        if (in.length > MAX_SIZE) throw new IllegalArgumentException("too long for base 58");
        int zeros = leading(in, 0);
        byte[] digits = convert(in, zeros, 256, 58, in.length * 138 / 100 + 1);
        int first = leading(digits, 0);
        StringBuilder out = new StringBuilder("1".repeat(zeros));
        for (int i = first; i < digits.length; i++) out.append(ALPHABET.charAt(digits[i]));
        return out.toString();
    }

    public static Bytes decode(String text) throws Malformed {
        if (text.length() > MAX_SIZE) throw new Malformed("base 58 longer than its bound of " + MAX_SIZE);
        byte[] in = new byte[text.length()];
        for (int i = 0; i < in.length; i++) {
            char c = text.charAt(i);
            if (c >= DIGIT.length || DIGIT[c] < 0) throw new Malformed("not a base 58 digit");
            in[i] = DIGIT[c];
        }
        int zeros = leading(in, 0);
        byte[] octets = convert(in, zeros, 58, 256, in.length);
        int first = leading(octets, 0);
        byte[] out = new byte[zeros + octets.length - first];
        System.arraycopy(octets, first, out, zeros, octets.length - first);
        Arrays.fill(octets, (byte) 0);
        Arrays.fill(in, (byte) 0);
        return Bytes.wrapUnsafe(out);
    }

    /** With the first four octets of SHA-256(SHA-256(octets)) appended. */
    public static String encodeChecked(Bytes octets) {
        return encode(Bytes.concat(octets, checksum(octets)));
    }

    public static Bytes decodeChecked(String text) throws Malformed {
        Bytes all = decode(text);
        if (all.size() < CHECKSUM_SIZE) throw new Malformed("no room for a checksum");
        Bytes octets = all.slice(0, all.size() - CHECKSUM_SIZE);
        if (!checksum(octets).equals(all.slice(all.size() - CHECKSUM_SIZE, all.size()))) throw new Malformed("the checksum does not match");
        return octets;
    }

    private static Bytes checksum(Bytes octets) {
        return Digests.sha256(Digests.sha256(octets)).slice(0, CHECKSUM_SIZE);
    }

    /** The digits of {@code in} from {@code from} in another base, most significant first, in an array of the size. */
    private static byte[] convert(byte[] in, int from, int base, int toBase, int size) {
        byte[] out = new byte[size];
        int used = 0;
        for (int i = from; i < in.length; i++) {
            int carry = in[i] & 0xff;
            int at = 0;
            for (; at < used || carry != 0; at++) {
                carry += base * (out[size - 1 - at] & 0xff);
                out[size - 1 - at] = (byte) (carry % toBase);
                carry /= toBase;
            }
            used = at;
        }
        return out;
    }

    private static int leading(byte[] octets, int value) {
        int count = 0;
        while (count < octets.length && octets[count] == value) count++;
        return count;
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < 58; i++) digits[ALPHABET.charAt(i)] = (byte) i;
        return digits;
    }
}
