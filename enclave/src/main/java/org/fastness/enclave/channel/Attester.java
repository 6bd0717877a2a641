package org.fastness.enclave.channel;

import org.fastness.base.Bytes;

/** Makes the evidence that travels in the handshake's second message, bound to this channel alone. */
@FunctionalInterface
public interface Attester {

    /** @param clientEphemeral and @param clientNonce of the client's first message, 32 octets each; @return encoded evidence */
    Bytes attest(Bytes clientEphemeral, Bytes clientNonce);
}
