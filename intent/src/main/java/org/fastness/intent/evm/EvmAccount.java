package org.fastness.intent.evm;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.intent.Signer;

/** The address of a key that is known to be one. */
public final class EvmAccount {
    private EvmAccount() {}

    public static EthereumAddress of(Signer signer) {
        return of(signer.publicKey());
    }

    static EthereumAddress of(Bytes publicKey) {
        try {
            return EthereumAddress.of(publicKey);
        } catch (Malformed impossible) {
            throw new IllegalArgumentException("the account's own key is no point", impossible);
        }
    }
}
