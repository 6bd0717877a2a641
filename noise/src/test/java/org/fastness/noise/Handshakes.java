package org.fastness.noise;

import java.util.Random;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;

/** Handshakes of any pattern with keys from a seed, for the tests of this package. */
final class Handshakes implements AutoCloseable {
    final Protocol protocol;
    final HandshakeState initiator;
    final HandshakeState responder;
    private final SecretBytes initiatorStatic;
    private final SecretBytes responderStatic;
    private final SecretBytes psk;

    Handshakes(String protocolName, long seed) throws Malformed {
        protocol = Protocol.parse(protocolName);
        Entropy entropy = seeded(seed);
        initiatorStatic = entropy.secret(32);
        responderStatic = entropy.secret(32);
        psk = entropy.secret(32);
        initiator = setup(Role.INITIATOR, initiatorStatic, responderStatic).initiator(entropy);
        responder = setup(Role.RESPONDER, responderStatic, initiatorStatic).responder(entropy);
    }

    private HandshakeState.Setup setup(Role role, SecretBytes mine, SecretBytes theirs) {
        Role other = role == Role.INITIATOR ? Role.RESPONDER : Role.INITIATOR;
        HandshakeState.Setup setup = HandshakeState.of(protocol).prologue(Bytes.ofUtf8("prologue"));
        if (protocol.pattern().hasStatic(role)) setup.localStatic(mine);
        if (protocol.pattern().knownBeforehand(other)) setup.remoteStatic(X25519.publicKey(theirs));
        for (int i = 0; i < protocol.pattern().pskCount(); i++) setup.psk(psk);
        return setup;
    }

    static Entropy seeded(long seed) {
        Random random = new Random(seed);
        return random::nextBytes;
    }

    HandshakeState writer(int message) {
        return message % 2 == 0 ? initiator : responder;
    }

    HandshakeState reader(int message) {
        return message % 2 == 0 ? responder : initiator;
    }

    int messageCount() {
        return protocol.pattern().messageCount();
    }

    /** Runs the messages up to and excluding the one of the index, with payloads of a few octets. */
    Handshakes runUntil(int end) throws Malformed, AuthenticationFailed {
        for (int i = 0; i < end; i++) reader(i).read(writer(i).write(payload(i)));
        return this;
    }

    Handshakes run() throws Malformed, AuthenticationFailed {
        return runUntil(messageCount());
    }

    static byte[] payload(int message) {
        return ("payload " + message).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        initiator.close();
        responder.close();
        initiatorStatic.close();
        responderStatic.close();
        psk.close();
    }
}
