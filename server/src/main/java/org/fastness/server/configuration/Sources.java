package org.fastness.server.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;

/** Collects what file, environment and flags say of each key; a flag beats the environment, and that beats the file. */
public final class Sources {

    /** Octets of a configuration file. */
    public static final int MAX_FILE_BYTES = 65_536;
    /** Characters of one value. */
    public static final int MAX_VALUE_CHARS = 2_048;

    /** Variables that begin like a key of ours and are none. */
    private static final Set<String> OTHER_VARIABLES = Set.of("FASTNESS_VECTORS", "FASTNESS_CONFIG", "FASTNESS_ESBUILD", "FASTNESS_JAVA_OPTIONS", "FASTNESS_HOME", "FASTNESS_NIGHTLY");
    private static final Pattern NETWORK_KEY = Pattern.compile("network\\.([1-9][0-9]{0,17})\\.(" + String.join("|", Setting.NETWORK_PARTS) + ")");

    private static final Pattern KEY_LIKE = Pattern.compile("[A-Za-z]{1,16}([._-][A-Za-z0-9]{1,18}){0,3}");

    /** A value and where it came from. */
    public record Entry(String value, String origin) {
        /** Where it came from; a value may be an address or a user name. */
        @Override
        public String toString() {
            return origin;
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads the file's lines: {@code key = value}, comments after {@code #} at the start of a line, empty lines. */
    public Sources file(String name, Bytes content) {
        if (content.size() > MAX_FILE_BYTES) return problem(name + " is larger than " + MAX_FILE_BYTES + " octets");
        Optional<String> text = utf8(content);
        if (text.isEmpty()) return problem(name + " is not UTF-8");
        Map<String, Entry> fromFile = new TreeMap<>();
        String[] lines = text.get().split("\n", -1);
        for (int i = 0; i < lines.length; i++) line(lines[i].strip(), name + " line " + (i + 1), fromFile);
        entries.putAll(fromFile);
        return this;
    }

    private void line(String line, String origin, Map<String, Entry> fromFile) {
        if (line.isEmpty() || line.startsWith("#")) return;
        int equals = line.indexOf('=');
        if (equals < 1) {
            problem(origin + " is not key = value");
            return;
        }
        String key = line.substring(0, equals).strip();
        if (fromFile.containsKey(key)) problem(origin + " sets " + quoted(key) + " a second time");
        else put(key, line.substring(equals + 1).strip(), origin, fromFile);
    }

    private static Optional<String> utf8(Bytes content) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.toArray())).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** Takes the variables that begin with FASTNESS_. */
    public Sources environment(Map<String, String> variables) {
        variables.forEach((variable, value) -> {
            if (variable.startsWith("FASTNESS_") && !OTHER_VARIABLES.contains(variable)) put(keyOf(variable), value, "environment " + variable, entries);
        });
        return this;
    }

    private static String keyOf(String variable) {
        return variable.substring("FASTNESS_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** Takes one flag's key and value. */
    public Sources flag(String key, String value) {
        put(key, value, "flag", entries);
        return this;
    }

    private void put(String key, String value, String origin, Map<String, Entry> target) {
        if (Setting.ofKey(key).isEmpty() && !NETWORK_KEY.matcher(key).matches()) problem(unknown(key, origin));
        else if (value.length() > MAX_VALUE_CHARS) problem(key + " (" + origin + ") is longer than " + MAX_VALUE_CHARS + " characters");
        else if (value.isEmpty()) problem(key + " (" + origin + ") is empty: leave it out instead");
        else if (value.chars().anyMatch(Character::isISOControl)) problem(key + " (" + origin + ") holds a control character");
        else target.put(key, new Entry(value, origin));
    }

    private static String unknown(String key, String origin) {
        if (key.startsWith("network.")) return origin + ": " + quoted(key) + " is not network.<chain id>." + String.join(" | ", Setting.NETWORK_PARTS);
        return origin + ": there is no key " + quoted(key) + "; the nearest is " + Setting.nearest(key);
    }

    /** The text if it looks like a key; a line that is no setting may be a secret that lost its place. */
    private static String quoted(String key) {
        return KEY_LIKE.matcher(key).matches() ? '"' + key + '"' : "like that";
    }

    private Sources problem(String sentence) {
        problems.add(sentence);
        return this;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What was said of the setting, if anything was. */
    public Optional<Entry> entry(Setting setting) {
        return Optional.ofNullable(entries.get(setting.key()));
    }

    /** What is set of networks: by chain id, then by part. */
    Map<Long, Map<String, Entry>> networks() {
        Map<Long, Map<String, Entry>> networks = new TreeMap<>();
        entries.forEach((key, entry) -> {
            var matcher = NETWORK_KEY.matcher(key);
            if (matcher.matches()) networks.computeIfAbsent(Long.parseLong(matcher.group(1)), absent -> new TreeMap<>()).put(matcher.group(2), entry);
        });
        return networks;
    }
}
