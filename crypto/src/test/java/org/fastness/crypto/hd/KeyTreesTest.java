package org.fastness.crypto.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Hash160;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.crypto.address.SolanaAddress;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BIP-32, SLIP-10 and the paths built on them. */
final class KeyTreesTest {
    private static final String MNEMONIC = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    /** A row of a vector file, and the seed above it. */
    private record Row(Bytes seed, String[] fields) {}

    // ---- BIP-32 ----

    @TestFactory
    Stream<DynamicTest> bip32() throws IOException {
        return rows("bip32.txt").stream().map(row -> dynamicTest("BIP-32 " + row.seed().slice(0, 4) + " " + row.fields()[0], () -> bip32(row)));
    }

    private static void bip32(Row row) throws Malformed {
        DerivationPath path = DerivationPath.parse(row.fields()[0]);
        try (SecretBytes seed = SecretBytes.copyOf(row.seed());
                ExtendedSecretKey node = ExtendedSecretKey.derive(seed, path);
                SecretBytes xprv = node.exportUnsafe(SecretAccess.tcb());
                ExtendedSecretKey parsed = ExtendedSecretKey.parse(xprv);
                SecretBytes again = parsed.exportUnsafe(SecretAccess.tcb())) {
            assertThat(node.neuter().text()).isEqualTo(row.fields()[1]);
            assertThat(xprv).isEqualTo(text(row.fields()[2]));
            assertThat(again).isEqualTo(xprv);
            assertThat(ExtendedPublicKey.parse(row.fields()[1])).isEqualTo(node.neuter());
        }
    }

