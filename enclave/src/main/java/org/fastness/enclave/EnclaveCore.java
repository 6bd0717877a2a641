package org.fastness.enclave;

import org.fastness.enclave.boot.Life;
import org.fastness.protocol.link.HostMessage;

/** Step 4 of a request's life begins here: every message of the host, from as many threads as the platform's listener likes. */
public final class EnclaveCore {
    private final Life life;

    public EnclaveCore(Platform platform, HostLink link) {
        this.life = new Life(platform, link);
    }

    /**
     * Takes one message; the answer, if it has one, leaves through the link, from this thread or another. Hostile input is refused, never thrown. A
     * {@code Shutdown} is not answered: the listener that leaves says so itself. Commit outcomes must not queue behind frames.
     */
    public void accept(long correlation, HostMessage message) {
        life.accept(correlation, message);
    }
}
