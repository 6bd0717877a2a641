package org.fastness.intent;

import org.fastness.base.Malformed;

/** A kind of signature an account may allow. What is off by default is off because one such signature can give away everything. */
public enum Capability {
    /** Moves an amount that is shown. */
    TRANSFER(1, true),
    /** Text under the EIP-191 or Solana off-chain prefix, which no chain takes for a transaction. */
    MESSAGE(2, true),
    /** EIP-712 data of a kind this enclave does not know. */
    TYPED_DATA_UNKNOWN(3, false),
    /** EIP-2612 and DAI permits: an approval by signature alone. */
    PERMIT(4, false),
    /** Uniswap Permit2 allowances and signature transfers. */
    PERMIT2(5, false),
    /** ERC-20 and ERC-721 {@code approve} and its kin. */
    APPROVAL(6, false),
    /** ERC-721 and ERC-1155 {@code setApprovalForAll}. */
    SET_APPROVAL_FOR_ALL(7, false),
    /** EIP-7702: other code acts as this account. */
    EIP7702_DELEGATION(8, false),
    /** Octets that are not text, most often the hash of something unseen. */
    RAW_HASH(9, false),
    /** A contract or program call that is not decoded, or the creation of a contract. */
    CONTRACT_CALL_UNKNOWN(10, false);

    private final int code;
    private final boolean onByDefault;

    Capability(int code, boolean onByDefault) {
        this.code = code;
        this.onByDefault = onByDefault;
    }

    /** The stable number on the wire. */
    public int code() {
        return code;
    }

    public boolean onByDefault() {
        return onByDefault;
    }

    public static Capability ofCode(int code) throws Malformed {
        for (Capability capability : values()) if (capability.code == code) return capability;
        throw new Malformed("unknown capability");
    }
}
