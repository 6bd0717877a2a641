/**
 * The few types everything shares. Part of the trusted computing base, so it reads the JDK's {@code java.base} and nothing else.
 */
module org.fastness.base {
    requires static org.jspecify; // annotations for the compiler only: absent at run time

    exports org.fastness.base;
    exports org.fastness.base.cbor;
}
