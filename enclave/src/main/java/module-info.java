/**
 * The heart of the trusted computing base: boot phases, channels, key hierarchy, authority records, every operation, the sequencer.
 * It speaks to the world through two ports alone, {@code Platform} and {@code HostLink}.
 */
module org.fastness.enclave {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.protocol; // what it says to client and host
    requires org.fastness.crypto; // secrets off the heap, and the libc calls that harden the process
    requires org.fastness.noise; // the channel's end
    requires org.fastness.intent; // what is asked to be signed
    requires org.fastness.policy; // what may be signed
    requires org.fastness.tlog; // receipts
    requires org.fastness.attestation; // the form of development evidence, which is signed here

    exports org.fastness.enclave;
}
