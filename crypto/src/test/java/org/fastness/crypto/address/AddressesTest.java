package org.fastness.crypto.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {

    // ---- BIP-173, BIP-350 ----

    @TestFactory
    Stream<DynamicTest> bip173AndBip350() throws IOException {
        try (InputStream in = AddressesTest.class.getResourceAsStream("bech32.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
            return lines.stream().map(AddressesTest::unescaped).map(line -> dynamicTest(line, () -> check(split(line))));
        }
    }

    private static String[] split(String line) {
        int first = line.indexOf(' ');
        String[] rest = line.substring(first + 1).split("(?<=.) ");
        return rest.length == 1 ? new String[] {line.substring(0, first), rest[0]} : new String[] {line.substring(0, first), rest[0], rest[1]};
    }

    /** The standards give a few unprintable characters by number. */
    private static String unescaped(String line) {
        return Pattern.compile("\\\\u([0-9a-f]{4})").matcher(line).replaceAll(hex -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(hex.group(1), 16))));
    }

    private static void check(String[] fields) throws Malformed {
        String text = fields[1];
        switch (fields[0]) {
            case "bech32" -> assertReads(text, Bech32.Variant.BECH32);
            case "bech32m" -> assertReads(text, Bech32.Variant.BECH32M);
            case "address" -> assertPaysTo(text, fields[2]);
            case "invalid-address" -> assertThat(parseAnyNetwork(text)).isEmpty();
            default -> assertThatThrownBy(() -> Bech32.decode(text)).isInstanceOf(Malformed.class);
        }
    }

    private static void assertReads(String text, Bech32.Variant variant) throws Malformed {
        Bech32.Decoded decoded = Bech32.decode(text);
        assertThat(decoded.variant()).isEqualTo(variant);
        assertThat(Bech32.encode(decoded.prefix(), decoded.digits(), variant)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    private static void assertPaysTo(String text, String script) {
        BitcoinAddress address = parseAnyNetwork(text).orElseThrow();
        assertThat(address.scriptPubKey().hex()).isEqualTo(script);
        assertThat(address.text()).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    private static Optional<BitcoinAddress> parseAnyNetwork(String text) {
        return Arrays.stream(BitcoinAddress.Network.values()).flatMap(network -> {
            try {
                return Stream.of(BitcoinAddress.parse(network, text));
            } catch (Malformed refused) {
                return Stream.empty();
            }
        }).findFirst();
    }

    @Test
    void readsTheBitcoinAddressesItWrites() {
        Seeded.check(200, random -> {
            int version = random.between(0, 16);
            Bytes program = random.bytes(version == 0 ? random.oneOf(20, 32) : random.between(2, 40));
            BitcoinAddress address = new BitcoinAddress(random.oneOf(BitcoinAddress.Network.values()), version, program);
            assertThat(BitcoinAddress.parse(address.network(), address.text())).isEqualTo(address);
            assertThat(BitcoinAddress.parse(address.network(), address.text().toUpperCase(Locale.ROOT))).isEqualTo(address);
        });
    }

    @Test
    void findsEveryChangedCharacterOfABitcoinAddress() {
        String address = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
        for (int i = 0; i < address.length(); i++) {
            for (char c : "qpzry9x8gf2tvdw0s3jn54khce6mua7l1".toCharArray()) {
                if (address.charAt(i) == c) continue;
                String changed = address.substring(0, i) + c + address.substring(i + 1);
                assertThat(parseAnyNetwork(changed)).as(changed).isEmpty();
            }
        }
    }

    @Test
    void refusesAnAddressOfAnotherNetwork() {
        assertThatThrownBy(() -> BitcoinAddress.parse(BitcoinAddress.Network.TESTNET, "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu")).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTheLongestBech32AndRefusesOneMore() throws Malformed {
        Bytes digits = Bytes.of(new byte[82]);
        String longest = Bech32.encode("a", digits, Bech32.Variant.BECH32M);
        assertThat(longest).hasSize(Bech32.MAX_SIZE);
        assertThat(Bech32.decode(longest).digits()).isEqualTo(digits);
        assertThatThrownBy(() -> Bech32.encode("ab", digits, Bech32.Variant.BECH32M)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bech32.decode(longest + "q")).isInstanceOf(Malformed.class);
    }

    // ---- base 58 ----

    @ParameterizedTest(name = "Bitcoin Core's base58_encode_decode.json: {1}")
    @CsvSource({
        "'',''", "61,2g", "626262,a3gV", "636363,aPEr", "73696d706c792061206c6f6e6720737472696e67,2cFupjhnEsSn59qHXstmK2ffpLv2",
        "00eb15231dfceb60925886b67d065299925915aeb172c06647,1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L", "516b6fcd0f,ABnLTmg", "bf4f89001e670274dd,3SEo3LWLoPntC", "572e4794,3EFU7m",
        "ecac89cad93923c02321,EJDM8drfXA6uyA", "10c8511e,Rt5zm", "00000000000000000000,1111111111"
    })
    void base58(String hex, String text) throws Malformed {
        assertThat(Base58.encode(Bytes.fromHex(hex))).isEqualTo(text);
        assertThat(Base58.decode(text)).isEqualTo(Bytes.fromHex(hex));
    }

    @Test
    void readsTheBase58ItWrites() {
        Seeded.check(200, random -> {
            Bytes octets = Bytes.concat(Bytes.of(new byte[random.below(4)]), random.bytesUpTo(120));
            assertThat(Base58.decode(Base58.encode(octets))).isEqualTo(octets);
            assertThat(Base58.decodeChecked(Base58.encodeChecked(octets))).isEqualTo(octets);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "O", "I", "l", "a b", " a", "a\n", "é", "+"})
    void refusesWhatIsNoBase58(String text) {
        assertThatThrownBy(() -> Base58.decode(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTheLongestBase58AndRefusesOneMore() throws Malformed {
        assertThat(Base58.decode("2".repeat(Base58.MAX_SIZE)).isEmpty()).isFalse();
        assertThatThrownBy(() -> Base58.decode("2".repeat(Base58.MAX_SIZE + 1))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Base58.encode(Bytes.of(new byte[Base58.MAX_SIZE + 1]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base58.decodeChecked("2g")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Base58.decodeChecked("1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9M")).isInstanceOf(Malformed.class);
    }

    // ---- EIP-55 ----

    @ParameterizedTest(name = "EIP-55 {0}")
    @ValueSource(strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D", "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
    })
    void eip55(String text) throws Malformed {
        EthereumAddress address = EthereumAddress.parse(text);

        assertThat(address.text()).isEqualTo(text);
        assertThat(EthereumAddress.parse(text.toLowerCase(Locale.ROOT))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
        "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA\u0665d"
    })
    void refusesWhatIsNoEthereumAddress(String text) {
        assertThatThrownBy(() -> EthereumAddress.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void ethereumAddressIsTheSameOfEitherFormOfTheKey() {
        Seeded.check(30, random -> {
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32))) {
                Bytes publicKey = Secp256k1.publicKey(key);
                assertThat(EthereumAddress.of(Secp256k1.uncompressed(publicKey))).isEqualTo(EthereumAddress.of(publicKey));
            }
        });
    }

    // ---- Solana ----

    @Test
    void readsTheSolanaAddressesItWrites() {
        Seeded.check(100, random -> {
            SolanaAddress address = new SolanaAddress(Bytes.concat(Bytes.of(new byte[random.below(4)]), random.bytes(32)).slice(0, 32));
            assertThat(SolanaAddress.parse(address.text())).isEqualTo(address);
        });
    }

    @Test
    void refusesOtherSizesOfSolanaAddress() {
        assertThat(new SolanaAddress(Bytes.of(new byte[32])).text()).isEqualTo("1".repeat(32));
        for (String text : new String[] {"", "1".repeat(31), "1".repeat(33), "z".repeat(44), "2".repeat(45)}) {
            assertThatThrownBy(() -> SolanaAddress.parse(text)).as(text).isInstanceOf(Malformed.class);
        }
    }
}
