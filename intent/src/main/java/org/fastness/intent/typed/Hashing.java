package org.fastness.intent.typed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.intent.Display;

/**
 * Hashes a value by its type (EIP-712 sections Definition of encodeData and hashStruct) and, on the same walk, writes down each leaf it
 * hashed: what is shown and what is signed cannot part ways.
 */
final class Hashing {

    /** One hashed value. @param path members and indices from the top, such as {@code to[1].wallet} */
    record Leaf(String path, String type, String value) {}

    private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,77}");
    private static final Pattern HEX_NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern HEX = Pattern.compile("0x(?:[0-9a-fA-F]{2})*+");
    /** Integers that every JSON reader keeps exactly (RFC 8259 section 6): larger ones must come as strings. */
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

    private final Types types;
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<String, Bytes> typeHashes = new HashMap<>();
    private int shownOctets;

    Hashing(Types types) {
        this.types = types;
    }

    List<Leaf> leaves() {
        return List.copyOf(leaves);
    }

    /** Every declared member must be there; what is not declared is not signed, and not shown. */
    Bytes hashStruct(String struct, Json value, String path) throws Malformed {
        Map<String, Json> given = value.members();
        List<Bytes> parts = new ArrayList<>();
        parts.add(typeHash(struct));
        for (Types.Member member : types.members(struct)) {
            Json inner = given.get(member.name());
            if (inner == null) throw new Malformed("member without a value");
            parts.add(encode(member.type(), inner, path.isEmpty() ? member.name() : path + "." + member.name()));
        }
        return Keccak256.hash(parts.toArray(Bytes[]::new));
    }

    private Bytes typeHash(String struct) throws Malformed {
        Bytes known = typeHashes.get(struct);
        if (known != null) return known;
        Bytes hash = types.typeHash(struct);
        typeHashes.put(struct, hash);
        return hash;
    }

    /** The 32 octets that stand for the value in its struct. */
    private Bytes encode(String type, Json value, String path) throws Malformed {
        var array = Types.array(type);
        if (array.isPresent()) return encodeArray(array.get(), value, path);
        if (!Types.isAtom(type)) return hashStruct(type, value, path);
        return switch (type) {
            case "string" -> {
                leaf(path, type, value.text());
                yield Keccak256.hash(Bytes.ofUtf8(value.text()));
            }
            case "bytes" -> {
                Bytes octets = octets(value);
                leaf(path, type, "0x" + octets.hex());
                yield Keccak256.hash(octets);
            }
            case "bool" -> {
                if (!(value instanceof Json.Bool bool)) throw new Malformed("true or false expected");
                leaf(path, type, Boolean.toString(bool.value()));
                yield word(bool.value() ? BigInteger.ONE : BigInteger.ZERO);
            }
            case "address" -> {
                EthereumAddress address = EthereumAddress.parse(value.text());
                leaf(path, type, address.toString());
                yield Bytes.concat(Bytes.of(new byte[12]), address.value());
            }
            default -> type.startsWith("bytes") ? encodeFixed(type, value, path) : encodeNumber(type, value, path);
        };
    }

    private Bytes encodeArray(Types.ArrayType array, Json value, String path) throws Malformed {
        List<Json> elements = value.elements();
        if (array.count() >= 0 && array.count() != elements.size()) throw new Malformed("array of another length");
        Bytes[] parts = new Bytes[elements.size()];
        for (int i = 0; i < parts.length; i++) parts[i] = encode(array.element(), elements.get(i), path + "[" + i + "]");
        if (parts.length == 0) leaf(path, array.element() + "[]", "(empty)");
        return Keccak256.hash(parts);
    }

    private Bytes encodeFixed(String type, Json value, String path) throws Malformed {
        Bytes octets = octets(value);
        if (octets.size() != Integer.parseInt(type.substring(5))) throw new Malformed("octets of another length");
        leaf(path, type, "0x" + octets.hex());
        return Bytes.concat(octets, Bytes.of(new byte[32 - octets.size()]));
    }

    private Bytes encodeNumber(String type, Json value, String path) throws Malformed {
        boolean signed = type.startsWith("int");
        int bits = Integer.parseInt(type.substring(signed ? 3 : 4));
        BigInteger number = number(value);
        boolean fits = signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
        if (!fits) throw new Malformed("integer out of its type's range");
        leaf(path, type, number.toString());
        return word(number);
    }

    static BigInteger number(Json value) throws Malformed {
        return switch (value) {
            case Json.Number n when DECIMAL.matcher(n.digits()).matches() && new BigInteger(n.digits()).abs().compareTo(EXACT) <= 0 -> new BigInteger(n.digits());
            case Json.Text t when DECIMAL.matcher(t.value()).matches() -> new BigInteger(t.value());
            case Json.Text t when HEX_NUMBER.matcher(t.value()).matches() -> new BigInteger(t.value().substring(2), 16);
            default -> throw new Malformed("not an exact integer");
        };
    }

    private static Bytes octets(Json value) throws Malformed {
        String text = value.text();
        if (!HEX.matcher(text).matches()) throw new Malformed("not 0x and hex digits");
        return Bytes.fromHex(text.substring(2));
    }

    /** Two's complement in 32 octets. */
    private static Bytes word(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] word = new byte[32];
        if (number.signum() < 0) java.util.Arrays.fill(word, (byte) 0xff);
        int from = Math.max(0, octets.length - 32);
        System.arraycopy(octets, from, word, 32 - (octets.length - from), octets.length - from);
        return Bytes.wrapUnsafe(word);
    }

    private void leaf(String path, String type, String value) throws Malformed {
        if (leaves.size() == Display.LISTED_VALUES) throw new Malformed("more values than can be shown");
        if (path.length() > Display.NAME_CHARACTERS) throw new Malformed("nested too deeply to be shown");
        String shown = Display.shown(value);
        shownOctets += 2 * path.length() + Bytes.ofUtf8(shown).size(); // the path stands as key and as label
        if (shownOctets > Display.LISTED_OCTETS) throw new Malformed("more than can be shown");
        leaves.add(new Leaf(path, type, shown));
    }
}
