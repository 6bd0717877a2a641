package org.fastness.identity.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.fastness.base.Bytes;
import org.fastness.crypto.Entropy;
import org.junit.jupiter.api.Test;

final class CodeTest {

    private static Entropy given(String... hex) {
        Queue<Bytes> queue = new ArrayDeque<>(List.of(hex).stream().map(Bytes::fromHex).toList());
        return target -> queue.remove().copyTo(target, 0);
    }

    @Test
    void keepsLeadingZeros() {
        assertThat(Code.random(given("00000007")).digits()).isEqualTo("000007");
    }

    @Test
    void throwsAwayTheNumbersThatWouldFavorSomeCodes() {
        // 2^32 = 4294 * 10^6 + 967296: the last number taken is 4294 * 10^6 - 1 = 0xfff13d7f
        assertThat(Code.random(given("fff13d7f")).digits()).isEqualTo("999999");
        assertThat(Code.random(given("fff13d80", "ffffffff", "00000001")).digits()).isEqualTo("000001");
    }

    @Test
    void spreadsOverAllFirstDigits() {
        long[] seen = new long[10];
        IntStream.range(0, 10_000).forEach(i -> seen[Code.random(Entropy.system()).digits().charAt(0) - '0']++);

        for (long count : seen) assertThat(count).isBetween(800L, 1200L); // 1000 expected, standard deviation 30
    }

    @Test
    void printsNothingOfItself() {
        assertThat(new Code("123456").toString()).doesNotContain("123456");
    }
}
