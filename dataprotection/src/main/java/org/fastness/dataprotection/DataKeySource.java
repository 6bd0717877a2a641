package org.fastness.dataprotection;

import org.fastness.base.Id;
import org.fastness.base.Refused;

/**
 * Where data keys come from: the enclave, in production. Issue is what the enclave limits and logs; whoever holds a lease can read
 * what it covers. Implementations are thread-safe; they refuse with {@code NOT_READY} while no key can be had, and with
 * {@code NO_SUCH_KEY} a version that does not exist or is below the minimum.
 */
public interface DataKeySource {

    /** The keys that encrypt now; the caller closes them soon. */
    DataKeys lease(Id tenant, Dataset dataset) throws Refused;

    /** The keys of one version, from 1, to read what they encrypted; the caller closes them soon. */
    DataKeys lease(Id tenant, Dataset dataset, long version) throws Refused;
}
