package org.fastness.crypto;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** ECDSA signatures in DER (SEC 1 section C.5) and as fixed-width r and s; strict: one encoding per signature, nothing lenient. */
public final class EcdsaDer {

    /** Octets of the longest DER signature over a 256-bit curve. */
    public static final int MAX_SIZE = 72;

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int WIDTH = 32;

    private EcdsaDer() {}

    /** The 64 octets r and s of a DER signature over a 256-bit curve; zero, negative, padded or over-long numbers are refused. */
    public static Bytes decode(Bytes der) throws Malformed {
        byte[] in = der.toArray();
        if (in.length < 8 || in.length > MAX_SIZE) throw new Malformed("a DER signature has 8 to 72 octets");
        if (in[0] != SEQUENCE || in[1] != in.length - 2) throw new Malformed("a DER signature is one sequence of exactly its length");
        byte[] out = new byte[2 * WIDTH];
        int afterR = integer(in, 2, out, WIDTH);
        int afterS = integer(in, afterR, out, 2 * WIDTH);
        if (afterS != in.length) throw new Malformed("octets after the two integers");
        return Bytes.wrapUnsafe(out);
    }

    /** Reads the integer at {@code at} into the octets that end at {@code end}; returns where the next begins. */
    private static int integer(byte[] in, int at, byte[] out, int end) throws Malformed {
        if (in.length - at < 3 || in[at] != INTEGER) throw new Malformed("an integer is missing");
        int length = in[at + 1];
        int from = at + 2;
        if (length < 1 || length > in.length - from) throw new Malformed("an integer's length passes its sequence");
        if (in[from] < 0) throw new Malformed("an integer is negative");
        if (in[from] == 0) {
            if (length == 1) throw new Malformed("an integer is zero");
            if (in[from + 1] >= 0) throw new Malformed("an integer is padded");
            from++;
            length--;
        }
        if (length > WIDTH) throw new Malformed("an integer passes 256 bits");
        System.arraycopy(in, from, out, end - length, length);
        return from + length;
    }

    /** The DER form of 64 octets r and s. */
    public static Bytes encode(Bytes compact) {
        if (compact.size() != 2 * WIDTH) throw new IllegalArgumentException("r and s have 64 octets");
        Bytes r = integer(compact.slice(0, WIDTH));
        Bytes s = integer(compact.slice(WIDTH, 2 * WIDTH));
        return Bytes.concat(Bytes.of((byte) SEQUENCE, (byte) (r.size() + s.size())), r, s);
    }

    private static Bytes integer(Bytes number) {
        int from = 0;
        while (from < WIDTH - 1 && number.at(from) == 0) from++;
        boolean pad = number.at(from) >= 0x80;
        int length = WIDTH - from + (pad ? 1 : 0);
        Bytes header = pad ? Bytes.of((byte) INTEGER, (byte) length, (byte) 0) : Bytes.of((byte) INTEGER, (byte) length);
        return Bytes.concat(header, number.slice(from, WIDTH));
    }
}
