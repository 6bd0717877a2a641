package org.fastness.base;

import java.util.Arrays;

/**
 * A 16-byte identifier with its kind. Text form: the kind's prefix, an underscore, 26 characters of Crockford base 32 (the 16
 * octets, most significant bit first, two zero bits of padding at the end), and 4 more that hold the first 20 bits of
 * SHA-256(prefix, octets) as a checksum.
 */
public record Id(Kind kind, Bytes value) {

    /** What an identifier names. */
    public enum Kind {
        TENANT("tnt"), ACCOUNT("acc"), KEY("key"), USER("usr"), AUTHENTICATOR("aut"), REQUEST("req"), CLUSTER("clu"), SLOT("slt");

        final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Octets of every identifier. */
    public static final int SIZE = 16;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    public Id {
        if (value.size() != SIZE) throw new IllegalArgumentException("an id has 16 octets");
    }

    /** The default tenant: sixteen zero octets. */
    public static final Id DEFAULT_TENANT = new Id(Kind.TENANT, Bytes.of(new byte[SIZE]));

    public static Id tenant(Bytes value) {
        return new Id(Kind.TENANT, value);
    }

    public static Id account(Bytes value) {
        return new Id(Kind.ACCOUNT, value);
    }

    public static Id key(Bytes value) {
        return new Id(Kind.KEY, value);
    }

    public static Id user(Bytes value) {
        return new Id(Kind.USER, value);
    }

    public static Id authenticator(Bytes value) {
        return new Id(Kind.AUTHENTICATOR, value);
    }

    public static Id request(Bytes value) {
        return new Id(Kind.REQUEST, value);
    }

    /** Whether all octets are zero, which stands for "none" in routing. */
    public boolean isZero() {
        return value.equals(DEFAULT_TENANT.value);
    }

    /** Reads the text form of the kind; refuses another prefix, a wrong length or checksum. */
    public static Id parse(Kind kind, String text) throws Malformed {
        String prefix = kind.prefix + "_";
        if (!text.startsWith(prefix) || text.length() != prefix.length() + 30) throw new Malformed("not a " + kind.prefix + " id");
        byte[] out = new byte[SIZE];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < 26; i++) {
            int digit = ALPHABET.indexOf(text.charAt(prefix.length() + i));
            if (digit < 0) throw new Malformed("not a " + kind.prefix + " id");
            held = held << 5 | digit;
            bits += 5;
            if (bits >= 8 && at < SIZE) {
                out[at++] = (byte) (held >>> (bits - 8));
                bits -= 8;
                held &= (1 << bits) - 1;
            }
        }
        Id id = new Id(kind, Bytes.of(out));
        if (!id.text().equals(text)) throw new Malformed("the id's checksum does not match");
        return id;
    }

    /** The text form. */
    public String text() {
        byte[] checked = Arrays.copyOf(value.toArray(), SIZE);
        StringBuilder out = new StringBuilder(kind.prefix).append('_');
        base32(out, checked, 26);
        base32(out, Digests.sha256(Bytes.ofUtf8(kind.prefix), value).toArray(), 4);
        return out.toString();
    }

    private static void base32(StringBuilder out, byte[] octets, int digits) {
        for (int i = 0; i < digits; i++) {
            int digit = 0;
            for (int b = 0; b < 5; b++) {
                int bit = i * 5 + b;
                int value = bit / 8 < octets.length ? octets[bit / 8] >>> (7 - bit % 8) & 1 : 0;
                digit = digit << 1 | value;
            }
            out.append(ALPHABET.charAt(digit));
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
