package org.fastness.enclave;

import java.util.List;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.protocol.link.Property;

/** What the enclave asks of the machine below it, and nothing else: entropy, clocks, and a look at its own walls. */
public interface Platform {

    /** Never the host's. */
    Entropy entropy();

    /** Monotonic time is trusted within one boot; wall time is not and is used by nothing but labels. */
    Ticker ticker();

    /** Observes each wall from inside by trying the forbidden deed; may take some milliseconds. */
    List<Property> observe();
}
