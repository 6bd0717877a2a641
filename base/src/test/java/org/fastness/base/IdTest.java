package org.fastness.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one text form of an identifier. */
final class IdTest {

    @Test
    void textReadsBackForRandomIds() throws Malformed {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 500; i++) {
            byte[] octets = new byte[Id.SIZE];
            random.nextBytes(octets);
            Id id = Id.account(Bytes.of(octets));
            assertThat(Id.parse(Id.Kind.ACCOUNT, id.text())).isEqualTo(id);
        }
    }

    @Test
    void anyChangedCharacterIsRefused() {
        String text = Id.key(Bytes.fromHex("00112233445566778899aabbccddeeff")).text();
        int accepted = 0;
        for (int i = 4; i < text.length(); i++) {
            char other = text.charAt(i) == '7' ? '8' : '7';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            try {
                Id.parse(Id.Kind.KEY, changed);
                accepted++;
            } catch (Malformed expected) {
                // a 20-bit checksum misses one change in a million
            }
        }
        assertThat(accepted).isZero();
    }

    @Test
    void anotherKindIsRefused() {
        String text = Id.key(Bytes.of(new byte[16])).text();
        assertThatThrownBy(() -> Id.parse(Id.Kind.ACCOUNT, text)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Id.parse(Id.Kind.ACCOUNT, text.replace("key", "acc"))).isInstanceOf(Malformed.class);
    }

    @Test
    void wrongLengthsAndForeignCharactersAreRefused() {
        String text = Id.account(Bytes.of(new byte[16])).text();
        for (String bad : new String[] {"", "acc_", text + "0", text.substring(0, text.length() - 1), text.replace('0', 'u'), text.toUpperCase(java.util.Locale.ROOT)}) {
            assertThatThrownBy(() -> Id.parse(Id.Kind.ACCOUNT, bad)).as(bad).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> Id.account(Bytes.of(new byte[15]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id.account(Bytes.of(new byte[17]))).isInstanceOf(IllegalArgumentException.class);
    }
}
