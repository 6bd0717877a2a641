package org.fastness.intent.evm;

import java.math.BigInteger;
import org.fastness.base.Bytes;

/** The parts of a 65-octet recoverable signature (r, s, recovery id). */
record EvmSignature(BigInteger r, BigInteger s, int recoveryId) {

    static EvmSignature of(Bytes octets) {
        if (octets.size() != 65 || octets.at(64) > 1) throw new IllegalArgumentException("r, s and a recovery id of 0 or 1");
        return new EvmSignature(new BigInteger(1, octets.slice(0, 32).toArray()), new BigInteger(1, octets.slice(32, 64).toArray()), octets.at(64));
    }

    /** r, s, v with v 27 or 28: the form of messages. */
    static Bytes withV(Bytes octets) {
        return Bytes.concat(octets.slice(0, 64), Bytes.of((byte) (27 + of(octets).recoveryId)));
    }
}
