/**
 * What client, host and enclave say to each other: sealed messages and their one bounded canonical codec. Part of the trusted
 * computing base. The octets written here are what authenticators sign, so a change of any order or length is a new version.
 */
module org.fastness.protocol {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets, ids, reader and writer stand in every message

    exports org.fastness.protocol;
    exports org.fastness.protocol.channel;
    exports org.fastness.protocol.message;
    exports org.fastness.protocol.link;
}
