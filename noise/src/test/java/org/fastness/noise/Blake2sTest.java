package org.fastness.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.fastness.base.Bytes;
import org.junit.jupiter.api.Test;

class Blake2sTest {

    private static Bytes hash(int outSize, byte[] key, byte[] input) {
        byte[] out = new byte[32];
        Blake2s hash = new Blake2s(outSize, key);
        hash.update(input);
        hash.digest(out, 0);
        return Bytes.of(out, 0, outSize);
    }

    @Test
    void hashesAbcAsRfc7693AppendixBPrintsIt() {
        assertThat(hash(32, new byte[0], "abc".getBytes(StandardCharsets.US_ASCII)).hex())
                .isEqualTo("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982");
    }

    @Test
    void passesTheSelfTestOfRfc7693AppendixE() {
        Blake2s all = new Blake2s(32, new byte[0]);
        for (int outSize : new int[] {16, 20, 28, 32}) {
            for (int inSize : new int[] {0, 3, 64, 65, 255, 1024}) {
                byte[] input = sequence(inSize, inSize);
                byte[] key = sequence(outSize, outSize);
                all.update(hash(outSize, new byte[0], input).toArray());
                all.update(hash(outSize, key, input).toArray());
            }
        }
        byte[] out = new byte[32];
        all.digest(out, 0);

        assertThat(Bytes.of(out).hex()).isEqualTo("6a411f08ce25adcdfb02aba641451cec53c598b24f4fc787fbdc88797f4c1dfe");
    }

    /** selftest_seq of appendix E. */
    private static byte[] sequence(int size, int seed) {
        byte[] out = new byte[size];
        int a = 0xDEAD4BAD * seed;
        int b = 1;
        for (int i = 0; i < size; i++) {
            int t = a + b;
            a = b;
            b = t;
            out[i] = (byte) (t >>> 24);
        }
        return out;
    }

    @Test
    void startsAnewAfterEachDigest() {
        Blake2s hash = new Blake2s(32, new byte[0]);
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        byte[] input = sequence(200, 7);

        hash.update(input);
        hash.digest(first, 0);
        for (byte octet : input) hash.update(new byte[] {octet});
        hash.digest(second, 0);

        assertThat(second).isEqualTo(first);
    }
}
