package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.junit.jupiter.api.Test;

final class AeadTest {

    @Test
    void refusesToSealTwiceInARowUnderOneNonce() {
        try (SecretBytes key = SecretBytes.random(32)) {
            Bytes nonce = Bytes.of(new byte[12]);
            Aead.seal(key, nonce, Bytes.EMPTY, new byte[1]);

            assertThatThrownBy(() -> Aead.seal(key, nonce, Bytes.EMPTY, new byte[2])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesOtherSizesOfKeyAndNonce() {
        try (SecretBytes key = SecretBytes.random(32);
                SecretBytes shorter = SecretBytes.random(16)) {
            assertThatThrownBy(() -> Aead.seal(key, Bytes.of(new byte[11]), Bytes.EMPTY, new byte[1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Aead.seal(shorter, Bytes.of(new byte[12]), Bytes.EMPTY, new byte[1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Aead.open(key, Bytes.of(new byte[12]), Bytes.EMPTY, Bytes.of(new byte[15]))).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void failuresLookAlike() {
        assertThat(new AuthenticationFailed()).hasMessage("authentication failed").hasNoCause();
        assertThat(new AuthenticationFailed().getStackTrace()).isEmpty();
    }
}
