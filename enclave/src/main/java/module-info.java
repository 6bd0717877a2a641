/**
 * The heart of the trusted computing base: boot phases, channels, key hierarchy, authority records, every operation, the sequencer.
 * It speaks to the world through two ports alone, {@code Platform} and {@code HostLink}.
 */
module org.fastness.enclave {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.protocol; // what it says to client and host
    requires org.fastness.crypto; // secrets off the heap, and the libc calls that harden the process

    exports org.fastness.enclave;
}
