package org.fastness.client;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Operation;

/** Whoever approves operations: a passkey, a device key, a certified session key. */
@FunctionalInterface
public interface Approver {

    /**
     * Signs the challenge, or refuses.
     *
     * @param challenge {@link Context#challenge} of the operation, 32 octets
     */
    Authorization approve(Context context, Operation operation, Bytes challenge) throws Refused;
}
