package org.fastness.server;

import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.crypto.SecretBytes;
import org.fastness.dataprotection.DataKeySource;
import org.fastness.dataprotection.DataKeys;
import org.fastness.dataprotection.Dataset;
import org.fastness.protocol.link.EnclaveMessage;

/** Data protection's keys, leased from the enclave through the key service. The secrets move off the heap at once and the heap copies are wiped. */
record LeasedDataKeys(org.fastness.keyservice.DataKeys leases) implements DataKeySource {

    /** The version that encrypts now; rotation is a new version here and an older one read by number. */
    private static final long CURRENT = 1;

    @Override
    public DataKeys lease(Id tenant, Dataset dataset) throws Refused {
        return lease(tenant, dataset, CURRENT);
    }

    @Override
    public DataKeys lease(Id tenant, Dataset dataset, long version) throws Refused {
        EnclaveMessage.DataKey key = leases.lease(tenant, dataset.name(), version);
        return DataKeys.owned(key.version(), SecretBytes.takeFrom(key.encryptionKey().octets()), SecretBytes.takeFrom(key.indexKey().octets()));
    }
}
