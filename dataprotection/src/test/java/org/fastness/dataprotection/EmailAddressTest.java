package org.fastness.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {
    private static final long SEED = Long.getLong("fastness.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({
        "'  Ada.Lovelace@Example.ORG ', ada.lovelace@example.org",
        "a+tag@example.org, a+tag@example.org",
        "\uff21\uff24\uff21@example.org, ada@example.org", // NFKC: full-width letters
        "user@M\u00dcNCHEN.de, user@xn--mnchen-3ya.de",
        "user@xn--mnchen-3ya.de, user@xn--mnchen-3ya.de",
        "gr\u00d6\u00dfe@example.org, gr\u00f6\u00dfe@example.org",
        "o\u0308@example.org, \u00f6@example.org"})
    void givesOneFormToEverySpelling(String spelling, String normalized) throws Malformed {
        assertThat(EmailAddress.parse(spelling).normalized()).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "@", "a@", "@b.c", "a@b", "a@b..c", "a@.b.c", "a@b.c.", ".a@b.c", "a.@b.c", "a..b@b.c", "a b@c.d", "\"a b\"@c.d", "a@[127.0.0.1]",
            "a@b.c\r\nBcc: x@y.z", "a\r\n@b.c", "a\u0000@b.c", "a@b_c.d", "a@-b.c", "a@b-.c", "a<b@c.d", "a,b@c.d", "a;b@c.d", "a@b@c.d", "a\u202e@b.c", "a@b.c,d@e.f"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void takesEachPartAtItsBoundAndRefusesOnePastIt() {
        String domain = ("d".repeat(61) + ".").repeat(3) + "de.de";
        assertThatCode(() -> EmailAddress.parse("l".repeat(64) + "@example.org")).doesNotThrowAnyException();
        assertThatThrownBy(() -> EmailAddress.parse("l".repeat(65) + "@example.org")).isInstanceOf(Malformed.class);
        String local = "l".repeat(EmailAddress.MAX_LENGTH - 1 - domain.length());
        assertThatCode(() -> EmailAddress.parse(local + "@" + domain)).doesNotThrowAnyException();
        assertThatThrownBy(() -> EmailAddress.parse(local + "l@" + domain)).isInstanceOf(Malformed.class);
        assertThatCode(() -> EmailAddress.parse("a@" + "d".repeat(63) + ".de")).doesNotThrowAnyException();
        assertThatThrownBy(() -> EmailAddress.parse("a@" + "d".repeat(64) + ".de")).isInstanceOf(Malformed.class);
    }

    @Test
    void isStableUnderItself() {
        System.out.println("seed " + SEED + " (rerun with -Dfastness.seed=)");
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(1, 12); n > 0; n--) text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x20, 0x3000) : random.nextInt('a', 'z' + 1));
            text.append('@');
            for (int n = random.nextInt(1, 12); n > 0; n--) text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x20, 0x3000) : random.nextInt('a', 'z' + 1));
            text.append(".example");
            try {
                EmailAddress once = EmailAddress.parse(text.toString());
                assertThat(EmailAddress.parse(once.normalized())).isEqualTo(once);
            } catch (Malformed refused) {
                if (refused.getMessage().isEmpty()) throw new AssertionError();
            }
        }
    }

    @Test
    void printsNothingOfItself() throws Malformed {
        assertThat(EmailAddress.parse("canary@example.org").toString()).doesNotContain("canary").doesNotContain("example");
    }
}
