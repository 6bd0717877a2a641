package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;

/** A way to keep the root across restarts. The passphrase is the first; a cloud KMS, attested peers or ceremony shares are others. */
public interface Unsealer extends AutoCloseable {

    /** The root in the form the host stores. */
    Bytes seal(RootKey root);

    /** The root for the environment; refuses what was sealed for another, or does not open. */
    RootKey unseal(Bytes sealed, int environment) throws Refused;

    @Override
    void close();
}
