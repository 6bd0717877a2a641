package org.fastness.keyservice.process;

import org.fastness.protocol.message.Enrolment.Hidden;

/** What an enclave needs at each boot and the server must not keep beside the data in production. Each call gives a copy that is wiped after use. */
public interface BootSecrets {

    /** Ed25519 seed of the per-install key that signs development evidence, 32 octets. */
    Hidden installSeed();

    /** Unseals the root; at most 1024 octets. */
    Hidden passphrase();
}
