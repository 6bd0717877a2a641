package org.fastness.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.SecretArena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private static final Bytes AD = Bytes.ofUtf8("routing");

    /** A pair of ends whose handshake is done. */
    private record Ends(Transport client, Transport enclave) implements AutoCloseable {
        static Ends of(String protocol) throws Exception {
            try (Handshakes pair = new Handshakes(protocol, 11).run()) {
                return new Ends(pair.initiator.finish(), pair.responder.finish());
            }
        }

        static Ends nx() throws Exception {
            return of("Noise_NX_25519_AESGCM_SHA256");
        }

        @Override
        public void close() {
            client.close();
            enclave.close();
        }
    }

    @Test
    void opensInAnyOrderButNothingTwice() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes zero = ends.client.sealAt(0, AD, new byte[] {0});
            Bytes one = ends.client.sealAt(1, AD, new byte[] {1});
            Bytes two = ends.client.sealAt(2, AD, new byte[] {2});

            assertThat(ends.enclave.open(2, AD, two)).containsExactly(2);
            assertThat(ends.enclave.open(0, AD, zero)).containsExactly(0);
            assertThat(ends.enclave.open(1, AD, one)).containsExactly(1);
            for (long nonce = 0; nonce < 3; nonce++) assertReplayed(ends.enclave, nonce, two);
        }
    }

    private static void assertReplayed(Transport transport, long nonce, Bytes ciphertext) {
        assertThatThrownBy(() -> transport.open(nonce, AD, ciphertext))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.REPLAYED));
    }

    @Test
    void nonceAtTheWindowsEdgeIsOpenedAndOneFurtherBackRefused() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes late = ends.client.sealAt(1, AD, new byte[] {1});
            Bytes tooLate = ends.client.sealAt(0, AD, new byte[] {0});
            Bytes newest = ends.client.sealAt(Transport.WINDOW, AD, new byte[] {9});

            assertThat(ends.enclave.open(Transport.WINDOW, AD, newest)).containsExactly(9);
            assertThat(ends.enclave.open(1, AD, late)).containsExactly(1);
            assertReplayed(ends.enclave, 0, tooLate);
        }
    }

    @Test
    void forgedMessageNeitherMovesTheWindowNorBurnsItsNonce() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes genuine = ends.client.sealAt(0, AD, new byte[] {1});

            assertThatThrownBy(() -> ends.enclave.open(Long.MAX_VALUE, AD, genuine)).isInstanceOf(AuthenticationFailed.class);
            assertThatThrownBy(() -> ends.enclave.open(0, Bytes.EMPTY, genuine)).isInstanceOf(AuthenticationFailed.class);

            assertThat(ends.enclave.open(0, AD, genuine)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Noise_NX_25519_AESGCM_SHA256", "Noise_NX_25519_ChaChaPoly_BLAKE2s"})
    void flippedBitAnywhereIsRefused(String protocol) throws Exception {
        try (Ends ends = Ends.of(protocol)) {
            Bytes sealed = ends.client.sealAt(7, AD, "twenty octets of text".getBytes());
            for (int bit = 0; bit < 8 * sealed.size(); bit++) {
                byte[] flipped = sealed.toArray();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> ends.enclave.open(7, AD, Bytes.of(flipped))).isInstanceOf(AuthenticationFailed.class);
            }
            for (int bit = 0; bit < 64; bit++) {
                long other = 7 ^ 1L << bit;
                assertThatThrownBy(() -> ends.enclave.open(other, AD, sealed)).isInstanceOf(AuthenticationFailed.class);
            }
            for (int length = 0; length < sealed.size(); length++) {
                Bytes cut = sealed.slice(0, length);
                assertThatThrownBy(() -> ends.enclave.open(7, AD, cut)).isInstanceOfAny(Malformed.class, AuthenticationFailed.class);
            }
            assertThat(ends.enclave.open(7, AD, sealed)).hasSize(21);
        }
    }

    @Test
    void ownMessageSentBackIsRefused() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes sealed = ends.client.sealAt(0, AD, new byte[] {1});
            assertThatThrownBy(() -> ends.client.open(0, AD, sealed)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void sealsOnceUnderEachNonce() throws Exception {
        try (Ends ends = Ends.nx()) {
            assertThat(ends.client.seal(AD, new byte[1]).nonce()).isEqualTo(0);
            ends.client.sealAt(10, AD, new byte[1]);
            assertThat(ends.client.seal(AD, new byte[1]).nonce()).isEqualTo(11);
            ends.client.sealAt(5, AD, new byte[1]);
            for (long used : new long[] {0, 5, 10, 11}) {
                assertThatThrownBy(() -> ends.client.sealAt(used, AD, new byte[1])).isInstanceOf(IllegalStateException.class);
            }
            ends.client.sealAt(10 + Transport.WINDOW, AD, new byte[1]);
            assertThatThrownBy(() -> ends.client.sealAt(9, AD, new byte[1])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lastNonceIsUsedAndTheReservedOneRefused() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes last = ends.client.sealAt(-2, AD, new byte[] {4});
            assertThat(ends.enclave.open(-2, AD, last)).containsExactly(4);

            assertThatThrownBy(() -> ends.client.sealAt(-1, AD, new byte[1])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ends.client.seal(AD, new byte[1])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ends.enclave.open(-1, AD, last)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void longestMessageIsCarriedAndOneOctetMoreRefused() throws Exception {
        try (Ends ends = Ends.nx()) {
            byte[] longest = new byte[Transport.MAX_PLAINTEXT];
            Bytes sealed = ends.client.sealAt(0, AD, longest);
            assertThat(sealed.size()).isEqualTo(65_535);
            assertThat(ends.enclave.open(0, AD, sealed)).isEqualTo(longest);

            assertThatThrownBy(() -> ends.client.sealAt(1, AD, new byte[Transport.MAX_PLAINTEXT + 1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ends.enclave.open(1, AD, Bytes.of(new byte[65_536]))).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void emptyMessageIsItsTagAlone() throws Exception {
        try (Ends ends = Ends.nx()) {
            Bytes sealed = ends.client.sealAt(0, Bytes.EMPTY, new byte[0]);
            assertThat(sealed.size()).isEqualTo(16);
            assertThat(ends.enclave.open(0, Bytes.EMPTY, sealed)).isEmpty();
        }
    }

    @Test
    void closedChannelWipesAndSaysSo() throws Exception {
        long live = SecretArena.live();
        Ends ends = Ends.nx();
        Bytes sealed = ends.client.sealAt(0, AD, new byte[1]);
        ends.close();
        ends.close();

        assertThat(SecretArena.live()).isEqualTo(live);
        assertThatThrownBy(() -> ends.client.seal(AD, new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ends.enclave.open(0, AD, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreadsSealUnderDifferentNonces() throws Exception {
        try (Ends ends = Ends.nx()) {
            Set<Long> nonces = new HashSet<>();
            IntStream.range(0, 2000).parallel().mapToObj(i -> ends.client.seal(AD, new byte[] {(byte) i})).sequential().forEach(sealed -> {
                synchronized (nonces) {
                    nonces.add(sealed.nonce());
                }
            });
            assertThat(nonces).hasSize(2000);
        }
    }

    @Test
    void windowAgreesWithASetThatForgetsNothing() {
        long seed = System.nanoTime();
        System.out.println("window test seed " + seed);
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow();
        Set<Long> used = new HashSet<>();
        long highest = Long.MAX_VALUE - 5_000; // crosses into nonces that are negative as signed numbers
        window.mark(highest);
        used.add(highest);
        for (int i = 0; i < 200_000; i++) {
            long nonce = highest + random.nextInt(-2 * ReplayWindow.SIZE, i % 1000 == 0 ? 3 * ReplayWindow.SIZE : 4);
            boolean inWindow = highest - nonce < ReplayWindow.SIZE;
            assertThat(window.isFresh(nonce)).isEqualTo(inWindow && !used.contains(nonce));
            if (window.isFresh(nonce)) {
                window.mark(nonce);
                used.add(nonce);
                if (Long.compareUnsigned(nonce, highest) > 0) highest = nonce;
            }
        }
    }
}
