package org.fastness.intent.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** Recursive length prefix (Ethereum Yellow Paper, appendix B), canonical form only: what decodes, encodes to the same octets. */
public sealed interface Rlp {

    /** An octet string. */
    record Octets(Bytes value) implements Rlp {}

    /** A list. */
    record Items(List<Rlp> items) implements Rlp {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Lists within lists. */
    int MAX_DEPTH = 6;
    /** Octet strings and lists of one input. */
    int MAX_ITEMS = 4096;

    static Rlp of(Bytes value) {
        return new Octets(value);
    }

    /** The integer without leading zeros; zero is the empty string. */
    static Rlp of(BigInteger value) {
        byte[] octets = value.toByteArray();
        int skip = octets[0] == 0 ? 1 : 0;
        return new Octets(Bytes.of(octets, skip, octets.length - skip));
    }

    static Rlp of(long value) {
        return of(BigInteger.valueOf(value));
    }

    static Rlp list(Rlp... items) {
        return new Items(List.of(items));
    }

    /** Reads exactly one item that fills the input. */
    static Rlp decode(Bytes input) throws Malformed {
        Decoder decoder = new Decoder(input);
        Rlp item = decoder.item(input.size(), 0);
        if (decoder.at != input.size()) throw new Malformed("trailing octets after RLP");
        return item;
    }

    default Bytes encode() {
        return switch (this) {
            case Octets o when o.value.size() == 1 && o.value.at(0) < 0x80 -> o.value;
            case Octets o -> Bytes.concat(header(0x80, o.value.size()), o.value);
            case Items l -> {
                Bytes body = Bytes.concat(l.items.stream().map(Rlp::encode).toArray(Bytes[]::new));
                yield Bytes.concat(header(0xc0, body.size()), body);
            }
        };
    }

    private static Bytes header(int base, int size) {
        if (size < 56) return Bytes.of((byte) (base + size));
        Bytes length = ((Octets) of(size)).value;
        return Bytes.concat(Bytes.of((byte) (base + 55 + length.size())), length);
    }

    /** The items of a list of exactly {@code count}. */
    default List<Rlp> items(int count) throws Malformed {
        List<Rlp> items = items();
        if (items.size() != count) throw new Malformed("RLP list of another length");
        return items;
    }

    /** The items of a list. */
    default List<Rlp> items() throws Malformed {
        if (!(this instanceof Items list)) throw new Malformed("RLP string where a list belongs");
        return list.items;
    }

    /** The octets of a string. */
    default Bytes octets() throws Malformed {
        if (!(this instanceof Octets string)) throw new Malformed("RLP list where a string belongs");
        return string.value;
    }

    /** A string of exactly {@code size} octets. */
    default Bytes octets(int size) throws Malformed {
        if (octets().size() != size) throw new Malformed("RLP string of another length");
        return octets();
    }

    /** An unsigned integer below 2^{@code bits}, without leading zeros. */
    default BigInteger number(int bits) throws Malformed {
        Bytes octets = octets();
        if (!octets.isEmpty() && octets.at(0) == 0) throw new Malformed("RLP integer with leading zeros");
        if (octets.size() * 8 > bits + 7) throw new Malformed("RLP integer too large");
        BigInteger value = new BigInteger(1, octets.toArray());
        if (value.bitLength() > bits) throw new Malformed("RLP integer too large");
        return value;
    }

    /** An unsigned integer below 2^63. */
    default long number() throws Malformed {
        return number(63).longValueExact();
    }

    /** Walks one input; every length is checked against the end of the item around it. */
    final class Decoder {
        private final Bytes input;
        private int at;
        private int count;

        private Decoder(Bytes input) {
            this.input = input;
        }

        private Rlp item(int end, int depth) throws Malformed {
            if (++count > MAX_ITEMS) throw new Malformed("RLP with too many items");
            if (at >= end) throw new Malformed("RLP ends early");
            int first = input.at(at);
            if (first < 0x80) return new Octets(take(1, end));
            at++;
            if (first < 0xc0) return string(first - 0x80, end);
            int size = size(first - 0xc0, end);
            if (depth == MAX_DEPTH) throw new Malformed("RLP nested too deeply");
            int last = at + size;
            List<Rlp> items = new ArrayList<>();
            while (at < last) items.add(item(last, depth + 1));
            return new Items(items);
        }

        private Rlp string(int form, int end) throws Malformed {
            Bytes value = take(size(form, end), end);
            if (value.size() == 1 && value.at(0) < 0x80) throw new Malformed("RLP octet in long form");
            return new Octets(value);
        }

        /** The size that the prefix's form says, or that the octets after it say. */
        private int size(int form, int end) throws Malformed {
            if (form < 56) return within(form, end);
            Bytes length = take(form - 55, end);
            if (length.size() > 4 || length.at(0) == 0) throw new Malformed("RLP length not canonical");
            long size = new BigInteger(1, length.toArray()).longValueExact();
            if (size < 56) throw new Malformed("RLP length not canonical");
            return within(size, end);
        }

        private int within(long size, int end) throws Malformed {
            if (size > end - at) throw new Malformed("RLP ends early");
            return (int) size;
        }

        private Bytes take(int size, int end) throws Malformed {
            within(size, end);
            Bytes value = input.slice(at, at + size);
            at += size;
            return value;
        }
    }
}
