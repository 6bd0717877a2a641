package org.fastness.intent.typed;

import java.util.Set;
import org.fastness.base.Malformed;
import org.fastness.intent.Capability;

/**
 * Kinds of typed data that move tokens or sign in. A kind is known by its whole {@code encodeType} text: a contract accepts exactly the
 * hash of that text, so nothing else can be taken for it, and it cannot hide under another form.
 */
public enum TypedKind {
    /** EIP-2612. */
    PERMIT("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)", Capability.PERMIT),
    /** DAI's own form, before EIP-2612: all or nothing. */
    DAI_PERMIT("Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)", Capability.PERMIT),
    /** Permit2 allowance of one token. */
    PERMIT2_SINGLE("PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)"
            + "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", Capability.PERMIT2),
    /** Permit2 allowance of several tokens. */
    PERMIT2_BATCH("PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)"
            + "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)", Capability.PERMIT2),
    /** Permit2 transfer of one token by signature. */
    PERMIT2_TRANSFER("PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)"
            + "TokenPermissions(address token,uint256 amount)", Capability.PERMIT2),
    /** Permit2 transfer of several tokens by signature. */
    PERMIT2_BATCH_TRANSFER("PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)"
            + "TokenPermissions(address token,uint256 amount)", Capability.PERMIT2),
    /** EIP-4361's fields as typed data; gives away nothing but the fact that one signed in. */
    SIGN_IN("SignIn(string domain,address address,string statement,string uri,string version,uint256 chainId,string nonce,string issuedAt)", Capability.MESSAGE),
    /** Everything else. */
    UNKNOWN("", Capability.TYPED_DATA_UNKNOWN);

    private final String encodeType;
    private final Capability capability;

    TypedKind(String encodeType, Capability capability) {
        this.encodeType = encodeType;
        this.capability = capability;
    }

    static TypedKind of(Types types, String primaryType) throws Malformed {
        String text = types.encodeType(primaryType);
        for (TypedKind kind : values()) if (kind != UNKNOWN && kind.encodeType.equals(text)) return kind;
        return UNKNOWN;
    }

    /**
     * Unknown data that carries a type named like a permit needs both permits on as well: Permit2's witness forms embed the known
     * structs in types of anybody's making.
     */
    Set<Capability> capabilities(Set<String> usedTypes) {
        if (this != UNKNOWN) return Set.of(capability);
        boolean likePermit = usedTypes.stream().anyMatch(type -> type.startsWith("Permit") || type.equals("TokenPermissions"));
        return likePermit ? Set.of(capability, Capability.PERMIT, Capability.PERMIT2) : Set.of(capability);
    }
}
