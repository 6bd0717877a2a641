package org.fastness.crypto.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.testkit.Seeded;
import org.fastness.testkit.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Bip39Test {

    @TestFactory
    Stream<DynamicTest> referenceVectors() {
        return Vectors.json("bip/bip39_vectors.json").items("english").stream().map(each -> each.items().stream().map(Vectors.Json::text).toList())
                .map(each -> dynamicTest("BIP-39 " + each.getFirst(), () -> vector(each)));
    }

    /** Entropy, sentence, seed with the passphrase TREZOR, and the BIP-32 master of that seed. */
    private static void vector(List<String> each) throws Malformed {
        try (SecretBytes entropy = SecretBytes.copyOf(Bytes.fromHex(each.get(0)));
                SecretBytes sentence = text(each.get(1));
                SecretBytes passphrase = text("TREZOR");
                SecretBytes made = Bip39.toSentence(entropy);
                SecretBytes read = Bip39.toEntropy(sentence);
                SecretBytes seed = Bip39.toSeed(sentence, passphrase);
                ExtendedSecretKey master = ExtendedSecretKey.master(seed);
                SecretBytes xprv = master.exportUnsafe(SecretAccess.tcb())) {
            assertThat(made).isEqualTo(sentence);
            assertThat(read).isEqualTo(entropy);
            assertThat(seed).isEqualTo(SecretBytes.copyOf(Bytes.fromHex(each.get(2))));
            assertThat(xprv).isEqualTo(text(each.get(3)));
        }
    }

    @Test
    void wordListIsTheReferenceList() {
        assertThat(Bip39.words()).isEqualTo(Vectors.text("bip/bip39_english.txt").lines().toList());
    }

    @Test
    void readsTheEntropyBackFromItsSentence() {
        Seeded.check(200, random -> {
            try (SecretBytes entropy = SecretBytes.copyOf(random.bytes(random.oneOf(16, 20, 24, 28, 32)));
                    SecretBytes sentence = Bip39.toSentence(entropy);
                    SecretBytes read = Bip39.toEntropy(sentence)) {
                assertThat(read).isEqualTo(entropy);
                assertThat(sentence.size()).isLessThanOrEqualTo(Bip39.MAX_SENTENCE);
            }
        });
    }

    @Test
    void refusesAWrongLastWordMostly() {
        int accepted = 0;
        for (String word : Bip39.words()) {
            try (SecretBytes sentence = text("abandon ".repeat(11) + word);
                    SecretBytes entropy = Bip39.toEntropy(sentence)) {
                assertThat(entropy.size()).isEqualTo(16);
                accepted++;
            } catch (Malformed refused) {
                assertThat(refused.getMessage()).doesNotContain(word + " ");
            }
        }
        assertThat(accepted).isEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "abandon", "abandon abandon abandon", "Abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        "abandon  abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        " abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about ",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abou",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon\tabout",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
    })
    void refusesEveryOtherSpelling(String sentence) {
        assertThatThrownBy(() -> Bip39.toEntropy(text(sentence))).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTwentyFourWordsAndRefusesOneMore() throws Malformed {
        String sentence = "abandon ".repeat(23) + "art";
        assertThat(Bip39.toEntropy(text(sentence)).size()).isEqualTo(32);
        assertThatThrownBy(() -> Bip39.toEntropy(text(sentence + " zoo"))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Bip39.toEntropy(text("x".repeat(Bip39.MAX_SENTENCE)))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Bip39.toEntropy(text("x".repeat(Bip39.MAX_SENTENCE + 1)))).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesOtherSizesOfEntropy() {
        for (int size : new int[] {0, 12, 15, 17, 31, 33, 36}) {
            try (SecretBytes entropy = SecretBytes.random(size)) {
                assertThatThrownBy(() -> Bip39.toSentence(entropy)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void refusesAPassphraseThatWouldNeedANormalForm() {
        assertThatThrownBy(() -> Bip39.toSeed(text("abandon"), SecretBytes.copyOf(Bytes.ofUtf8("é")))).isInstanceOf(IllegalArgumentException.class);
    }

    private static SecretBytes text(String text) {
        return SecretBytes.copyOf(Bytes.ofUtf8(text));
    }
}
