package org.fastness.crypto.hd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.crypto.Pbkdf2Sha512;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;

/**
 * BIP-39 with the English list: entropy of 128 to 256 bits as 12 to 24 words, and the seed they make.
 *
 * <p>Sentences are octets (ASCII), never a String: words in lower case, parted by single spaces. Thread-safe.
 */
public final class Bip39 {

    /** Octets of a seed. */
    public static final int SEED_SIZE = 64;

    /** Longest sentence: 24 words of 8 letters. */
    public static final int MAX_SENTENCE = 24 * 9 - 1;

    private static final int ITERATIONS = 2048;
    private static final int MAX_WORD = 8;
    private static final List<String> WORDS = load();
    private static final byte[][] WORD_OCTETS = WORDS.stream().map(word -> word.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);

    private Bip39() {}

    /** The 2048 words, in order. */
    public static List<String> words() {
        return WORDS;
    }

    /** The sentence of 16, 20, 24, 28 or 32 octets of entropy. */
    public static SecretBytes toSentence(SecretBytes entropy) {
        checkEntropy(entropy.size());
        return entropy.withArray(SecretAccess.tcb(), octets -> {
            int[] indexes = indexes(octets);
            byte[] sentence = new byte[MAX_SENTENCE];
            try {
                int size = write(indexes, sentence);
                return SecretBytes.takeFrom(Arrays.copyOf(sentence, size));
            } finally {
                Arrays.fill(sentence, (byte) 0);
                Arrays.fill(indexes, 0);
            }
        });
    }

    private static int write(int[] indexes, byte[] sentence) {
        int at = 0;
        for (int i = 0; i < indexes.length; i++) {
            if (i > 0) sentence[at++] = ' ';
            byte[] word = WORD_OCTETS[indexes[i]];
            System.arraycopy(word, 0, sentence, at, word.length);
            at += word.length;
        }
        return at;
    }

    private static int[] indexes(byte[] entropy) {
        int checksum = checksum(entropy);
        int[] indexes = new int[entropy.length * 3 / 4];
        for (int bit = 0; bit < indexes.length * 11; bit++) {
            int at = bit - entropy.length * 8;
            int value = at < 0 ? entropy[bit / 8] >>> (7 - bit % 8) & 1 : checksum >>> (7 - at) & 1;
            indexes[bit / 11] = indexes[bit / 11] << 1 | value;
        }
        return indexes;
    }

    /** The entropy of a sentence whose checksum is right. */
    public static SecretBytes toEntropy(SecretBytes sentence) throws Malformed {
        if (sentence.size() > MAX_SENTENCE) throw new Malformed("a sentence longer than its bound of " + MAX_SENTENCE);
        byte[] octets = sentence.withArray(SecretAccess.tcb(), byte[]::clone);
        int[] indexes = new int[24];
        try {
            int count = read(octets, indexes);
            if (count < 12 || count % 3 != 0) throw new Malformed("a sentence has 12, 15, 18, 21 or 24 words");
            return entropyOf(indexes, count);
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(indexes, 0);
        }
    }

    private static int read(byte[] sentence, int[] indexes) throws Malformed {
        int count = 0;
        int from = 0;
        for (int at = 0; at <= sentence.length; at++) {
            if (at < sentence.length && sentence[at] != ' ') continue;
            if (count == indexes.length) throw new Malformed("a sentence has at most 24 words");
            indexes[count++] = indexOf(sentence, from, at);
            from = at + 1;
        }
        return count;
    }

    private static int indexOf(byte[] sentence, int from, int to) throws Malformed {
        int low = 0;
        int high = WORD_OCTETS.length - 1;
        while (low <= high && to > from && to - from <= MAX_WORD) {
            int middle = (low + high) >>> 1;
            byte[] word = WORD_OCTETS[middle];
            int order = Arrays.compare(word, 0, word.length, sentence, from, to);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        throw new Malformed("not a word of the list");
    }

    private static SecretBytes entropyOf(int[] indexes, int count) throws Malformed {
        byte[] entropy = new byte[count * 4 / 3];
        int checksum = 0;
        for (int bit = 0; bit < count * 11; bit++) {
            int value = indexes[bit / 11] >>> (10 - bit % 11) & 1;
            int at = bit - entropy.length * 8;
            if (at < 0) entropy[bit / 8] |= (byte) (value << (7 - bit % 8));
            else checksum |= value << (7 - at);
        }
        int mask = 0xff << (8 - entropy.length / 4) & 0xff;
        if ((checksum(entropy) & mask) != checksum) {
            Arrays.fill(entropy, (byte) 0);
            throw new Malformed("the sentence's checksum does not match");
        }
        return SecretBytes.takeFrom(entropy);
    }

    private static int checksum(byte[] entropy) {
        return Digests.sha256(Bytes.wrapUnsafe(entropy)).at(0);
    }

    /** The seed of a sentence, whether its checksum is right or not, without a passphrase. */
    public static SecretBytes toSeed(SecretBytes sentence) {
        try (SecretBytes none = SecretBytes.copyOf(new byte[0])) {
            return toSeed(sentence, none);
        }
    }

    /** The seed with a passphrase of ASCII; others would need a normal form (NFKD) that only a heap String can be brought into. */
    public static SecretBytes toSeed(SecretBytes sentence, SecretBytes passphrase) {
        if (!isAscii(sentence) || !isAscii(passphrase)) throw new IllegalArgumentException("only ASCII is accepted");
        try (SecretBytes prefix = SecretBytes.copyOf(Bytes.ofUtf8("mnemonic"));
                SecretBytes salt = SecretBytes.concat(prefix, passphrase)) {
            return Pbkdf2Sha512.derive(sentence, salt, ITERATIONS, SEED_SIZE);
        }
    }

    private static boolean isAscii(SecretBytes text) {
        return text.withArray(SecretAccess.tcb(), octets -> {
            int all = 0;
            for (byte octet : octets) all |= octet;
            return all >= 0;
        });
    }

    private static void checkEntropy(int size) {
        if (size < 16 || size > 32 || size % 4 != 0) throw new IllegalArgumentException("entropy has 16, 20, 24, 28 or 32 octets");
    }

    private static List<String> load() {
        try (InputStream list = Bip39.class.getResourceAsStream("bip39_english.txt")) {
            if (list == null) throw new IllegalStateException("the word list is not in the module");
            List<String> words = new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            if (words.size() != 2048) throw new IllegalStateException("the word list is not whole");
            return words;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
