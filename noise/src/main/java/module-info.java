/**
 * The Noise Protocol Framework, revision 34. Part of the trusted computing base.
 */
module org.fastness.noise {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // octets and refusals stand in this module's signatures
    requires transitive org.fastness.crypto; // keys stand in this module's signatures as SecretBytes

    exports org.fastness.noise;
}
