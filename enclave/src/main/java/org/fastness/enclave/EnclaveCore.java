package org.fastness.enclave;

import org.fastness.base.Refusal;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;

/** Step 4 of a request's life begins here: every message of the host, from as many threads as the platform's listener likes. */
public final class EnclaveCore {
    private final Platform platform;
    private final HostLink link;

    public EnclaveCore(Platform platform, HostLink link) {
        this.platform = platform;
        this.link = link;
    }

    /** Takes one message; the answer, if it has one, leaves through the link, from this thread or another. Never throws on hostile input. */
    public void accept(long correlation, HostMessage message) {
        switch (message) {
            case HostMessage.Inspect i -> link.send(correlation, new EnclaveMessage.Inspection(platform.observe()));
            default -> link.send(correlation, new EnclaveMessage.Refused(Refusal.NOT_READY));
        }
    }
}
