package org.fastness.base.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * Walks one input. Accepts definite and indefinite arrays and maps; refuses indefinite strings, heads longer than needed (RFC 8949 section 4.2.1), floats, duplicate keys and whatever passes a bound of {@link Cbor}.
 */
final class Decoder {
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final Bytes octets;
    private int at;
    private int items;

    Decoder(Bytes octets, int from) {
        this.octets = octets;
        this.at = from;
    }

    int position() {
        return at;
    }

    Cbor item(int depth) throws Malformed {
        if (depth > Cbor.MAX_DEPTH) throw new Malformed("CBOR nested deeper than " + Cbor.MAX_DEPTH);
        if (++items > Cbor.MAX_ITEMS) throw new Malformed("CBOR holds more items than " + Cbor.MAX_ITEMS);
        int head = next();
        int info = head & 0x1f;
        return switch (head >>> 5) {
            case 0 -> new Cbor.Int(argument(info));
            case 1 -> new Cbor.Int(-1 - argument(info));
            case 2 -> new Cbor.ByteString(string(info));
            case 3 -> new Cbor.Text(utf8(string(info)));
            case 4 -> new Cbor.Array(array(info, depth));
            case 5 -> new Cbor.Dictionary(map(info, depth));
            case 6 -> new Cbor.Tagged(argument(info), item(depth + 1));
            default -> simple(info);
        };
    }

    private static Cbor simple(int info) throws Malformed {
        return switch (info) {
            case 20 -> new Cbor.Flag(false);
            case 21 -> new Cbor.Flag(true);
            case 22 -> new Cbor.Null();
            default -> throw new Malformed("CBOR float or unknown simple value");
        };
    }

    private List<Cbor> array(int info, int depth) throws Malformed {
        List<Cbor> out = new ArrayList<>();
        for (long left = count(info); more(left); left--) out.add(item(depth + 1));
        return out;
    }

    private Map<Cbor, Cbor> map(int info, int depth) throws Malformed {
        Map<Cbor, Cbor> out = new HashMap<>();
        for (long left = count(info); more(left); left--) {
            Cbor key = item(depth + 1);
            if (out.put(key, item(depth + 1)) != null) throw new Malformed("CBOR map holds a key twice");
        }
        return out;
    }

    /** The number of entries, or -1 where a break ends them. */
    private long count(int info) throws Malformed {
        if (info == INDEFINITE) return -1;
        long count = argument(info);
        if (count > Cbor.MAX_ITEMS) throw new Malformed("CBOR holds more items than " + Cbor.MAX_ITEMS);
        return count;
    }

    private boolean more(long left) throws Malformed {
        if (left >= 0) return left > 0;
        if (at >= octets.size()) throw new Malformed("CBOR ends early");
        if (octets.at(at) != BREAK) return true;
        at++;
        return false;
    }

    private Bytes string(int info) throws Malformed {
        if (info == INDEFINITE) throw new Malformed("CBOR string of indefinite length");
        long length = argument(info);
        if (length > octets.size() - at) throw new Malformed("CBOR ends early");
        Bytes out = octets.slice(at, at + (int) length);
        at += (int) length;
        return out;
    }

    private static String utf8(Bytes encoded) throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded.toArray())).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("CBOR text is not UTF-8");
        }
    }

    private long argument(int info) throws Malformed {
        if (info < 24) return info;
        if (info > 27) throw new Malformed("CBOR head is not well formed");
        int size = 1 << (info - 24);
        long value = 0;
        for (int i = 0; i < size; i++) value = value << 8 | next();
        long least = size == 1 ? 24 : 1L << (size * 4);
        if (value < 0) throw new Malformed("CBOR integer beyond 63 bits");
        if (value < least) throw new Malformed("CBOR head is longer than needed");
        return value;
    }

    private int next() throws Malformed {
        if (at >= octets.size()) throw new Malformed("CBOR ends early");
        return octets.at(at++);
    }
}
