package org.fastness.intent.typed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Keccak256;

/** The struct types of one document (EIP-712 section Definition of encodeType). Unused ones are read and have no effect. */
final class Types {

    /** A member of a struct, as declared. */
    record Member(String type, String name) {}

    /** Structs of one document. */
    static final int MAX_STRUCTS = 64;
    /** Members of one struct. */
    static final int MAX_MEMBERS = 64;
    /** Characters of a name or type. */
    static final int MAX_NAME = 128;

    static final String DOMAIN = "EIP712Domain";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_$][a-zA-Z0-9_$]*");
    private static final Pattern ATOM = Pattern.compile("bool|address|string|bytes|bytes([1-9]|[12][0-9]|3[0-2])|u?int(8|16|24|32|40|48|56|64|72|80|88|96"
            + "|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)");
    /** Names that look like an atom and are none, such as {@code uint} or {@code bytes33}: no struct may carry one. */
    private static final Pattern LIKE_ATOM = Pattern.compile("bool|address|string|bytes[0-9]*|u?int[0-9]*|u?fixed.*|function");
    private static final Pattern ARRAY = Pattern.compile("(.+)\\[([1-9][0-9]{0,4})?]");

    private final Map<String, List<Member>> structs;

    private Types(Map<String, List<Member>> structs) {
        this.structs = structs;
    }

    static Types read(Json json) throws Malformed {
        if (json.members().size() > MAX_STRUCTS) throw new Malformed("too many types");
        Map<String, List<Member>> structs = new LinkedHashMap<>();
        for (Map.Entry<String, Json> struct : json.members().entrySet()) {
            requireName(struct.getKey());
            if (LIKE_ATOM.matcher(struct.getKey()).matches()) throw new Malformed("type named like an atomic one");
            structs.put(struct.getKey(), members(struct.getValue()));
        }
        return new Types(structs);
    }

    private static List<Member> members(Json json) throws Malformed {
        if (json.elements().size() > MAX_MEMBERS) throw new Malformed("too many members");
        List<Member> members = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Json element : json.elements()) {
            Map<String, Json> member = element.members();
            if (!member.keySet().equals(Set.of("name", "type"))) throw new Malformed("a member has a name and a type");
            String name = member.get("name").text();
            String type = member.get("type").text();
            requireName(name);
            if (type.length() > MAX_NAME) throw new Malformed("type too long");
            if (!names.add(name)) throw new Malformed("member twice");
            members.add(new Member(type, name));
        }
        return List.copyOf(members);
    }

    private static void requireName(String name) throws Malformed {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) throw new Malformed("not a name");
    }

    boolean has(String struct) {
        return structs.containsKey(struct);
    }

    List<Member> members(String struct) throws Malformed {
        List<Member> members = structs.get(struct);
        if (members == null) throw new Malformed("type not declared");
        return members;
    }

    static boolean isAtom(String type) {
        return ATOM.matcher(type).matches();
    }

    /** Type of the elements, if the type is an array. */
    static java.util.Optional<ArrayType> array(String type) {
        var match = ARRAY.matcher(type);
        if (!match.matches()) return java.util.Optional.empty();
        return java.util.Optional.of(new ArrayType(match.group(1), match.group(2) == null ? -1 : Integer.parseInt(match.group(2))));
    }

    /** @param count -1 for any */
    record ArrayType(String element, int count) {}

    /** The struct, then all it refers to in alphabetical order. */
    String encodeType(String struct) throws Malformed {
        Set<String> referred = new TreeSet<>();
        gather(struct, referred);
        referred.remove(struct);
        StringBuilder out = new StringBuilder(declaration(struct));
        for (String other : referred) out.append(declaration(other));
        return out.toString();
    }

    Bytes typeHash(String struct) throws Malformed {
        return Keccak256.hash(Bytes.ofUtf8(encodeType(struct)));
    }

    /** Every type that takes part in the hash of the struct. */
    Set<String> closure(String struct) throws Malformed {
        Set<String> referred = new TreeSet<>();
        gather(struct, referred);
        return referred;
    }

    /** Ends because a struct is entered once; {@link #MAX_STRUCTS} bounds the recursion. */
    private void gather(String struct, Set<String> into) throws Malformed {
        if (!into.add(struct)) return;
        for (Member member : members(struct)) {
            String base = base(member.type);
            if (!isAtom(base)) gather(base, into);
        }
    }

    private static String base(String type) {
        int bracket = type.indexOf('[');
        return bracket < 0 ? type : type.substring(0, bracket);
    }

    private String declaration(String struct) throws Malformed {
        StringBuilder out = new StringBuilder(struct).append('(');
        for (Member member : members(struct)) {
            if (out.charAt(out.length() - 1) != '(') out.append(',');
            out.append(member.type).append(' ').append(member.name);
        }
        return out.append(')').toString();
    }
}
