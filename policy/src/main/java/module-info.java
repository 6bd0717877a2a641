/**
 * Whether an account may sign what was decoded. Part of the trusted computing base, and a module of its own so that a dry run outside
 * the enclave is the very same code.
 */
module org.fastness.policy {
    requires static org.jspecify; // annotations for the compiler only: absent at run time
    requires transitive org.fastness.base; // readers, writers and refusals stand in signatures
    requires transitive org.fastness.intent; // what is decided upon

    exports org.fastness.policy;
}
