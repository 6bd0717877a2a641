package org.fastness.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeStateTest {
    private static final Bytes PROLOGUE = Bytes.ofUtf8("offered: AESGCM");

    @Test
    void nxCarriesClientNonceInClearAndEvidenceUnderTheResponder() throws Exception {
        try (SecretBytes staticKey = SecretBytes.random(32);
                HandshakeState client = HandshakeState.nxInitiator(PROLOGUE, Entropy.system());
                HandshakeState enclave = HandshakeState.nxResponder(PROLOGUE, staticKey, Entropy.system())) {
            byte[] nonce = Entropy.system().bytes(32).toArray();

            Bytes first = client.write(nonce);
            byte[] seenNonce = enclave.read(first);
            assertThat(seenNonce).isEqualTo(nonce);
            assertThat(first.slice(32, 64).toArray()).isEqualTo(nonce);
            assertThat(enclave.remoteEphemeral()).isEqualTo(client.localEphemeral()).contains(first.slice(0, 32));
            assertThat(enclave.remoteStatic()).isEmpty();

            byte[] evidence = "evidence".getBytes();
            Bytes second = enclave.write(evidence);
            assertThat(client.read(second)).isEqualTo(evidence);
            assertThat(client.remoteStatic()).contains(X25519.publicKey(staticKey));

            try (Transport ofClient = client.finish(); Transport ofEnclave = enclave.finish()) {
                assertThat(ofClient.handshakeHash()).isEqualTo(ofEnclave.handshakeHash());
                Bytes sealed = ofClient.sealAt(5, PROLOGUE, evidence);
                assertThat(ofEnclave.open(5, PROLOGUE, sealed)).isEqualTo(evidence);
                assertThat(ofClient.open(5, PROLOGUE, ofEnclave.sealAt(5, PROLOGUE, evidence))).isEqualTo(evidence);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Noise_NX_25519_AESGCM_SHA256", "Noise_XX_25519_ChaChaPoly_BLAKE2s", "Noise_IK_25519_AESGCM_SHA256", "Noise_KKpsk0_25519_ChaChaPoly_SHA256",
        "Noise_XXpsk3_25519_AESGCM_BLAKE2s", "Noise_I1X1_25519_AESGCM_SHA256", "Noise_Xpsk1_25519_AESGCM_SHA256"})
    void flippedBitAnywhereEndsTheHandshakeBeforeBothSidesAgree(String protocol) throws Exception {
        int messages = Protocol.parse(protocol).pattern().messageCount();
        for (int message = 0; message < messages; message++) {
            int bits = 8 * messageSize(protocol, message);
            for (int bit = 0; bit < bits; bit++) {
                long live = SecretArena.live();
                try (Handshakes pair = new Handshakes(protocol, 1).runUntil(message)) {
                    Bytes flipped = flip(pair.writer(message).write(Handshakes.payload(message)), bit);
                    assertThat(bothAgree(pair, message, flipped)).as("%s message %s bit %s", protocol, message, bit).isFalse();
                }
                assertThat(SecretArena.live()).isEqualTo(live);
            }
        }
    }

    private static int messageSize(String protocol, int message) throws Exception {
        try (Handshakes pair = new Handshakes(protocol, 1).runUntil(message)) {
            return pair.writer(message).write(Handshakes.payload(message)).size();
        }
    }

    /** Whether the handshake goes on to its end, and both sides name the same channel and understand each other. */
    private static boolean bothAgree(Handshakes pair, int message, Bytes altered) throws Malformed {
        try {
            pair.reader(message).read(altered);
            for (int i = message + 1; i < pair.messageCount(); i++) pair.reader(i).read(pair.writer(i).write(Handshakes.payload(i)));
            try (Transport one = pair.initiator.finish(); Transport other = pair.responder.finish()) {
                return one.handshakeHash().equals(other.handshakeHash());
            }
        } catch (AuthenticationFailed refused) {
            return false;
        }
    }

    private static Bytes flip(Bytes octets, int bit) {
        byte[] out = octets.toArray();
        out[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.of(out);
    }

    @Test
    void anotherPrologueEndsTheHandshake() throws Exception {
        try (SecretBytes staticKey = SecretBytes.random(32);
                HandshakeState client = HandshakeState.nxInitiator(PROLOGUE, Entropy.system());
                HandshakeState enclave = HandshakeState.nxResponder(Bytes.ofUtf8("offered: none"), staticKey, Entropy.system())) {
            enclave.read(client.write(new byte[32]));
            Bytes second = enclave.write(new byte[0]);

            assertThatThrownBy(() -> client.read(second)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // RFC 7748 and Wycheproof: the points of order 1, 2, 4 and 8, and their forms that are not canonical
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    void refusesEphemeralKeyOfLowOrderAndWipes(String point) throws Exception {
        try (SecretBytes staticKey = SecretBytes.random(32)) {
            long live = SecretArena.live();
            HandshakeState enclave = HandshakeState.nxResponder(PROLOGUE, staticKey, Entropy.system());
            enclave.read(Bytes.concat(Bytes.fromHex(point), Bytes.of(new byte[32])));

            assertThatThrownBy(() -> enclave.write(new byte[0])).isInstanceOf(AuthenticationFailed.class);
            assertThat(SecretArena.live()).isEqualTo(live);
            assertThatThrownBy(() -> enclave.write(new byte[0])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void failedHandshakeIsWipedAndOver() throws Exception {
        long live = SecretArena.live();
        try (Handshakes pair = new Handshakes("Noise_XX_25519_AESGCM_SHA256", 3).runUntil(1)) {
            Bytes second = pair.responder.write(new byte[0]);

            assertThatThrownBy(() -> pair.initiator.read(flip(second, 300))).isInstanceOf(AuthenticationFailed.class);

            assertThatThrownBy(() -> pair.initiator.read(second)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(pair.initiator::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(SecretArena.live()).isEqualTo(live);
    }

    @Test
    void refusesEveryTruncationOfEveryMessage() throws Exception {
        for (int message = 0; message < 3; message++) {
            int size = messageSize("Noise_XX_25519_AESGCM_SHA256", message) - Handshakes.payload(message).length;
            for (int length = 0; length < size; length++) {
                try (Handshakes pair = new Handshakes("Noise_XX_25519_AESGCM_SHA256", 4).runUntil(message)) {
                    Bytes cut = pair.writer(message).write(Handshakes.payload(message)).slice(0, length);
                    HandshakeState reader = pair.reader(message);
                    assertThatThrownBy(() -> reader.read(cut)).isInstanceOfAny(Malformed.class, AuthenticationFailed.class);
                }
            }
        }
    }

    @Test
    void messageOf65535OctetsIsReadAndOneMoreRefused() throws Exception {
        try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 5)) {
            byte[] payload = new byte[HandshakeState.MAX_MESSAGE - 32];
            Bytes longest = pair.initiator.write(payload);
            assertThat(longest.size()).isEqualTo(65_535);
            assertThat(pair.responder.read(longest)).isEqualTo(payload);
        }
        try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 5)) {
            Bytes tooLong = Bytes.of(new byte[65_536]);
            assertThatThrownBy(() -> pair.responder.read(tooLong)).isInstanceOf(Malformed.class);
        }
        try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 5)) {
            assertThatThrownBy(() -> pair.initiator.write(new byte[HandshakeState.MAX_MESSAGE - 31])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void encryptedMessageOf65535OctetsIsWrittenAndOneMoreRefused() throws Exception {
        int overhead = 32 + 16;
        for (int extra = 0; extra <= 1; extra++) {
            try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 6).runUntil(1)) {
                byte[] payload = new byte[HandshakeState.MAX_MESSAGE - overhead + extra];
                if (extra == 0) assertThat(pair.initiator.read(pair.responder.write(payload))).hasSize(payload.length);
                else assertThatThrownBy(() -> pair.responder.write(payload)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void writesAndReadsInTurnOnly() throws Exception {
        try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 7)) {
            assertThatThrownBy(() -> pair.responder.write(new byte[0])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> pair.initiator.read(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(pair.initiator::finish).isInstanceOf(IllegalStateException.class);
            assertThatCode(pair::run).doesNotThrowAnyException();
            assertThatThrownBy(() -> pair.initiator.write(new byte[0])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void demandsExactlyTheKeysOfThePattern() throws Exception {
        Protocol ik = Protocol.parse("Noise_IKpsk1_25519_AESGCM_SHA256");
        try (SecretBytes key = SecretBytes.random(32); SecretBytes shortKey = SecretBytes.random(31)) {
            Bytes peer = X25519.publicKey(key);
            assertThatThrownBy(() -> HandshakeState.of(ik).remoteStatic(peer).psk(key).initiator(Entropy.system())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).localStatic(key).psk(key).initiator(Entropy.system())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).localStatic(key).remoteStatic(peer).initiator(Entropy.system())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).localStatic(key).remoteStatic(peer).psk(key).responder(Entropy.system())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).localStatic(shortKey)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).psk(shortKey)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> HandshakeState.of(ik).remoteStatic(Bytes.of(new byte[31]))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void wrongPreSharedKeyEndsTheHandshake() throws Exception {
        Protocol protocol = Protocol.parse("Noise_NNpsk0_25519_AESGCM_SHA256");
        try (SecretBytes one = SecretBytes.random(32);
                SecretBytes other = SecretBytes.random(32);
                HandshakeState initiator = HandshakeState.of(protocol).psk(one).initiator(Entropy.system());
                HandshakeState responder = HandshakeState.of(protocol).psk(other).responder(Entropy.system())) {
            Bytes first = initiator.write(new byte[3]);
            assertThatThrownBy(() -> responder.read(first)).isInstanceOf(AuthenticationFailed.class);
        }
    }

    @Test
    void oneWayPatternSpeaksOneWay() throws Exception {
        try (Handshakes pair = new Handshakes("Noise_X_25519_AESGCM_SHA256", 8).run(); Transport sender = pair.initiator.finish(); Transport receiver = pair.responder.finish()) {
            Transport.Sealed sealed = sender.seal(Bytes.EMPTY, new byte[] {1});
            assertThat(receiver.open(sealed.nonce(), Bytes.EMPTY, sealed.ciphertext())).containsExactly(1);
            assertThatThrownBy(() -> receiver.seal(Bytes.EMPTY, new byte[1])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sender.open(0, Bytes.EMPTY, sealed.ciphertext())).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "Noise_", "Noise_NX", "Noise_NX_25519_AESGCM", "Noise_NX_448_AESGCM_SHA256", "Noise_NX_25519_AESGCM_SHA512", "noise_NX_25519_AESGCM_SHA256",
        "Noise_NXX_25519_AESGCM_SHA256", "Noise_NXpsk_25519_AESGCM_SHA256", "Noise_NXpsk3_25519_AESGCM_SHA256", "Noise_NXpsk2+psk1_25519_AESGCM_SHA256",
        "Noise_NXpsk1+psk1_25519_AESGCM_SHA256", "Noise_NXpsk1+_25519_AESGCM_SHA256", "Noise_NXpsk10_25519_AESGCM_SHA256", "Noise_XXfallback_25519_AESGCM_SHA256",
        "Noise_NX_25519_AESGCM_SHA256 "})
    void refusesProtocolNameItDoesNotKnow(String name) {
        assertThatThrownBy(() -> Protocol.parse(name)).isInstanceOf(Malformed.class);
    }

    @Test
    void patternNameOf40CharactersIsReadAndOneMoreRefused() throws Exception {
        assertThatThrownBy(() -> Pattern.parse("N".repeat(Pattern.MAX_NAME))).isInstanceOf(Malformed.class).hasMessageContaining("unknown");
        assertThatThrownBy(() -> Pattern.parse("N".repeat(Pattern.MAX_NAME + 1))).isInstanceOf(Malformed.class).hasMessageContaining("too long");
        assertThat(Protocol.parse("Noise_XXpsk0+psk1+psk2+psk3_25519_AESGCM_SHA256").pattern().pskCount()).isEqualTo(4);
    }

    @Test
    void severalPreSharedKeysTakePartInOrder() throws Exception {
        try (Handshakes pair = new Handshakes("Noise_XXpsk0+psk3_25519_ChaChaPoly_SHA256", 9).run(); Transport one = pair.initiator.finish(); Transport other = pair.responder.finish()) {
            assertThat(one.handshakeHash()).isEqualTo(other.handshakeHash());
        }
    }

    @Test
    void payloadArrayIsLeftAsItWas() throws Exception {
        try (Handshakes pair = new Handshakes("Noise_NN_25519_AESGCM_SHA256", 10).runUntil(1)) {
            byte[] payload = Handshakes.payload(1);
            byte[] before = Arrays.copyOf(payload, payload.length);
            pair.responder.write(payload);
            assertThat(payload).isEqualTo(before);
        }
    }
}
