package org.fastness.enclave;

import org.fastness.protocol.link.EnclaveMessage;

/** The way out to the host. Implementations take calls from several threads and write whole messages, in the order of the calls of one thread. */
@FunctionalInterface
public interface HostLink {

    /** @param correlation of the host message this answers; 0 for a question of the enclave's own */
    void send(long correlation, EnclaveMessage message);
}
