package org.fastness.crypto.hd;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.fastness.base.Malformed;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;

final class HdFuzzTest {

    /** What is accepted has one spelling only. */
    @FuzzTest
    void sentencesHaveOneSpelling(byte[] input) {
        if (input.length > 1 << 16) return;
        try (SecretBytes sentence = SecretBytes.copyOf(input);
                SecretBytes entropy = Bip39.toEntropy(sentence);
                SecretBytes written = Bip39.toSentence(entropy)) {
            if (!written.equals(sentence)) throw new AssertionError("two spellings of one sentence");
        } catch (Malformed refused) {
            // as it should be
        }
    }

    @FuzzTest
    void pathsHaveOneSpelling(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            if (!DerivationPath.parse(text).toString().equals(text)) throw new AssertionError("two spellings of one path");
        } catch (Malformed refused) {
            // as it should be
        }
    }

    @FuzzTest
    void extendedKeysHaveOneSpelling(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            if (!ExtendedPublicKey.parse(text).text().equals(text)) throw new AssertionError("two spellings of one public key");
        } catch (Malformed refused) {
            // as it should be
        }
        if (input.length > 1 << 16) return;
        try (SecretBytes secret = SecretBytes.copyOf(input);
                ExtendedSecretKey key = ExtendedSecretKey.parse(secret);
                SecretBytes written = key.exportUnsafe(SecretAccess.tcb())) {
            if (!written.equals(secret)) throw new AssertionError("two spellings of one secret key");
        } catch (Malformed refused) {
            // as it should be
        }
    }
}
