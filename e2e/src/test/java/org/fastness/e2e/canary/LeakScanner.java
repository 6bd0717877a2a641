package org.fastness.e2e.canary;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fastness.base.Bytes;

/**
 * Searches octets for canaries as plain octets, hex of either case, base64 and base64url at all three alignments, and text besides in either case,
 * percent-encoded and in UTF-16 of either order. One pass over the octets however many canaries there are: the first eight octets of every needle stand in
 * a table, behind a filter of bits.
 */
final class LeakScanner {
    /** Octets of the shortest needle. */
    static final int SHORTEST = 8;
    private static final int WORDS_IN_A_ROW = 4;
    private static final int CODE_DIGITS = 6;
    private static final int FILTER_BITS = 20;
    /** Files larger than this are not ours. */
    private static final long LARGEST_FILE = 256L << 20;

    /** A canary that was found. @param place file or page @param encoding how it was written */
    record Finding(String canary, String place, String encoding) implements Comparable<Finding> {
        @Override
        public int compareTo(Finding other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Needle(String canary, String encoding, byte[] octets) {}

    private final Map<Long, List<Needle>> needles = new HashMap<>();
    private final long[] filter = new long[1 << (FILTER_BITS - 6)];
    private final Map<String, Set<String>> digits = new HashMap<>();
    private final Map<String, Set<String>> phrases = new HashMap<>();

    LeakScanner(List<Canary> canaries) {
        for (Canary canary : canaries) {
            switch (canary) {
                case Canary.Octets octets -> addOctets(octets.name(), octets.value().toArray());
                case Canary.Text text -> addText(text.name(), text.value());
                case Canary.Digits code -> digits.computeIfAbsent(code.value(), key -> new HashSet<>()).add(code.name());
                case Canary.Words words -> addWords(words);
            }
        }
    }

    // ---- needles ----

    private void addText(String name, String text) {
        Set<String> variants = new HashSet<>(List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT), URLEncoder.encode(text, StandardCharsets.UTF_8)));
        for (String variant : variants) {
            addOctets(name, variant.getBytes(StandardCharsets.UTF_8));
            for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) add(name, wide.name(), variant.getBytes(wide));
        }
    }

    private void addOctets(String name, byte[] octets) {
        add(name, "plain", octets);
        String hex = Bytes.of(octets).hex();
        add(name, "hex", hex.getBytes(StandardCharsets.US_ASCII));
        add(name, "HEX", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        for (int alignment = 0; alignment < 3; alignment++) {
            addInner(name, "base64+" + alignment, Base64.getEncoder(), octets, alignment);
            addInner(name, "base64url+" + alignment, Base64.getUrlEncoder(), octets, alignment);
        }
    }

    /** The characters that the octets alone decide, when so many others stand before them. */
    private void addInner(String name, String encoding, Base64.Encoder encoder, byte[] octets, int before) {
        byte[] shifted = new byte[before + octets.length];
        System.arraycopy(octets, 0, shifted, before, octets.length);
        byte[] text = encoder.withoutPadding().encode(shifted);
        add(name, encoding, Arrays.copyOfRange(text, Math.ceilDiv(before * 8, 6), shifted.length * 8 / 6));
    }

    private void add(String name, String encoding, byte[] octets) {
        long prefix = prefix(octets);
        List<Needle> same = needles.computeIfAbsent(prefix, key -> new ArrayList<>());
        if (same.stream().noneMatch(needle -> needle.canary.equals(name) && Arrays.equals(needle.octets, octets))) same.add(new Needle(name, encoding, octets));
        int bit = filterBit(prefix);
        filter[bit >>> 6] |= 1L << bit;
    }

    private void addWords(Canary.Words words) {
        String[] all = words.sentence().split(" ");
        for (int i = 0; i + WORDS_IN_A_ROW <= all.length; i++) {
            phrases.computeIfAbsent(String.join(" ", Arrays.copyOfRange(all, i, i + WORDS_IN_A_ROW)), key -> new HashSet<>()).add(words.name());
        }
    }

    private static long prefix(byte[] octets) {
        long prefix = 0;
        for (int i = 0; i < SHORTEST; i++) prefix = prefix << 8 | octets[i] & 0xff;
        return prefix;
    }

    private static int filterBit(long prefix) {
        return (int) (prefix * 0x9E3779B97F4A7C15L >>> (64 - FILTER_BITS));
    }

    // ---- the search ----

    /** Everything found below the folder, symbolic links not followed. */
    Set<Finding> scanFolder(Path folder) throws IOException {
        Set<Finding> findings = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) findings.addAll(scanFile(file));
        }
        return findings;
    }

    /** Everything found in the file; one that is gone meanwhile holds nothing. */
    Set<Finding> scanFile(Path file) throws IOException {
        try {
            return Files.size(file) > LARGEST_FILE ? Set.of() : scan(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
            return Set.of();
        }
    }

    /** Everything found in the octets. */
    Set<Finding> scan(String place, byte[] octets) {
        Set<Finding> findings = new TreeSet<>();
        long window = 0;
        for (int i = 0; i < octets.length; i++) {
            window = window << 8 | octets[i] & 0xff;
            int bit = filterBit(window);
            if (i >= SHORTEST - 1 && (filter[bit >>> 6] >>> bit & 1) != 0) check(place, octets, i - SHORTEST + 1, window, findings);
        }
        scanText(place, octets, findings);
        return findings;
    }

    private void check(String place, byte[] octets, int from, long prefix, Set<Finding> findings) {
        for (Needle needle : needles.getOrDefault(prefix, List.of())) {
            int to = from + needle.octets.length;
            if (to <= octets.length && Arrays.equals(octets, from, to, needle.octets, 0, needle.octets.length)) findings.add(new Finding(needle.canary, place, needle.encoding));
        }
    }

    /** Digits and words, the latter in octets as they are and without the zeros of UTF-16. */
    private void scanText(String place, byte[] octets, Set<Finding> findings) {
        if (!digits.isEmpty()) scanDigits(place, octets, findings);
        if (phrases.isEmpty()) return;
        scanWords(place, "words", octets, findings);
        byte[] narrow = new byte[octets.length];
        int size = 0;
        for (byte octet : octets) if (octet != 0) narrow[size++] = octet;
        if (size < octets.length) scanWords(place, "words in UTF-16", Arrays.copyOf(narrow, size), findings);
    }

    /** A number in a time stamp, a path or a fraction is chance; one that stands alone, quoted or after a space, is not. */
    private void scanDigits(String place, byte[] octets, Set<Finding> findings) {
        for (int at = 0; at < octets.length;) {
            int from = at;
            while (at < octets.length && octets[at] >= '0' && octets[at] <= '9') at++;
            if (at - from == CODE_DIGITS && standsAlone(octets, from, at)) {
                String number = new String(octets, from, CODE_DIGITS, StandardCharsets.US_ASCII);
                for (String name : digits.getOrDefault(number, Set.of())) findings.add(new Finding(name, place, "digits"));
            }
            if (at == from) at++;
        }
    }

    private static boolean standsAlone(byte[] octets, int from, int to) {
        boolean before = from == 0 || !joins(octets[from - 1]) && octets[from - 1] != '.';
        boolean fraction = to + 1 < octets.length && octets[to] == '.' && octets[to + 1] >= '0' && octets[to + 1] <= '9';
        boolean after = to == octets.length || !joins(octets[to]);
        return before && after && !fraction;
    }

    private static boolean joins(byte octet) {
        return isLetter(octet) || octet >= '0' && octet <= '9' || ":+/_-".indexOf(octet) >= 0;
    }

    private void scanWords(String place, String encoding, byte[] octets, Set<Finding> findings) {
        if (phrases.isEmpty()) return;
        String[] last = new String[WORDS_IN_A_ROW];
        int count = 0;
        int lastEnd = 0;
        for (int at = 0; at < octets.length;) {
            int from = at;
            while (at < octets.length && isLetter(octets[at])) at++;
            int length = at - from;
            if (length >= 3 && length <= 8) {
                if (from - lastEnd > 12) count = 0; // words of one list stand together
                System.arraycopy(last, 1, last, 0, WORDS_IN_A_ROW - 1);
                last[WORDS_IN_A_ROW - 1] = new String(octets, from, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
                lastEnd = at;
                if (++count >= WORDS_IN_A_ROW) {
                    for (String name : phrases.getOrDefault(String.join(" ", last), Set.of())) findings.add(new Finding(name, place, encoding));
                }
            } else if (length > 8) {
                count = 0;
            }
            if (at == from) at++;
        }
    }

    private static boolean isLetter(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
    }
}
