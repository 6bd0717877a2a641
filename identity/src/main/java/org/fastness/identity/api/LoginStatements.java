package org.fastness.identity.api;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;

/** Checks the enclave's word that an authenticator of an account was just used. */
@FunctionalInterface
public interface LoginStatements {

    /** The longest statement looked at, in octets. */
    int MAX_BYTES = 512;

    /**
     * What the statement says, if the running enclave signed it for this environment; else refused with {@code UNAUTHENTICATED}.
     * Age and reuse are the caller's to check.
     */
    Verified verify(Bytes statement) throws Refused;

    /** A genuine statement: who, and the request that proves it is used once. */
    record Verified(Id tenant, Id account, Id requestId, long issuedMicros) {}
}
