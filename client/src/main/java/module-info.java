/**
 * The Java SDK: an attested channel into the enclave, accounts, signatures, receipts. Small on purpose: an application's trust in
 * the enclave rests on what stands here.
 */
module org.fastness.client {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets and ids are in every signature
    requires transitive org.fastness.protocol; // messages are the API
    requires transitive org.fastness.attestation; // the caller states which evidence it accepts
    requires transitive org.fastness.tlog; // receipts are handed to the caller
    requires org.fastness.noise; // the channel
    requires org.fastness.crypto; // ephemeral keys
    requires java.net.http; // the HTTP transport

    exports org.fastness.client;
}
