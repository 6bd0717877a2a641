package org.fastness.keyservice;

import org.fastness.base.Bytes;
import org.fastness.base.Id;

/**
 * Which enclave answers for what. Today one serves all; the questions are those that several will need: a channel stays with the enclave
 * that opened it, an account with its owner.
 */
public interface EnclaveDirectory {

    /** Where a new channel is opened. */
    EnclaveEndpoint forNewChannel();

    /** Where frames of the channel go. */
    EnclaveEndpoint forChannel(Bytes channelId);

    /** Who leases the tenant's data keys. */
    EnclaveEndpoint forTenant(Id tenant);

    /** The directory of one enclave. */
    static EnclaveDirectory of(EnclaveEndpoint only) {
        return new EnclaveDirectory() {
            @Override
            public EnclaveEndpoint forNewChannel() {
                return only;
            }

            @Override
            public EnclaveEndpoint forChannel(Bytes channelId) {
                return only;
            }

            @Override
            public EnclaveEndpoint forTenant(Id tenant) {
                return only;
            }
        };
    }
}
