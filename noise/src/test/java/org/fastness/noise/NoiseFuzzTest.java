package org.fastness.noise;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.SecretBytes;

/** Hostile octets at the two places where the enclave reads them: the first message, and every frame. */
class NoiseFuzzTest {

    @FuzzTest
    void responderReadsAnyFirstMessage(byte[] message) {
        long live = SecretArena.live();
        try (SecretBytes staticKey = Handshakes.seeded(1).secret(32);
                HandshakeState enclave = HandshakeState.nxResponder(Bytes.EMPTY, staticKey, Handshakes.seeded(2))) {
            byte[] payload = enclave.read(Bytes.of(message));
            if (payload.length != message.length - 32) throw new AssertionError("the payload is not what followed the key");
            enclave.write(new byte[16]);
            enclave.finish().close();
        } catch (Malformed | AuthenticationFailed refused) {
            // what hostile input deserves
        }
        if (SecretArena.live() != live) throw new AssertionError("a secret was left open");
    }

    @FuzzTest
    void initiatorReadsAnyAnswer(byte[] message) {
        try (HandshakeState client = HandshakeState.nxInitiator(Bytes.EMPTY, Handshakes.seeded(3))) {
            try {
                client.write(new byte[32]);
                client.read(Bytes.of(message));
            } catch (Malformed | AuthenticationFailed refused) {
                return;
            }
        }
        throw new AssertionError("an answer was made up");
    }

    @FuzzTest
    void transportOpensNothingMadeUp(FuzzedDataProvider data) throws Malformed, AuthenticationFailed {
        try (Handshakes pair = new Handshakes("Noise_NX_25519_AESGCM_SHA256", 4).run(); Transport client = pair.initiator.finish(); Transport enclave = pair.responder.finish()) {
            client.sealAt(data.consumeLong(), Bytes.EMPTY, new byte[1]);
            try {
                enclave.open(data.consumeLong(), Bytes.EMPTY, Bytes.of(data.consumeRemainingAsBytes()));
            } catch (Malformed | AuthenticationFailed | Refused refused) {
                return;
            }
        } catch (IllegalStateException reserved) {
            return; // the nonce drawn for sealing was the reserved one
        }
        throw new AssertionError("a frame was made up");
    }
}
