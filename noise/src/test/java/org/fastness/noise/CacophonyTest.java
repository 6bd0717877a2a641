package org.fastness.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretArena;
import org.fastness.crypto.SecretBytes;
import org.fastness.testkit.Vectors;
import org.fastness.testkit.Vectors.Json;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every handshake of haskell-cryptography/cacophony for Curve25519, both sides, octet for octet. */
class CacophonyTest {
    private static final String FILE = "noise/cacophony_25519.json";

    @TestFactory
    Stream<DynamicTest> bothSidesSpeakTheVectorsOctets() {
        return Vectors.json(FILE).items("vectors").stream().map(vector -> DynamicTest.dynamicTest(vector.text("protocol_name"), () -> replay(vector)));
    }

    @Test
    void theFileHoldsEveryPatternAndSuiteOfTheEngine() {
        assertThat(Vectors.json(FILE).items("vectors")).hasSize(236);
    }

    private static void replay(Json vector) throws Exception {
        long liveBefore = SecretArena.live();
        Protocol protocol = Protocol.parse(vector.text("protocol_name"));
        List<SecretBytes> lent = new ArrayList<>();
        HandshakeState initiator = setup(vector, protocol, "init_", lent).initiator(fixed(vector.hex("init_ephemeral")));
        HandshakeState responder = setup(vector, protocol, "resp_", lent).responder(fixed(vector.has("resp_ephemeral") ? vector.hex("resp_ephemeral") : Bytes.EMPTY));
        List<Json> messages = vector.items("messages");

        int next = 0;
        for (; !initiator.isComplete(); next++) {
            HandshakeState writer = next % 2 == 0 ? initiator : responder;
            HandshakeState reader = next % 2 == 0 ? responder : initiator;
            Bytes message = writer.write(messages.get(next).hex("payload").toArray());
            assertThat(message).isEqualTo(messages.get(next).hex("ciphertext"));
            assertThat(Bytes.of(reader.read(message))).isEqualTo(messages.get(next).hex("payload"));
        }
        assertThat(responder.isComplete()).isTrue();

        try (Transport ofInitiator = initiator.finish(); Transport ofResponder = responder.finish()) {
            assertThat(ofInitiator.handshakeHash()).isEqualTo(vector.hex("handshake_hash"));
            assertThat(ofResponder.handshakeHash()).isEqualTo(vector.hex("handshake_hash"));
            for (int i = next; i < messages.size(); i++) {
                boolean fromInitiator = protocol.pattern().oneWay() || i % 2 == 0;
                Transport sender = fromInitiator ? ofInitiator : ofResponder;
                Transport receiver = fromInitiator ? ofResponder : ofInitiator;
                Transport.Sealed sealed = sender.seal(Bytes.EMPTY, messages.get(i).hex("payload").toArray());
                assertThat(sealed.ciphertext()).isEqualTo(messages.get(i).hex("ciphertext"));
                assertThat(Bytes.of(receiver.open(sealed.nonce(), Bytes.EMPTY, sealed.ciphertext()))).isEqualTo(messages.get(i).hex("payload"));
            }
        }
        lent.forEach(SecretBytes::close);
        assertThat(SecretArena.live()).as("secrets left open").isEqualTo(liveBefore);
    }

    private static HandshakeState.Setup setup(Json vector, Protocol protocol, String side, List<SecretBytes> lent) {
        HandshakeState.Setup setup = HandshakeState.of(protocol).prologue(vector.hex(side + "prologue"));
        if (vector.has(side + "static")) setup.localStatic(lend(vector.hex(side + "static"), lent));
        if (vector.has(side + "remote_static")) setup.remoteStatic(vector.hex(side + "remote_static"));
        for (Json psk : vector.items(side + "psks")) setup.psk(lend(Bytes.fromHex(psk.text()), lent));
        return setup;
    }

    private static SecretBytes lend(Bytes octets, List<SecretBytes> lent) {
        SecretBytes secret = SecretBytes.copyOf(octets);
        lent.add(secret);
        return secret;
    }

    /** Entropy that gives the vector's ephemeral key. */
    private static Entropy fixed(Bytes octets) {
        return target -> octets.copyTo(target, 0);
    }
}
