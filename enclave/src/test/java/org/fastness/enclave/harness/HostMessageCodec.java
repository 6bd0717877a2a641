package org.fastness.enclave.harness;

import org.fastness.base.Malformed;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;

/** Sends messages through their octets, so that tests see what the wire would carry. */
final class HostMessageCodec {
    private HostMessageCodec() {}

    static HostMessage copy(HostMessage message) {
        try {
            return HostMessage.decode(message.encode());
        } catch (Malformed broken) {
            throw new AssertionError("not a message that the wire could carry", broken);
        }
    }

    static EnclaveMessage copy(EnclaveMessage message) {
        try {
            return EnclaveMessage.decode(message.encode());
        } catch (Malformed broken) {
            throw new AssertionError("not a message that the wire could carry", broken);
        }
    }
}
