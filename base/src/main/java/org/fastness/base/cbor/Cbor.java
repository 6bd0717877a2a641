package org.fastness.base.cbor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** One decoded CBOR data item. Immutable. */
public sealed interface Cbor {

    /** Longest input. */
    int MAX_SIZE = 64 * 1024;
    /** Deepest nesting; the outermost item has depth 1. */
    int MAX_DEPTH = 16;
    /** Most items of one input, of all depths together. */
    int MAX_ITEMS = 4096;

    /** Major types 0 and 1, within 64 bits signed. */
    record Int(long value) implements Cbor {}

    /** Major type 2. */
    record ByteString(Bytes octets) implements Cbor {}

    /** Major type 3. */
    record Text(String text) implements Cbor {}

    /** Major type 4. */
    record Array(List<Cbor> items) implements Cbor {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Major type 5. */
    record Dictionary(Map<Cbor, Cbor> entries) implements Cbor {
        public Dictionary {
            entries = Map.copyOf(entries);
        }

        /** The value under an integer key. */
        public Optional<Cbor> find(long key) {
            return Optional.ofNullable(entries.get(new Int(key)));
        }

        /** The value under a text key. */
        public Optional<Cbor> find(String key) {
            return Optional.ofNullable(entries.get(new Text(key)));
        }

        public Cbor get(long key) throws Malformed {
            return find(key).orElseThrow(() -> new Malformed("CBOR map lacks the key " + key));
        }

        public Cbor get(String key) throws Malformed {
            return find(key).orElseThrow(() -> new Malformed("CBOR map lacks the key " + key));
        }
    }

    /** Major type 6. */
    record Tagged(long tag, Cbor content) implements Cbor {}

    /** Simple values 20 and 21. */
    record Flag(boolean value) implements Cbor {}

    /** Simple value 22. */
    record Null() implements Cbor {}

    /** Reads exactly one item and refuses trailing octets. */
    static Cbor decode(Bytes octets) throws Malformed {
        Prefix prefix = decodePrefix(octets, 0);
        if (prefix.end != octets.size()) throw new Malformed("octets after the CBOR item");
        return prefix.item;
    }

    /** Reads one item that begins at the offset and may be followed by others. */
    static Prefix decodePrefix(Bytes octets, int from) throws Malformed {
        if (octets.size() > MAX_SIZE) throw new Malformed("CBOR longer than its bound of " + MAX_SIZE);
        Decoder decoder = new Decoder(octets, from);
        Cbor item = decoder.item(1);
        return new Prefix(item, decoder.position());
    }

    /** @param end offset of the first octet after the item */
    record Prefix(Cbor item, int end) {}

    default long asLong() throws Malformed {
        if (this instanceof Int number) return number.value;
        throw new Malformed("CBOR item is not an integer");
    }

    default Bytes asBytes() throws Malformed {
        if (this instanceof ByteString string) return string.octets;
        throw new Malformed("CBOR item is not a byte string");
    }

    default String asText() throws Malformed {
        if (this instanceof Text text) return text.text;
        throw new Malformed("CBOR item is not a text");
    }

    default List<Cbor> asArray() throws Malformed {
        if (this instanceof Array array) return array.items;
        throw new Malformed("CBOR item is not an array");
    }

    default Dictionary asMap() throws Malformed {
        if (this instanceof Dictionary map) return map;
        throw new Malformed("CBOR item is not a map");
    }
}
