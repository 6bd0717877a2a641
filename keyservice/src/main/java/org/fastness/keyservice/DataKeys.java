package org.fastness.keyservice;

import java.time.Duration;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;

/** Leases the keys of a data set from the enclave. Whoever holds a leased key can read what it covers. Thread-safe. */
public final class DataKeys {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EnclaveDirectory directory;

    public DataKeys(EnclaveDirectory directory) {
        this.directory = directory;
    }

    /**
     * The encryption key and the index key of the data set's version; the caller wipes both.
     *
     * @param dataset stable name of at most 64 octets, such as {@code identity}
     * @param version from 1
     */
    public EnclaveMessage.DataKey lease(Id tenant, String dataset, long version) throws Refused {
        return switch (directory.forTenant(tenant).ask(new HostMessage.LeaseDataKey(tenant, dataset, version), new Caller.Anonymous(), TIMEOUT)) {
            case EnclaveMessage.DataKey key -> key;
            default -> throw new Refused(Refusal.INTERNAL);
        };
    }
}
