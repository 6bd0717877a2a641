package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.spec.KeySpec;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hashes the JDK lacks, and PBKDF2 off the heap. */
final class HashesTest {

    @ParameterizedTest(name = "RIPEMD-160, the authors' page: \"{0}\"")
    @CsvSource({
        "'',9c1185a5c5e9fc54612808977ee8f548b2258d31",
        "a,0bdc9d2d256b3ee9daae347be6f4dc835a467ffe",
        "abc,8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
        "message digest,5d0689ef49d2fae572b881b123a85ffa21595f36",
        "abcdefghijklmnopqrstuvwxyz,f71c27109c692c1b56bbdceb5b9d2865b3708dbc"
    })
    void ripemd160(String text, String hash) {
        assertThat(Ripemd160.hash(Bytes.ofUtf8(text)).hex()).isEqualTo(hash);
    }

    @Test
    void ripemd160OfAMillionLetters() {
        assertThat(Ripemd160.hash(Bytes.ofUtf8("a".repeat(1_000_000))).hex()).isEqualTo("52783243c1697bdbe16d37f97f68f08325dc1528");
    }

    @ParameterizedTest(name = "Keccak-256 of \"{0}\"")
    @CsvSource({
        "'',c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "abc,4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    })
    void keccak256(String text, String hash) {
        assertThat(Keccak256.hash(Bytes.ofUtf8(text)).hex()).isEqualTo(hash);
    }

    @Test
    void hashesEveryLengthLikeTheOracle() {
        Bytes input = Seeded.of(7).bytes(700);
        for (int size = 0; size <= input.size(); size++) {
            Bytes part = input.slice(0, size);
            assertThat(Keccak256.hash(part)).as("Keccak of %d octets", size).isEqualTo(oracle(new KeccakDigest(256), part));
            assertThat(Ripemd160.hash(part)).as("RIPEMD of %d octets", size).isEqualTo(oracle(new RIPEMD160Digest(), part));
        }
    }

    @Test
    void partsHashAsOne() {
        Seeded.check(50, random -> {
            Bytes all = random.bytesUpTo(500);
            int cut = random.between(0, all.size());
            assertThat(Keccak256.hash(all.slice(0, cut), all.slice(cut, all.size()))).isEqualTo(Keccak256.hash(all));
        });
    }

    private static Bytes oracle(Digest digest, Bytes input) {
        byte[] out = new byte[digest.getDigestSize()];
        digest.update(input.toArray(), 0, input.size());
        digest.doFinal(out, 0);
        return Bytes.of(out);
    }

    @Test
    void stretchesPasswordsLikeTheJdk() {
        Seeded.check(20, random -> {
            String password = random.bytes(random.between(1, 100)).hex();
            Bytes salt = random.bytes(random.between(1, 40));
            int iterations = random.between(1, 40);
            KeySpec spec = new PBEKeySpec(password.toCharArray(), salt.toArray(), iterations, 512);
            byte[] expected = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
            try (SecretBytes secret = SecretBytes.copyOf(Bytes.ofUtf8(password));
                    SecretBytes salted = SecretBytes.copyOf(salt);
                    SecretBytes derived = Pbkdf2Sha512.derive(secret, salted, iterations, 64)) {
                assertThat(derived).isEqualTo(SecretBytes.copyOf(expected));
            }
        });
    }
}
