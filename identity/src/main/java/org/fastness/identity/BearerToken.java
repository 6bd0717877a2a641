package org.fastness.identity;

import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.crypto.Entropy;

/**
 * A random bearer token of 256 bits: a prefix that says what it is, 64 hex digits, and 8 of SHA-256 over what stands before, so that
 * a scanner can tell a leaked token from noise and a mistyped one costs no look-up. The store keeps its hash alone. Prints as its
 * prefix.
 */
public record BearerToken(Kind kind, String text) {

    /** What a token is good for. */
    public enum Kind {
        SESSION("fst_"), HANDOFF("fho_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Characters of every token. */
    public static final int LENGTH = 4 + 64 + 8;

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{72}");

    public BearerToken {
        if (!text.startsWith(kind.prefix) || text.length() != LENGTH) throw new IllegalArgumentException("not a token of this kind");
    }

    public static BearerToken make(Kind kind, Entropy entropy) {
        String body = kind.prefix + entropy.bytes(32).hex();
        return new BearerToken(kind, body + checksum(body));
    }

    public static BearerToken parse(Kind kind, String text) throws Malformed {
        if (text.length() != LENGTH || !text.startsWith(kind.prefix) || !HEX.matcher(text.substring(4)).matches()) throw new Malformed("not a token of this kind");
        if (!checksum(text.substring(0, LENGTH - 8)).equals(text.substring(LENGTH - 8))) throw new Malformed("the token's checksum does not match");
        return new BearerToken(kind, text);
    }

    private static String checksum(String body) {
        return Digests.sha256(Bytes.ofUtf8(body)).slice(0, 4).hex();
    }

    /** What the store keeps of it: SHA-256 of the text. The token has 256 random bits, so a plain hash hides it. */
    public Bytes hash() {
        return Digests.sha256(Bytes.ofUtf8(text));
    }

    @Override
    public String toString() {
        return kind.prefix;
    }
}
