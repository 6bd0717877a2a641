package org.fastness.enclave.harness;

import java.util.List;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.enclave.Platform;
import org.fastness.protocol.link.Property;

/** A machine without walls, which says so. */
public record SimulatedPlatform(Ticker ticker) implements Platform {
    @Override
    public Entropy entropy() {
        return Entropy.system();
    }

    @Override
    public List<Property> observe() {
        return List.of(new Property("sandbox", "missing"));
    }
}
