package org.fastness.enclave.boot;

/** Where an enclave's life is. It only moves forward. */
public enum Phase {
    /** Nothing but code: waits for {@code Boot}. */
    COLD,
    /** A new root was made and must become durable before anything is served with it. */
    ROOT_PENDING,
    SERVING,
    /** Everything is wiped. */
    STOPPED
}
