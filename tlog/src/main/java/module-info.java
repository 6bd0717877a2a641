/**
 * The transparency log's arithmetic, shared by enclave, client and CLI. Part of the trusted computing base.
 */
module org.fastness.tlog {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets and bounded readers stand in this module's signatures
    requires transitive org.fastness.crypto; // Ed25519 signs checkpoints; its key pair stands in the signer's constructor

    exports org.fastness.tlog;
}