    @TestFactory
    Stream<DynamicTest> bip32RefusesInvalidKeys() throws IOException {
        return lines("bip32_invalid.txt").map(line -> line.split(" ", 2)).map(each -> dynamicTest("BIP-32 vector 5: " + each[1], () -> {
            assertThatThrownBy(() -> ExtendedPublicKey.parse(each[0])).isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> ExtendedSecretKey.parse(text(each[0]))).isInstanceOf(Malformed.class);
        }));
    }

    @Test
    void publicChildrenAreTheSecretChildrensPublicKeys() {
        Seeded.check(40, random -> {
            try (SecretBytes seed = SecretBytes.copyOf(random.bytes(random.between(16, 64)));
                    ExtendedSecretKey master = ExtendedSecretKey.master(seed)) {
                DerivationPath.Step step = DerivationPath.Step.normal(random.below(Integer.MAX_VALUE));
                try (ExtendedSecretKey child = master.child(step)) {
                    assertThat(master.neuter().child(step)).isEqualTo(child.neuter());
                }
            }
        });
    }

    @Test
    void hardenedChildNeedsTheSecret() {
        try (SecretBytes seed = SecretBytes.random(64);
                ExtendedSecretKey master = ExtendedSecretKey.master(seed)) {
            assertThatThrownBy(() -> master.neuter().child(DerivationPath.Step.hardened(0))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void derivingLeavesNoSecretBehind() throws Malformed {
        try (SecretBytes seed = SecretBytes.random(64)) {
            long live = SecretArena.live();
            ExtendedSecretKey.derive(seed, DerivationPath.ethereum(3)).close();
            Slip10Ed25519.derive(seed, DerivationPath.solana(3)).close();
            assertThat(SecretArena.live()).isEqualTo(live);
            assertThatThrownBy(() -> Slip10Ed25519.derive(seed, DerivationPath.ethereum(3))).isInstanceOf(IllegalArgumentException.class);
            assertThat(SecretArena.live()).isEqualTo(live);
        }
    }

    @Test
    void nodesShowNothing() {
        try (SecretBytes seed = SecretBytes.random(64);
                ExtendedSecretKey node = ExtendedSecretKey.derive(seed, DerivationPath.ethereum(0))) {
            assertThat(node).hasToString("ExtendedSecretKey[depth 5]");
            assertThat(node.neuter()).hasToString("ExtendedPublicKey[depth 5]");
        }
    }

    // ---- SLIP-10 ----

    @TestFactory
    Stream<DynamicTest> slip10() throws IOException {
        return rows("slip10_ed25519.txt").stream().map(row -> dynamicTest("SLIP-10 " + row.seed().slice(0, 4) + " " + row.fields()[0], () -> slip10(row)));
    }

    private static void slip10(Row row) throws Malformed {
        try (SecretBytes seed = SecretBytes.copyOf(row.seed());
                Slip10Ed25519 node = Slip10Ed25519.derive(seed, DerivationPath.parse(row.fields()[0]));
                Ed25519.KeyPair pair = node.keyPair()) {
            assertThat(node.chainCode()).isEqualTo(SecretBytes.copyOf(Bytes.fromHex(row.fields()[1])));
            assertThat(node.secret()).isEqualTo(SecretBytes.copyOf(Bytes.fromHex(row.fields()[2])));
            assertThat("00" + pair.publicKey().hex()).isEqualTo(row.fields()[3]);
        }
    }

    // ---- paths to addresses ----

    @ParameterizedTest(name = "BIP-84 {0}/{1}")
    @CsvSource({
        "0,0,0330d54fd0dd420a6e5f8d3624f5f3482cae350f79d5f0753bf5beef9c2d91af3c,bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
        "0,1,03e775fd51f0dfb8cd865d9ff1cca2a158cf651fe997fdc9fee9c1d3b5e995ea77,bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
        "1,0,03025324888e429ab8e3dbaf1f7802648b9cd01e9b418485c5fa4c1b9b5700e1a6,bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el"
    })
    void bip84(int change, int index, String publicKey, String address) {
        try (ExtendedSecretKey node = node(DerivationPath.bitcoinSegwit(change, index))) {
            assertThat(node.publicKey().hex()).isEqualTo(publicKey);
            assertThat(BitcoinAddress.p2wpkh(BitcoinAddress.Network.MAINNET, node.publicKey()).text()).isEqualTo(address);
        }
    }

    @ParameterizedTest(name = "BIP-86 {0}/{1}")
    @CsvSource({
        "0,0,cc8a4bc64d897bddc5fbc2f670f7a8ba0b386779106cf1223c6fc5d7cd6fc115,5120a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c,"
                + "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        "0,1,83dfe85a3151d2517290da461fe2815591ef69f2b18a2ce63f01697a8b313145,5120a82f29944d65b86ae6b5e5cc75e294ead6c59391a1edc5e016e3498c67fc7bbb,"
                + "bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh",
        "1,0,399f1b2f4393f29a18c937859c5dd8a77350103157eb880f02e8c08214277cef,5120882d74e5d0572d5a816cef0041a96b6c1de832f6f9676d9605c44d5e9a97d3dc,"
                + "bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7"
    })
    void bip86(int change, int index, String internalKey, String script, String address) throws Malformed {
        try (ExtendedSecretKey node = node(DerivationPath.bitcoinTaproot(change, index))) {
            Bytes internal = node.publicKey().slice(1, 33);
            BitcoinAddress made = BitcoinAddress.p2tr(BitcoinAddress.Network.MAINNET, internal);

            assertThat(internal.hex()).isEqualTo(internalKey);
            assertThat(made.scriptPubKey().hex()).isEqualTo(script);
            assertThat(made.text()).isEqualTo(address);
        }
    }

    /** BIP-49 wraps the witness program in a script: only the derivation is ours, the address is not offered. */
    @Test
    void bip49DerivesTheKeyOfItsVector() throws Malformed {
        try (ExtendedSecretKey node = node(DerivationPath.parse("m/49'/1'/0'/0/0"))) {
            assertThat(node.secret()).isEqualTo(SecretBytes.copyOf(Bytes.fromHex("c9bdb49cfbaedca21c4b1f3a7803c34636b1d7dc55a717132443fc3f4c5867e8")));
            assertThat(node.publicKey().hex()).isEqualTo("03a1af804ac108a8a51782198c2d034b28bf90c8803f5a53f76276fa69a4eae77f");
            assertThat(Hash160.hash(node.publicKey()).hex()).isEqualTo("38971f73930f6c141d977ac4fd4a727c854935b3");
        }
    }

    /** BIP-44 prints no vectors; these addresses are the well-known ones of two public test sentences. */
    @ParameterizedTest(name = "BIP-44 {1} of {0}")
    @CsvSource({
        MNEMONIC + ",0,0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
        "test test test test test test test test test test test junk,0,0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        "test test test test test test test test test test test junk,1,0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
    })
    void bip44Ethereum(String mnemonic, int index, String address) throws Malformed {
        try (SecretBytes seed = Bip39.toSeed(text(mnemonic));
                ExtendedSecretKey node = ExtendedSecretKey.derive(seed, DerivationPath.ethereum(index))) {
            assertThat(EthereumAddress.of(node.publicKey()).text()).isEqualTo(address);
        }
    }

    @Test
    void solanaAddressIsTheOneItsWalletsShow() {
        try (SecretBytes seed = Bip39.toSeed(text(MNEMONIC));
                Slip10Ed25519 node = Slip10Ed25519.derive(seed, DerivationPath.solana(0));
                Ed25519.KeyPair pair = node.keyPair()) {
            assertThat(new SolanaAddress(pair.publicKey()).text()).isEqualTo("HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk");
        }
    }

    private static ExtendedSecretKey node(DerivationPath path) {
        try (SecretBytes sentence = text(MNEMONIC);
                SecretBytes seed = Bip39.toSeed(sentence)) {
            return ExtendedSecretKey.derive(seed, path);
        }
    }

    // ---- files ----

    private static List<Row> rows(String file) throws IOException {
        List<Row> rows = new ArrayList<>();
        Bytes seed = Bytes.EMPTY;
        for (String line : lines(file).toList()) {
            if (line.startsWith("seed ")) seed = Bytes.fromHex(line.substring(5));
            else rows.add(new Row(seed, line.split(" ")));
        }
        return rows;
    }

    private static Stream<String> lines(String file) throws IOException {
        try (InputStream in = KeyTreesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    private static SecretBytes text(String text) {
        return SecretBytes.copyOf(Bytes.ofUtf8(text));
    }
}
