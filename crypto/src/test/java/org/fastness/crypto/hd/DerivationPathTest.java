package org.fastness.crypto.hd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Malformed;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DerivationPathTest {

    @Test
    void readsWhatItWrites() {
        Seeded.check(200, random -> {
            List<DerivationPath.Step> steps = new ArrayList<>();
            for (int i = random.between(0, DerivationPath.MAX_DEPTH); i > 0; i--) {
                steps.add(new DerivationPath.Step(random.flip() ? random.below(Integer.MAX_VALUE) : random.below(3), random.flip()));
            }
            DerivationPath path = new DerivationPath(steps);
            assertThat(DerivationPath.parse(path.toString())).isEqualTo(path);
        });
    }

    @Test
    void readsTheDeepestPathAndRefusesOneStepMore() throws Malformed {
        String deepest = "m" + "/2147483647'".repeat(DerivationPath.MAX_DEPTH);
        assertThat(DerivationPath.parse(deepest).steps()).hasSize(DerivationPath.MAX_DEPTH);
        assertThatThrownBy(() -> DerivationPath.parse(deepest + "/0")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> DerivationPath.parse("m" + "/0".repeat(DerivationPath.MAX_DEPTH + 1))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> DerivationPath.parse(deepest).child(DerivationPath.Step.normal(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheCustomaryPaths() {
        assertThat(DerivationPath.ethereum(7)).hasToString("m/44'/60'/0'/0/7");
        assertThat(DerivationPath.bitcoinSegwit(1, 2)).hasToString("m/84'/0'/0'/1/2");
        assertThat(DerivationPath.bitcoinTaproot(0, 3)).hasToString("m/86'/0'/0'/0/3");
        assertThat(DerivationPath.solana(4)).hasToString("m/44'/501'/4'/0'");
        assertThat(DerivationPath.MASTER).hasToString("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "/", "m/", "M/0", "m//0", "0/1", "m/0h", "m/0H", "m/0''", "m/'", "m/-1", "m/+1", "m/01", "m/00", "m/ 1", "m/1 ", "m/0x1", "m/2147483648", "m/2147483648'",
        "m/99999999999", "m/\u0661"
    })
    void refusesEveryOtherSpelling(String text) {
        assertThatThrownBy(() -> DerivationPath.parse(text)).isInstanceOf(Malformed.class);
    }
}
