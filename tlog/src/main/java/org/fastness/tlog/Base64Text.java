package org.fastness.tlog;

import java.util.Base64;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Standard base 64 with padding (RFC 4648 section 4), read in its one canonical form only. */
final class Base64Text {
    private Base64Text() {}

    static String encode(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.toArray());
    }

    static Bytes decode(String text) throws Malformed {
        try {
            Bytes octets = Bytes.wrapUnsafe(Base64.getDecoder().decode(text));
            if (encode(octets).equals(text)) return octets;
        } catch (IllegalArgumentException notBase64) {
            // Said below, as for text that decodes but is not canonical.
        }
        throw new Malformed("not canonical base 64");
    }
}
