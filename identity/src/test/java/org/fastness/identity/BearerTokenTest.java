package org.fastness.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.fastness.base.Malformed;
import org.fastness.crypto.Entropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BearerTokenTest {

    @ParameterizedTest
    @EnumSource
    void readsWhatItMade(BearerToken.Kind kind) throws Malformed {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            BearerToken token = BearerToken.make(kind, Entropy.system());
            assertThat(BearerToken.parse(kind, token.text())).isEqualTo(token);
            assertThat(token.text()).hasSize(BearerToken.LENGTH);
            seen.add(token.text());
        }
        assertThat(seen).hasSize(200);
    }

    @Test
    void refusesEveryOtherCharacterAnywhere() {
        String text = BearerToken.make(BearerToken.Kind.SESSION, Entropy.system()).text();
        for (int at = 0; at < text.length(); at++) {
            String altered = text.substring(0, at) + (text.charAt(at) == 'a' ? 'b' : 'a') + text.substring(at + 1);
            assertThatThrownBy(() -> BearerToken.parse(BearerToken.Kind.SESSION, altered)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refusesAnotherKindAndAnotherLength() {
        String text = BearerToken.make(BearerToken.Kind.SESSION, Entropy.system()).text();
        assertThatThrownBy(() -> BearerToken.parse(BearerToken.Kind.HANDOFF, text)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> BearerToken.parse(BearerToken.Kind.SESSION, text + "0")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> BearerToken.parse(BearerToken.Kind.SESSION, text.substring(0, text.length() - 1))).isInstanceOf(Malformed.class);
    }

    @Test
    void keepsItsForm() {
        BearerToken token = BearerToken.make(BearerToken.Kind.SESSION, target -> java.util.Arrays.fill(target, (byte) 7));
        assertThat(token.text()).isEqualTo("fst_" + "07".repeat(32) + "4dfeaba7");
    }

    @Test
    void printsItsPrefixAlone() {
        assertThat(BearerToken.make(BearerToken.Kind.SESSION, Entropy.system()).toString()).isEqualTo("fst_");
    }
}
