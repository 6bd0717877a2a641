package org.fastness.keyservice.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to start an enclave.
 *
 * @param environment 0 development, 1 staging, 2 production; only development starts without a sandbox
 * @param rpId relying party of wallet credentials; @param origins their exact origins
 * @param image folder of the linked image
 * @param runFolder where the socket's folder is made; short, because a socket's path has at most 107 octets
 * @param cacheFolder where the start-up cache is kept; without one the enclave starts later
 * @param bubblewrap name or absolute path of the program
 */
public record EnclaveSettings(int environment, String rpId, List<String> origins, Path image, Path runFolder, Optional<Path> cacheFolder, String bubblewrap,
        Duration exportDelay, Duration recoveryDelay, Duration actionWindow) {
    public static final int DEVELOPMENT = 0;

    public EnclaveSettings {
        origins = List.copyOf(origins);
        if (environment < 0 || environment > 2) throw new IllegalArgumentException("environment out of bounds");
    }
}
