package org.fastness.crypto.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.fastness.base.Malformed;

final class AddressFuzzTest {

    /** What is accepted has one spelling only. */
    @FuzzTest
    void base58HasOneSpelling(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            check(Base58.encode(Base58.decode(text)), text);
        } catch (Malformed refused) {
            // as it should be
        }
    }

    @FuzzTest
    void bech32HasOneSpellingInEachCase(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        try {
            Bech32.Decoded decoded = Bech32.decode(text);
            check(Bech32.encode(decoded.prefix(), decoded.digits(), decoded.variant()), text.toLowerCase(Locale.ROOT));
            check(Bech32.toDigits(Bech32.toOctets(decoded.digits())).hex(), decoded.digits().hex());
        } catch (Malformed refused) {
            // as it should be
        }
    }

    @FuzzTest
    void addressesHaveOneSpelling(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (BitcoinAddress.Network network : BitcoinAddress.Network.values()) {
            try {
                check(BitcoinAddress.parse(network, text).text(), text.toLowerCase(Locale.ROOT));
            } catch (Malformed refused) {
                // as it should be
            }
        }
        try {
            check(SolanaAddress.parse(text).text(), text);
        } catch (Malformed refused) {
            // as it should be
        }
        try {
            check(EthereumAddress.parse(text).text().toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
        } catch (Malformed refused) {
            // as it should be
        }
    }

    private static void check(String written, String read) {
        if (!written.equals(read)) throw new AssertionError("two spellings of one value");
    }
}
