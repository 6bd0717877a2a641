package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcdsaDerTest {

    @Test
    void readsWhatItWrites() {
        Seeded.check(500, random -> {
            Bytes compact = Bytes.concat(number(random), number(random));
            Bytes der = EcdsaDer.encode(compact);

            assertThat(der.size()).isLessThanOrEqualTo(EcdsaDer.MAX_SIZE);
            assertThat(EcdsaDer.decode(der)).isEqualTo(compact);
        });
    }

    private static Bytes number(Seeded random) {
        int zeros = random.flip() ? 0 : random.between(0, 31);
        byte[] out = new byte[32];
        random.bytes(32 - zeros).copyTo(out, zeros);
        if (out[31] == 0) out[31] = 1;
        return Bytes.of(out);
    }

    @Test
    void readsTheLongestAndRefusesOneMore() throws Malformed {
        Bytes longest = EcdsaDer.encode(Bytes.fromHex("ff".repeat(64)));
        assertThat(longest.size()).isEqualTo(EcdsaDer.MAX_SIZE);
        assertThat(EcdsaDer.decode(longest).size()).isEqualTo(64);
        assertRefused(Bytes.concat(longest, Bytes.of((byte) 0)));
        assertRefused(Bytes.fromHex("3047022200ff" + "ff".repeat(32) + "022100" + "ff".repeat(32)));
    }

    @Test
    void readsTheShortest() throws Malformed {
        assertThat(EcdsaDer.decode(Bytes.fromHex("3006020101020101")).hex()).isEqualTo("00".repeat(31) + "01" + "00".repeat(31) + "01");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "30", "3005020101020101", "3007020101020101", "300602010102010100", "3106020101020101", "3006030101020101", "3006020101030101",
        "3006020100020101", "3006020101020100", // zero
        "3006020181020101", // negative
        "300702020001020101", // padded
        "30060200020201 01", "3006020101020201", "30060201010201", "308106020101020101", "3080020101020101" + "0000"
    })
    void refusesEveryLooseForm(String hex) {
        assertRefused(Bytes.fromHex(hex.replace(" ", "")));
    }

    private static void assertRefused(Bytes der) {
        assertThatThrownBy(() -> EcdsaDer.decode(der)).isInstanceOf(Malformed.class);
    }
}
