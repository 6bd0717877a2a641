package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors printed in the standards themselves, typed in with their section. */
final class RfcVectorsTest {

    // ---- RFC 7748, X25519 ----

    @ParameterizedTest(name = "RFC 7748 section 5.2")
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    })
    void agreesAsInRfc7748(String secret, String peer, String shared) throws Exception {
        try (SecretBytes key = secret(secret);
                SecretBytes agreed = X25519.agree(key, Bytes.fromHex(peer))) {
            assertThat(shown(agreed).hex()).isEqualTo(shared);
        }
    }

    /** Section 5.2: the output of each round is the next key, its key the next point. */
    @Test
    void iteratesAsInRfc7748() throws Exception {
        SecretBytes key = secret("0900000000000000000000000000000000000000000000000000000000000000");
        Bytes point = shown(key);
        for (int round = 1; round <= 1000; round++) {
            SecretBytes next = X25519.agree(key, point);
            point = shown(key);
            key.close();
            key = next;
            if (round == 1) assertThat(shown(key).hex()).isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
        }
        assertThat(shown(key).hex()).isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
        key.close();
    }

    @Test
    void exchangesKeysAsInRfc7748Section61() throws Exception {
        try (SecretBytes alice = secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
                SecretBytes bob = secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
                SecretBytes shared = X25519.agree(alice, X25519.publicKey(bob))) {
            assertThat(X25519.publicKey(alice).hex()).isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
            assertThat(X25519.publicKey(bob).hex()).isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
            assertThat(shown(shared).hex()).isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        }
    }

    // ---- RFC 8032, Ed25519 ----

    @ParameterizedTest(name = "RFC 8032 section 7.1, {0}")
    @CsvSource({
        "TEST 1,9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "TEST 2,4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "TEST 3,c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "TEST SHA(abc),833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
                + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
                + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    })
    void signsAsInRfc8032(String name, String seed, String publicKey, String message, String signature) {
        try (SecretBytes key = secret(seed);
                Ed25519.KeyPair pair = Ed25519.KeyPair.fromSeed(key)) {
            assertThat(pair.publicKey().hex()).isEqualTo(publicKey);
            assertThat(pair.sign(Bytes.fromHex(message)).hex()).isEqualTo(signature);
            assertThat(Ed25519.verify(pair.publicKey(), Bytes.fromHex(message), Bytes.fromHex(signature))).isTrue();
        }
    }

    @Test
    void signsLongMessagesLikeShortOnes() throws Exception {
        try (SecretBytes seed = SecretBytes.random(32);
                Ed25519.KeyPair pair = Ed25519.KeyPair.fromSeed(seed)) {
            var jdk = java.security.KeyFactory.getInstance("Ed25519").generatePrivate(
                    new java.security.spec.EdECPrivateKeySpec(java.security.spec.NamedParameterSpec.ED25519, shown(seed).toArray()));
            for (int size : new int[] {0, 1, 8191, 8192, 8193, 100_000}) {
                Bytes message = Entropy.system().bytes(size);
                var signer = java.security.Signature.getInstance("Ed25519");
                signer.initSign(jdk);
                signer.update(message.toArray());

                Bytes signature = pair.sign(message);

                assertThat(signature).isEqualTo(Bytes.of(signer.sign()));
                assertThat(Ed25519.verify(pair.publicKey(), message, signature)).isTrue();
                assertThat(Ed25519.verify(pair.publicKey(), message, Seeded.of(size).flipBit(signature))).isFalse();
            }
        }
    }

    // ---- RFC 5869, HKDF ----

    @ParameterizedTest(name = "RFC 5869 appendix A, SHA-256")
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,000102030405060708090a0b0c,f0f1f2f3f4f5f6f7f8f9,"
                + "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5,"
                + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f,"
                + "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf,"
                + "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,"
                + "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244,"
                + "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,'','',"
                + "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04,"
                + "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    })
    void derivesAsInRfc5869(String ikm, String salt, String info, String prk, String okm) {
        try (SecretBytes material = secret(ikm);
                SecretBytes extracted = Hkdf.extract(Bytes.fromHex(salt), material);
                SecretBytes secretSalt = secret(salt);
                SecretBytes same = Hkdf.extract(secretSalt, material);
                SecretBytes expanded = Hkdf.expand(extracted, Bytes.fromHex(info), okm.length() / 2)) {
            assertThat(shown(extracted).hex()).isEqualTo(prk);
            assertThat(same).isEqualTo(extracted);
            assertThat(shown(expanded).hex()).isEqualTo(okm);
        }
    }

    // ---- RFC 4231, HMAC ----

    @ParameterizedTest(name = "RFC 4231, {0}")
    @CsvSource({
        "section 4.2,0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,Hi There,b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7,"
                + "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        "section 4.3,4a656665,what do ya want for nothing?,5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843,"
                + "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    })
    void authenticatesAsInRfc4231(String name, String key, String data, String sha256, String sha512) {
        assertMacs(secret(key), data, sha256, sha512);
    }

    @Test
    void authenticatesUnderALongKeyAsInRfc4231Section47() {
        byte[] key = new byte[131];
        Arrays.fill(key, (byte) 0xaa);
        assertMacs(SecretBytes.copyOf(key), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
    }

    private static void assertMacs(SecretBytes key, String data, String sha256, String sha512) {
        try (key;
                SecretBytes secretData = SecretBytes.copyOf(Bytes.ofUtf8(data));
                SecretBytes fromPublic = HmacSha512.secret(key, Bytes.ofUtf8(data));
                SecretBytes fromSecret = HmacSha512.secret(key, secretData)) {
            assertThat(HmacSha256.mac(key, Bytes.ofUtf8(data)).hex()).isEqualTo(sha256);
            assertThat(HmacSha512.mac(key, Bytes.ofUtf8(data)).hex()).isEqualTo(sha512);
            assertThat(shown(fromPublic).hex()).isEqualTo(sha512);
            assertThat(fromSecret).isEqualTo(fromPublic);
        }
    }

    // ---- RFC 9106, Argon2id ----

    /** Section 5.3 has four lanes and a secret, which libsodium does not offer: the oracle must pass it, and then we must equal the oracle. */
    @Test
    void oraclePassesRfc9106Section53() {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32).withIterations(3).withParallelism(4).withSalt(filled(16, 2)).withSecret(filled(8, 3)).withAdditional(filled(12, 4)).build();

        assertThat(Bytes.of(oracle(parameters, filled(32, 1), 32)).hex()).isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    void hashesPasswordsLikeTheOracle() {
        Seeded.check(12, random -> {
            int memoryKib = random.oneOf(8, 64, 1024);
            int passes = random.between(1, 4);
            int length = random.between(16, 64);
            Bytes salt = random.bytes(16);
            Bytes password = random.bytesUpTo(80);
            Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib).withIterations(passes).withParallelism(1).withSalt(salt.toArray()).build();
            try (SecretBytes secret = SecretBytes.copyOf(password);
                    SecretBytes derived = Argon2id.derive(secret, salt, memoryKib, passes, length)) {
                assertThat(shown(derived)).isEqualTo(Bytes.of(oracle(parameters, password.toArray(), length)));
            }
        });
    }

    private static byte[] oracle(Argon2Parameters parameters, byte[] password, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] out = new byte[length];
        generator.generateBytes(password, out);
        return out;
    }

    private static byte[] filled(int size, int value) {
        byte[] octets = new byte[size];
        Arrays.fill(octets, (byte) value);
        return octets;
    }

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(Bytes.fromHex(hex));
    }

    private static Bytes shown(SecretBytes secret) {
        return secret.withArray(SecretAccess.tcb(), Bytes::of);
    }
}
