package org.fastness.enclave.channel;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.noise.HandshakeState;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.Suite;

/**
 * Answers a client's opening: Noise NX, responder's side. The static key is of this boot; the evidence in the second message says whose it is. What the
 * client offers stands in the prologue, so nobody between can take an offer away.
 */
public final class ChannelOpener implements AutoCloseable {
    private static final Suite ONLY = Suite.NX_25519_AESGCM_SHA256;

    private final Channels channels;
    private final Entropy entropy;
    private final Ticker ticker;
    private final SecretBytes staticKey;

    public ChannelOpener(Channels channels, Entropy entropy, Ticker ticker) {
        this.channels = channels;
        this.entropy = entropy;
        this.ticker = ticker;
        this.staticKey = entropy.secret(X25519.SIZE);
    }

    public Bytes publicKey() {
        return X25519.publicKey(staticKey);
    }

    /** The body of the answer to the handshake POST. */
    public Bytes open(Bytes octets, Attester attester) throws Refused {
        try {
            Handshake.Opening opening = Handshake.Opening.decode(octets);
            if (!opening.offeredSuites().contains(ONLY.code())) throw new Refused(Refusal.UNKNOWN_VERSION);
            return reply(opening, attester);
        } catch (Malformed broken) {
            throw new Refused(Refusal.MALFORMED);
        } catch (AuthenticationFailed lowOrder) {
            throw new Refused(Refusal.NOT_AUTHORISED);
        }
    }

    private Bytes reply(Handshake.Opening opening, Attester attester) throws Malformed, Refused, AuthenticationFailed {
        try (HandshakeState handshake = HandshakeState.nxResponder(opening.prologue(), staticKey, entropy)) {
            Bytes nonce = Bytes.wrapUnsafe(handshake.read(opening.noiseMessage()));
            if (nonce.size() != Handshake.CLIENT_NONCE) throw new Malformed("the first payload is a nonce of 32 octets");
            Bytes clientEphemeral = opening.noiseMessage().slice(0, HandshakeState.KEY_SIZE);
            Bytes evidence = attester.attest(clientEphemeral, nonce);
            if (evidence.size() > Bounds.FRAGMENT - 256) throw new Refused(Refusal.INTERNAL);
            Bytes message = handshake.write(evidence.toArray());
            Bytes id = entropy.bytes(Handshake.CHANNEL_ID);
            channels.add(new Channel(id, handshake.finish(), entropy, ticker));
            return new Handshake.Reply(ONLY, id, message).encode();
        }
    }

    @Override
    public void close() {
        staticKey.close();
    }
}
