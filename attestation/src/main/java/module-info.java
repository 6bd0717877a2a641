/**
 * Reads and verifies evidence of what runs in the enclave: for clients, host and CLI. No third-party jar, no I/O, no clock of its own.
 */
module org.fastness.attestation {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets and refusals stand in this module's signatures
    requires transitive org.fastness.crypto; // Ed25519 signs development evidence; its key pair stands in a signature here

    exports org.fastness.attestation;
}
