/**
 * Octets to be signed become a typed intent that a person and a policy can read. Part of the trusted computing base: what is not
 * decoded here is not signed.
 */
module org.fastness.intent {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets and refusals stand in every signature
    requires transitive org.fastness.protocol; // payloads come in and decoded intents go out in its messages
    requires transitive org.fastness.crypto; // Keccak-256; addresses and signatures stand in some records here

    exports org.fastness.intent;
    exports org.fastness.intent.evm;
    exports org.fastness.intent.typed;
    exports org.fastness.intent.bitcoin;
    exports org.fastness.intent.solana;
}
