package org.fastness.intent.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RlpTest {

    @ParameterizedTest // Ethereum wiki, RLP section Examples
    @CsvSource({"83646f67, 646f67", "80, ''", "00, 00", "0f, 0f", "820400, 0400",
        "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974, "
                + "4c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974"})
    void readsAndWritesStrings(String encoded, String content) throws Malformed {
        assertThat(Rlp.decode(Bytes.fromHex(encoded)).octets().hex()).isEqualTo(content);
        assertThat(Rlp.of(Bytes.fromHex(content)).encode().hex()).isEqualTo(encoded);
    }

    @Test
    void readsTheSetTheoreticalRepresentationOfThree() throws Malformed {
        Rlp three = Rlp.list(Rlp.list(), Rlp.list(Rlp.list()), Rlp.list(Rlp.list(), Rlp.list(Rlp.list())));
        assertThat(three.encode().hex()).isEqualTo("c7c0c1c0c3c0c1c0");
        assertThat(Rlp.decode(Bytes.fromHex("c7c0c1c0c3c0c1c0"))).isEqualTo(three);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8100", "817f", "b80100", "b90038" + "00", "b837" + "00", "bf00000000000000" + "38", "f800", "c2", "c180c0", "81", "b8", "c17f80", "c281", "f90000", "8180ff"})
    void refusesWhatIsNotCanonicalOrNotWhole(String hex) {
        assertThatThrownBy(() -> Rlp.decode(Bytes.fromHex(hex))).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesIntegersWithLeadingZerosOrOneBitTooMany() throws Malformed {
        assertThatThrownBy(() -> Rlp.decode(Bytes.fromHex("00")).number(256)).isInstanceOf(Malformed.class);
        assertThat(Rlp.of(BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE)).number()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Rlp.of(BigInteger.ONE.shiftLeft(63)).number()).isInstanceOf(Malformed.class);
    }

    @Test
    void boundsDepthAndCount() throws Malformed {
        Rlp nested = Rlp.list();
        for (int i = 1; i < Rlp.MAX_DEPTH; i++) nested = Rlp.list(nested);
        assertThat(Rlp.decode(nested.encode())).isEqualTo(nested);
        Bytes deeper = Rlp.list(nested).encode();
        assertThatThrownBy(() -> Rlp.decode(deeper)).hasMessageContaining("deep");

        List<Rlp> many = Collections.nCopies(Rlp.MAX_ITEMS - 1, Rlp.of(1));
        assertThat(Rlp.decode(new Rlp.Items(many).encode()).items()).hasSize(Rlp.MAX_ITEMS - 1);
        Bytes more = new Rlp.Items(Collections.nCopies(Rlp.MAX_ITEMS, Rlp.of(1))).encode();
        assertThatThrownBy(() -> Rlp.decode(more)).hasMessageContaining("many");
    }

    @Test
    void readsBackWhateverItWrites() {
        Seeded.check(200, random -> {
            Rlp value = random(random, 0);
            assertThat(Rlp.decode(value.encode())).isEqualTo(value);
        });
    }

    private static Rlp random(Seeded random, int depth) {
        if (depth == 4 || random.flip()) return Rlp.of(random.bytesUpTo(300));
        return new Rlp.Items(java.util.stream.IntStream.range(0, random.below(5)).mapToObj(i -> random(random, depth + 1)).toList());
    }
}
