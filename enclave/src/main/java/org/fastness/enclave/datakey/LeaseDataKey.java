package org.fastness.enclave.datakey;

import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.enclave.keys.RootKey;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.message.Enrolment.Hidden;

/**
 * Gives the host the keys of one data set in one version. The host reads what it encrypts anyway: the lease bounds what a stolen store or backup is worth,
 * not what a running host may read, and the documents say so.
 */
public final class LeaseDataKey {
    private final RootKey root;

    public LeaseDataKey(RootKey root) {
        this.root = root;
    }

    /** Data set names are 1 to 64 lower-case letters, digits, dots and dashes; versions start at 1. */
    public EnclaveMessage run(HostMessage.LeaseDataKey lease) throws Refused {
        if (!lease.dataset().matches("[a-z0-9.-]{1,64}") || lease.version() < 1) throw new Refused(Refusal.MALFORMED);
        try (SecretBytes encryption = root.dataKey(lease.tenant(), lease.dataset(), lease.version()); SecretBytes index = root.indexKey(lease.tenant(), lease.dataset(), lease.version())) {
            return new EnclaveMessage.DataKey(lease.version(), hidden(encryption), hidden(index));
        }
    }

    private static Hidden hidden(SecretBytes secret) {
        return secret.withArray(SecretAccess.tcb(), octets -> new Hidden(octets.clone()));
    }
}
