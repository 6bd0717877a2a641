package org.fastness.intent;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;

/** The public half of the account's keys: what a decoder needs to tell our addresses from another's. */
@FunctionalInterface
public interface PublicKeys {

    /** secp256k1: 33 octets compressed, untweaked; Ed25519: 32 octets. Refuses while the account is not open. */
    Bytes publicKey(KeyPath path) throws Refused;
}
