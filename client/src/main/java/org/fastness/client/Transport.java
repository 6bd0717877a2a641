package org.fastness.client;

import java.io.IOException;
import org.fastness.base.Bytes;
import org.fastness.base.Refused;

/** Carries opaque octets to an enclave: over HTTP, or inside one process in tests. */
public interface Transport {

    /** Body of the handshake POST in, body of its answer out. */
    Bytes openChannel(Bytes opening) throws IOException, Refused;

    /** Body of a frame POST in, body of its answer out. */
    Bytes frame(Bytes frame) throws IOException, Refused;
}
