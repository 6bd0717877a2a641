package org.fastness.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fastness.base.Malformed;

/**
 * A handshake pattern: which keys are known beforehand and what each message carries. The one-way and fundamental patterns of rev 34
 * sections 7.4 and 7.5, the deferred ones of appendix 18.1, each with the psk modifiers of section 9.4. The fallback modifier is
 * not here: nothing needs it.
 */
public final class Pattern {

    /** One line a pattern: its name; the static keys known beforehand (i, r, ir or nothing); the messages, the initiator's first. */
    private static final String TABLE = """
            N;r;e, es
            K;ir;e, es, ss
            X;r;e, es, s, ss
            NN;;e;e, ee
            NK;r;e, es;e, ee
            NX;;e;e, ee, s, es
            KN;i;e;e, ee, se
            KK;ir;e, es, ss;e, ee, se
            KX;i;e;e, ee, se, s, es
            XN;;e;e, ee;s, se
            XK;r;e, es;e, ee;s, se
            XX;;e;e, ee, s, es;s, se
            IN;;e, s;e, ee, se
            IK;r;e, es, s, ss;e, ee, se
            IX;;e, s;e, ee, se, s, es
            NK1;r;e;e, ee, es
            NX1;;e;e, ee, s;es
            X1N;;e;e, ee;s;se
            X1K;r;e, es;e, ee;s;se
            XK1;r;e;e, ee, es;s, se
            X1K1;r;e;e, ee, es;s;se
            X1X;;e;e, ee, s, es;s;se
            XX1;;e;e, ee, s;es, s, se
            X1X1;;e;e, ee, s;es, s;se
            K1N;i;e;e, ee;se
            K1K;ir;e, es;e, ee;se
            KK1;ir;e;e, ee, se, es
            K1K1;ir;e;e, ee, es;se
            K1X;i;e;e, ee, s, es;se
            KX1;i;e;e, ee, se, s;es
            K1X1;i;e;e, ee, s;se, es
            I1N;;e, s;e, ee;se
            I1K;r;e, es, s;e, ee;se
            IK1;r;e, s;e, ee, se, es
            I1K1;r;e, s;e, ee, es;se
            I1X;;e, s;e, ee, s, es;se
            IX1;;e, s;e, ee, se, s;es
            I1X1;;e, s;e, ee, s;se, es
            """;

    private static final Map<String, Pattern> BASE = readTable();

    /** The longest name read: a base pattern with a psk at every possible place is shorter. */
    static final int MAX_NAME = 40;

    private final String name;
    private final Set<Role> known;
    private final List<List<Token>> messages;

    private Pattern(String name, Set<Role> known, List<List<Token>> messages) {
        this.name = name;
        this.known = known;
        this.messages = messages.stream().map(List::copyOf).toList();
    }

    private static Map<String, Pattern> readTable() {
        Map<String, Pattern> patterns = new HashMap<>();
        for (String line : TABLE.strip().split("\n")) {
            String[] parts = line.split(";");
            Set<Role> known = EnumSet.noneOf(Role.class);
            if (parts[1].contains("i")) known.add(Role.INITIATOR);
            if (parts[1].contains("r")) known.add(Role.RESPONDER);
            List<List<Token>> messages = new ArrayList<>();
            for (int i = 2; i < parts.length; i++) messages.add(Arrays.stream(parts[i].split(",")).map(Token::of).toList());
            patterns.put(parts[0], new Pattern(parts[0], known, messages));
        }
        return Map.copyOf(patterns);
    }

    /** Reads a name such as {@code NX}, {@code XXpsk3} or {@code NNpsk0+psk2}; modifiers stand in ascending order, each once. */
    public static Pattern parse(String name) throws Malformed {
        if (name.length() > MAX_NAME) throw new Malformed("pattern name too long");
        int end = name.indexOf("psk");
        Pattern base = BASE.get(end < 0 ? name : name.substring(0, end));
        if (base == null) throw new Malformed("unknown handshake pattern");
        return end < 0 ? base : base.withPsks(name, name.substring(end).split("\\+", -1));
    }

    /** Section 9.4: psk0 opens the first message, pskN closes message N. */
    private Pattern withPsks(String modified, String[] modifiers) throws Malformed {
        List<List<Token>> all = new ArrayList<>();
        for (List<Token> message : messages) all.add(new ArrayList<>(message));
        int last = -1;
        for (String modifier : modifiers) {
            if (!modifier.matches("psk[0-9]")) throw new Malformed("unknown pattern modifier");
            int place = modifier.charAt(3) - '0';
            if (place <= last || place > messages.size()) throw new Malformed("psk modifier out of place");
            last = place;
            if (place == 0) all.getFirst().addFirst(Token.PSK);
            else all.get(place - 1).add(Token.PSK);
        }
        return new Pattern(modified, known, all);
    }

    public String name() {
        return name;
    }

    /** Whether only the initiator ever sends (section 7.4). */
    public boolean oneWay() {
        return messages.size() == 1;
    }

    /** How many pre-shared keys the handshake takes. */
    public int pskCount() {
        return (int) messages.stream().flatMap(List::stream).filter(Token.PSK::equals).count();
    }

    /** Whether the static key of the role is known to the other side before the handshake. */
    public boolean knownBeforehand(Role role) {
        return known.contains(role);
    }

    /** Whether the role takes part with a static key. */
    public boolean hasStatic(Role role) {
        if (known.contains(role)) return true;
        for (int i = 0; i < messages.size(); i++) if (writer(i) == role && messages.get(i).contains(Token.S)) return true;
        return false;
    }

    int messageCount() {
        return messages.size();
    }

    List<Token> message(int index) {
        return messages.get(index);
    }

    static Role writer(int messageIndex) {
        return messageIndex % 2 == 0 ? Role.INITIATOR : Role.RESPONDER;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pattern that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
