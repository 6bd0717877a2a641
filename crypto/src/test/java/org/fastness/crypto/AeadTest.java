package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class AeadTest {

    /** Up to the bound libsodium makes the octets, and the JDK must make the same. */
    @Test
    void bothCiphersAgreeAtEverySize() {
        Seeded.check(60, random -> {
            int size = random.oneOf(0, 1, 15, 16, 17, random.below(5000), Aead.SHORT_MESSAGE);
            Bytes nonce = random.bytes(12);
            Bytes aad = random.bytesUpTo(300);
            Bytes plain = random.bytes(size);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32));
                    SecretBytes secret = SecretBytes.copyOf(plain)) {
                Bytes sealed = Aead.seal(key, nonce, aad, plain);

                assertThat(Bytes.of(JdkAesGcm.seal(key, nonce, aad, plain.toArray()))).isEqualTo(sealed);
                assertThat(Aead.seal(key, nonce, aad, secret)).isEqualTo(sealed);
                assertThat(Bytes.of(JdkAesGcm.open(key, nonce, aad, sealed.toArray()))).isEqualTo(plain);
                assertThat(Bytes.of(Aead.openArray(key, nonce, aad, sealed.toArray()))).isEqualTo(plain);
                try (SecretBytes opened = Aead.open(key, nonce, aad, sealed)) {
                    assertThat(opened).isEqualTo(secret);
                }
                assertRefused(key, nonce, aad, random.flipBit(sealed));
                assertRefused(key, random.flipBit(nonce), aad, sealed);
            }
        });
    }

    @Test
    void opensWhatItSealedBeyondTheBound() {
        Seeded.check(6, random -> {
            Bytes plain = random.bytes(Aead.SHORT_MESSAGE + random.between(1, 50));
            Bytes aad = random.bytesUpTo(30);
            Bytes nonce = random.bytes(12);
            try (SecretBytes key = SecretBytes.copyOf(random.bytes(32));
                    SecretBytes secret = SecretBytes.copyOf(plain)) {
                Bytes sealed = random.flip() ? Aead.seal(key, nonce, aad, secret) : Aead.seal(key, nonce, aad, plain);

                assertThat(Bytes.of(Aead.openArray(key, nonce, aad, sealed.toArray()))).isEqualTo(plain);
                try (SecretBytes opened = Aead.open(key, nonce, aad, sealed)) {
                    assertThat(opened).isEqualTo(secret);
                }
                assertRefused(key, nonce, aad, random.flipBit(sealed));
            }
        });
    }

    private static void assertRefused(SecretBytes key, Bytes nonce, Bytes aad, Bytes sealed) {
        long live = SecretArena.live();
        assertThatThrownBy(() -> Aead.open(key, nonce, aad, sealed)).isInstanceOf(AuthenticationFailed.class);
        assertThatThrownBy(() -> Aead.openArray(key, nonce, aad, sealed.toArray())).isInstanceOf(AuthenticationFailed.class);
        assertThatThrownBy(() -> JdkAesGcm.open(key, nonce, aad, sealed.toArray())).isInstanceOf(AuthenticationFailed.class);
        assertThat(SecretArena.live()).isEqualTo(live);
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
