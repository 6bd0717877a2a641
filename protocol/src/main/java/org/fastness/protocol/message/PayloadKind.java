package org.fastness.protocol.message;

import org.fastness.base.Malformed;

/** What a payload claims to be; the enclave decodes it as exactly that or refuses. */
public enum PayloadKind {
    /** Unsigned EVM transaction: legacy RLP with (chain id, 0, 0), or the EIP-2718 type octet and its RLP. */
    EVM_TRANSACTION(1),
    /** Octets of an EIP-191 personal message (version 0x45), without its prefix. */
    EVM_MESSAGE(2),
    /** EIP-712 JSON with {@code types}, {@code primaryType}, {@code domain}, {@code message}. */
    EVM_TYPED_DATA(3),
    /** Bitcoin spend in the form module intent describes. */
    BITCOIN_SPEND(4),
    /** Solana legacy or version 0 message. */
    SOLANA_TRANSACTION(5),
    /** Solana off-chain message. */
    SOLANA_MESSAGE(6),
    /** EIP-7702 authorization tuple: RLP of (chain id, address, nonce) without its 0x05. */
    EVM_AUTHORIZATION(7);

    private final int code;

    PayloadKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static PayloadKind ofCode(int code) throws Malformed {
        for (PayloadKind kind : values()) if (kind.code == code) return kind;
        throw new Malformed("unknown payload kind");
    }
}
