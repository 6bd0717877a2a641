package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.testkit.Seeded;
import org.fastness.testkit.Vectors;
import org.fastness.testkit.Vectors.Json;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Secp256k1Test {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final Bytes ORDER = Bytes.fromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    // ---- ECDSA ----

    /** The deterministic nonces that Bitcoin's libraries agreed upon, from the secret key 1. */
    @ParameterizedTest(name = "RFC 6979 over secp256k1: \"{0}\"")
    @CsvSource({
        "Satoshi Nakamoto,934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8,2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        "'All those moments will be lost in time, like tears in rain. Time to die...',"
                + "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b,547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"
    })
    void signsDeterministically(String text, String r, String s) {
        try (SecretBytes one = secret(1)) {
            EcdsaSignature signature = Secp256k1.signRecoverable(one, Digests.sha256(Bytes.ofUtf8(text)), Secp256k1.DETERMINISTIC);

            assertThat(signature.r().hex()).isEqualTo(r);
            assertThat(signature.s().hex()).isEqualTo(s);
        }
    }

    @Test
    void signsLikeTheOracleInLowS() {
        Seeded.check(100, random -> {
            Bytes hash = random.bytes(32);
            Bytes key = random.bytes(32);
            ECDSASigner oracle = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            oracle.init(true, new ECPrivateKeyParameters(new BigInteger(1, key.toArray()), DOMAIN));
            BigInteger[] expected = oracle.generateSignature(hash.toArray());
            BigInteger lowS = expected[1].min(CURVE.getN().subtract(expected[1]));
            try (SecretBytes secret = SecretBytes.copyOf(key)) {
                EcdsaSignature signature = Secp256k1.signRecoverable(secret, hash, Secp256k1.DETERMINISTIC);

                assertThat(new BigInteger(1, signature.r().toArray())).isEqualTo(expected[0]);
                assertThat(new BigInteger(1, signature.s().toArray())).isEqualTo(lowS);
                Bytes expectedKey = Bytes.of(CURVE.getG().multiply(new BigInteger(1, key.toArray())).normalize().getEncoded(true));
                assertThat(Secp256k1.publicKey(secret)).isEqualTo(expectedKey);
            }
        });
    }

    @Test
    void hedgesItsNonces() {
        try (SecretBytes key = SecretBytes.random(32)) {
            Bytes hash = Digests.sha256(Bytes.ofUtf8("once"));

            assertThat(Secp256k1.signRecoverable(key, hash)).isNotEqualTo(Secp256k1.signRecoverable(key, hash));
        }
    }

    @Test
    void verifiesAndRecoversWhatItSigned() {
        Seeded.check(200, random -> {
            Bytes hash = random.bytes(32);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32))) {
                Bytes publicKey = Secp256k1.publicKey(key);
                EcdsaSignature signature = Secp256k1.signRecoverable(key, hash);

                assertThat(Secp256k1.verify(publicKey, hash, signature.compact())).isTrue();
                assertThat(Secp256k1.verify(Secp256k1.uncompressed(publicKey), hash, signature.compact())).isTrue();
                assertThat(Secp256k1.verifyDer(publicKey, hash, signature.der())).isTrue();
                assertThat(Secp256k1.recover(hash, signature)).contains(publicKey);
                assertThat(Secp256k1.verify(publicKey, random.flipBit(hash), signature.compact())).isFalse();
                assertThat(Secp256k1.verify(publicKey, hash, random.flipBit(signature.compact()))).isFalse();
            }
        });
    }

    @Test
    void refusesTheHighSTwin() {
        try (SecretBytes key = SecretBytes.random(32)) {
            Bytes hash = Digests.sha256(Bytes.ofUtf8("twin"));
            EcdsaSignature low = Secp256k1.signRecoverable(key, hash);
            byte[] high = CURVE.getN().subtract(new BigInteger(1, low.s().toArray())).toByteArray();
            EcdsaSignature twin = new EcdsaSignature(low.r(), Bytes.of(high, high.length - 32, 32), low.recoveryId() ^ 1);

            assertThat(Secp256k1.verify(Secp256k1.publicKey(key), hash, twin.compact())).isFalse();
            assertThat(Secp256k1.recover(hash, twin)).isEmpty();
        }
    }

    @Test
    void refusesSecretsOutsideTheGroup() {
        for (Bytes bad : new Bytes[] {Bytes.of(new byte[32]), ORDER, Bytes.fromHex("ff".repeat(32))}) {
            try (SecretBytes secret = SecretBytes.copyOf(bad)) {
                assertThat(Secp256k1.isSecretKey(secret)).isFalse();
                assertThatThrownBy(() -> Secp256k1.publicKey(secret)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> Secp256k1.signRecoverable(secret, bad)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> Secp256k1.schnorrSign(secret, bad)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        try (SecretBytes shorter = SecretBytes.random(31)) {
            assertThat(Secp256k1.isSecretKey(shorter)).isFalse();
            assertThatThrownBy(() -> Secp256k1.signRecoverable(shorter, ORDER)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesKeysThatAreNoPoints() {
        Bytes hash = Bytes.of(new byte[32]);
        Bytes signature = Bytes.fromHex("01".repeat(64));
        Bytes good = Bytes.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        Bytes[] bad = {
            Bytes.EMPTY, good.slice(0, 32), Bytes.concat(good, Bytes.of((byte) 0)), Bytes.concat(Bytes.of((byte) 5), good.slice(1, 33)),
            Bytes.fromHex("020000000000000000000000000000000000000000000000000000000000000007"), Bytes.fromHex("02" + "ff".repeat(32)),
            Bytes.fromHex("04" + "00".repeat(64)),
            Bytes.fromHex("0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8") // X9.62 hybrid
        };
        for (Bytes key : bad) {
            assertThat(Secp256k1.verify(key, hash, signature)).isFalse();
            assertThatThrownBy(() -> Secp256k1.compressed(key)).isInstanceOf(Malformed.class);
            assertThat(Secp256k1.tweakAddPublic(key, hash)).isEmpty();
        }
    }

    // ---- tweaks ----

    @Test
    void tweakedSecretBelongsToTweakedPublicKey() {
        Seeded.check(100, random -> {
            Bytes tweak = random.bytes(32);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32));
                    SecretBytes secretTweak = SecretBytes.copyOf(tweak);
                    SecretBytes child = Secp256k1.tweakAddSecret(key, secretTweak).orElseThrow()) {
                assertThat(Secp256k1.tweakAddPublic(Secp256k1.publicKey(key), tweak)).contains(Secp256k1.publicKey(child));
            }
        });
    }

    @Test
    void tweakToZeroHasNoChild() {
        try (SecretBytes one = secret(1);
                SecretBytes minusOne = SecretBytes.copyOf(Bytes.concat(ORDER.slice(0, 31), Bytes.of((byte) 0x40)))) {
            long live = SecretArena.live();
            assertThat(Secp256k1.tweakAddSecret(one, minusOne)).isEqualTo(Optional.empty());
            assertThat(Secp256k1.tweakAddPublic(Secp256k1.publicKey(one), Bytes.concat(ORDER.slice(0, 31), Bytes.of((byte) 0x40)))).isEmpty();
            assertThat(SecretArena.live()).isEqualTo(live);
        }
    }

    // ---- BIP-340 ----

    @TestFactory
    Stream<DynamicTest> bip340() {
        return Vectors.text("bip/bip340_vectors.csv").lines().skip(1).map(line -> line.split(",", -1)).map(row -> dynamicTest("BIP-340 vector " + row[0] + " " + row[7], () -> bip340(row)));
    }

    private static void bip340(String[] row) {
        Bytes publicKey = Bytes.fromHex(row[2]);
        Bytes message = Bytes.fromHex(row[4]);
        Bytes signature = Bytes.fromHex(row[5]);
        assertThat(Secp256k1.schnorrVerify(publicKey, message, signature)).isEqualTo(row[6].equals("TRUE"));
        if (row[1].isEmpty()) return;
        try (SecretBytes key = SecretBytes.copyOf(Bytes.fromHex(row[1]))) {
            assertThat(Secp256k1.schnorrSign(key, message, Bytes.fromHex(row[3]))).isEqualTo(signature);
        }
    }

    @Test
    void schnorrVerifiesWhatItSigned() {
        Seeded.check(100, random -> {
            Bytes message = random.flip() ? random.bytes(32) : random.bytesUpTo(300);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32))) {
                Bytes xOnly = Secp256k1.xOnly(Secp256k1.publicKey(key)).x();
                Bytes signature = Secp256k1.schnorrSign(key, message);

                assertThat(Secp256k1.schnorrVerify(xOnly, message, signature)).isTrue();
                assertThat(Secp256k1.schnorrVerify(xOnly, message, random.flipBit(signature))).isFalse();
            }
        });
    }

    // ---- BIP-341 ----

    @TestFactory
    Stream<DynamicTest> bip341OutputKeys() {
        return Vectors.json("bip/bip341_wallet_vectors.json").items("scriptPubKey").stream()
                .map(each -> dynamicTest("BIP-341 output " + each.get("expected").text("bip350Address"), () -> outputKey(each)));
    }

    private static void outputKey(Json each) throws Malformed {
        Json intermediary = each.get("intermediary");
        Bytes root = intermediary.get("merkleRoot").isNull() ? Bytes.EMPTY : intermediary.hex("merkleRoot");
        Secp256k1.XOnlyKey output = Secp256k1.taprootOutputKey(each.get("given").hex("internalPubkey"), root);

        assertThat(output.x()).isEqualTo(intermediary.hex("tweakedPubkey"));
        assertThat(each.get("expected").text("scriptPubKey")).isEqualTo("5120" + output.x().hex());
    }

    @TestFactory
    Stream<DynamicTest> bip341SecretKeys() {
        return Vectors.json("bip/bip341_wallet_vectors.json").items("keyPathSpending").getFirst().items("inputSpending").stream()
                .map(each -> dynamicTest("BIP-341 input " + each.get("given").number("txinIndex"), () -> tweakedSecret(each)));
    }

    private static void tweakedSecret(Json each) throws Malformed {
        Json given = each.get("given");
        Json intermediary = each.get("intermediary");
        Bytes root = given.get("merkleRoot").isNull() ? Bytes.EMPTY : given.hex("merkleRoot");
        try (SecretBytes internal = SecretBytes.copyOf(given.hex("internalPrivkey"));
                SecretBytes tweaked = Secp256k1.taprootSecret(internal, root)) {
            assertThat(Secp256k1.xOnly(Secp256k1.publicKey(internal)).x()).isEqualTo(intermediary.hex("internalPubkey"));
            assertThat(tweaked).isEqualTo(SecretBytes.copyOf(intermediary.hex("tweakedPrivkey")));
            Bytes signature = Secp256k1.schnorrSign(tweaked, intermediary.hex("sigHash"), Bytes.of(new byte[32]));
            assertThat(each.get("expected").items("witness").getFirst().text()).startsWith(signature.hex());
        }
    }

    @Test
    void taprootSecretBelongsToOutputKey() {
        Seeded.check(100, random -> {
            Bytes root = random.flip() ? Bytes.EMPTY : random.bytes(32);
            try (SecretBytes internal = SecretBytes.copyOf(random.bytes(32));
                    SecretBytes tweaked = Secp256k1.taprootSecret(internal, root)) {
                Bytes output = Secp256k1.taprootOutputKey(Secp256k1.xOnly(Secp256k1.publicKey(internal)).x(), root).x();
                assertThat(Secp256k1.xOnly(Secp256k1.publicKey(tweaked)).x()).isEqualTo(output);
            }
        });
    }

    private static SecretBytes secret(int value) {
        byte[] octets = new byte[32];
        octets[31] = (byte) value;
        return SecretBytes.takeFrom(octets);
    }
}
