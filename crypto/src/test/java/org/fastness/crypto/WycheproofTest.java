package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.testkit.WycheproofFile;
import org.fastness.testkit.WycheproofFile.Case;
import org.fastness.testkit.WycheproofFile.Result;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Project Wycheproof's edge cases, all of each file: what our interface cannot even express must be refused, not skipped. */
final class WycheproofTest {

    private interface Check {
        void run(Case each) throws Exception;
    }

    private static Stream<DynamicTest> all(String file, Check check) {
        return WycheproofFile.read(file).cases().stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> check.run(each)));
    }

    @TestFactory
    Stream<DynamicTest> aesGcm() {
        return all("aes_gcm", WycheproofTest::aesGcm);
    }

    private static void aesGcm(Case each) throws Exception {
        Bytes sealed = Bytes.concat(each.hex("ct"), each.hex("tag"));
        try (SecretBytes key = SecretBytes.copyOf(each.hex("key"))) {
            if (key.size() != Aead.KEY_SIZE || each.hex("iv").size() != Aead.NONCE_SIZE) {
                assertThatThrownBy(() -> Aead.open(key, each.hex("iv"), each.hex("aad"), sealed)).isInstanceOf(IllegalArgumentException.class);
            } else if (each.result() == Result.VALID) {
                assertThat(Aead.openArray(key, each.hex("iv"), each.hex("aad"), sealed.toArray())).isEqualTo(each.hex("msg").toArray());
                assertThat(Aead.seal(key, each.hex("iv"), each.hex("aad"), each.hex("msg"))).isEqualTo(sealed);
                assertThat(JdkAesGcm.open(key, each.hex("iv"), each.hex("aad"), sealed.toArray())).isEqualTo(each.hex("msg").toArray());
            } else {
                assertThatThrownBy(() -> Aead.open(key, each.hex("iv"), each.hex("aad"), sealed)).isInstanceOf(AuthenticationFailed.class);
                assertThatThrownBy(() -> JdkAesGcm.open(key, each.hex("iv"), each.hex("aad"), sealed.toArray())).isInstanceOf(AuthenticationFailed.class);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> chaCha20Poly1305() {
        return all("chacha20_poly1305", WycheproofTest::chaChaPoly);
    }

    private static void chaChaPoly(Case each) throws Exception {
        byte[] sealed = Bytes.concat(each.hex("ct"), each.hex("tag")).toArray();
        try (SecretBytes key = SecretBytes.copyOf(each.hex("key"))) {
            if (each.hex("iv").size() != ChaChaPoly.NONCE_SIZE) {
                assertThatThrownBy(() -> ChaChaPoly.openArray(key, each.hex("iv"), each.hex("aad"), sealed)).isInstanceOf(IllegalArgumentException.class);
            } else if (each.result() == Result.VALID) {
                assertThat(ChaChaPoly.openArray(key, each.hex("iv"), each.hex("aad"), sealed)).isEqualTo(each.hex("msg").toArray());
                assertThat(ChaChaPoly.sealArray(key, each.hex("iv"), each.hex("aad"), each.hex("msg").toArray())).isEqualTo(sealed);
            } else {
                assertThatThrownBy(() -> ChaChaPoly.openArray(key, each.hex("iv"), each.hex("aad"), sealed)).isInstanceOf(AuthenticationFailed.class);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> x25519() {
        return all("x25519", WycheproofTest::x25519);
    }

    private static void x25519(Case each) throws Exception {
        boolean known = each.hex("shared").equals(Bytes.of(new byte[32]));
        try (SecretBytes key = SecretBytes.copyOf(each.hex("private"))) {
            if (known) {
                assertThatThrownBy(() -> X25519.agree(key, each.hex("public"))).isInstanceOf(AuthenticationFailed.class);
                return;
            }
            try (SecretBytes shared = X25519.agree(key, each.hex("public"))) {
                assertThat(shared).isEqualTo(SecretBytes.copyOf(each.hex("shared")));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> ed25519() {
        return all("ed25519", each -> assertThat(Ed25519.verify(each.group().get("publicKey").hex("pk"), each.hex("msg"), each.hex("sig")))
                .isEqualTo(each.result() == Result.VALID));
    }

    @TestFactory
    Stream<DynamicTest> hkdfSha256() {
        return all("hkdf_sha256", WycheproofTest::hkdf);
    }

    private static void hkdf(Case each) {
        int size = Math.toIntExact(each.test().number("size"));
        try (SecretBytes ikm = SecretBytes.copyOf(each.hex("ikm"))) {
            if (each.result() == Result.VALID) {
                assertThat(Hkdf.derive(ikm, each.hex("salt"), each.hex("info"), size)).isEqualTo(SecretBytes.copyOf(each.hex("okm")));
            } else {
                assertThatThrownBy(() -> Hkdf.derive(ikm, each.hex("salt"), each.hex("info"), size)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> hmacSha256() {
        return all("hmac_sha256", WycheproofTest::hmac);
    }

    private static void hmac(Case each) {
        int size = Math.toIntExact(each.group().number("tagSize") / 8);
        try (SecretBytes key = SecretBytes.copyOf(each.hex("key"))) {
            Bytes mac = HmacSha256.mac(key, each.hex("msg"));
            assertThat(mac.slice(0, size).equals(each.hex("tag"))).isEqualTo(each.result() == Result.VALID);
            assertThat(HmacSha256.verify(key, each.hex("tag"), each.hex("msg"))).isEqualTo(each.result() == Result.VALID && size == HmacSha256.SIZE);
        }
    }

    @TestFactory
    Stream<DynamicTest> ecdsaSecp256k1InBitcoinsForm() {
        return all("ecdsa_secp256k1_sha256_bitcoin", each -> assertThat(Secp256k1.verifyDer(publicKey(each), Digests.sha256(each.hex("msg")), each.hex("sig")))
                .isEqualTo(each.result() == Result.VALID));
    }

    @TestFactory
    Stream<DynamicTest> ecdsaP256InDer() {
        return all("ecdsa_secp256r1_sha256", each -> assertThat(P256.verifyDer(publicKey(each), Digests.sha256(each.hex("msg")), each.hex("sig")))
                .isEqualTo(each.result() == Result.VALID));
    }

    @TestFactory
    Stream<DynamicTest> ecdsaP256InP1363() {
        return all("ecdsa_secp256r1_sha256_p1363", each -> assertThat(P256.verifyP1363(publicKey(each), Digests.sha256(each.hex("msg")), each.hex("sig")))
                .isEqualTo(each.result() == Result.VALID));
    }

    private static Bytes publicKey(Case each) {
        return each.group().get("publicKey").hex("uncompressed");
    }
}
