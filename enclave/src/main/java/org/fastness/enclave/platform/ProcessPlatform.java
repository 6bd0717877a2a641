package org.fastness.enclave.platform;

import java.util.List;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.enclave.Platform;
import org.fastness.protocol.link.Property;

/** The process as the core sees it: the machine's clocks, and a look at the walls. */
final class ProcessPlatform implements Platform {
    private final Walls walls;

    ProcessPlatform(Walls walls) {
        this.walls = walls;
    }

    @Override
    public Entropy entropy() {
        return Entropy.system();
    }

    @Override
    public Ticker ticker() {
        return Ticker.system();
    }

    @Override
    public List<Property> observe() {
        return walls.observe();
    }
}
