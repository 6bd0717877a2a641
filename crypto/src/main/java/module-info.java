/**
 * Keys, seals and signatures: the JDK's primitives and two C libraries behind small types that cannot be held wrongly.
 *
 * <p>Part of the trusted computing base. Runs only with {@code --enable-native-access=org.fastness.crypto}.
 */
module org.fastness.crypto {
    requires transitive org.fastness.base; // Bytes, Refused and Malformed stand in nearly every signature here
    requires static org.jspecify; // annotations for the compiler only: absent at run time

    exports org.fastness.crypto;
    exports org.fastness.crypto.hd;
    exports org.fastness.crypto.address;
    exports org.fastness.crypto.ffi to org.fastness.enclave; // the enclave hardens its own process through the same libc bindings
}
