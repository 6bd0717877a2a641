package org.fastness.intent.evm;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.intent.Display;

/** EIP-7702 section Set code transaction: one entry of the authorization list, already signed by the account it delegates. @param chainId 0 is every chain */
public record SignedAuthorization(BigInteger chainId, EthereumAddress delegate, long nonce, int yParity, BigInteger r, BigInteger s) {

    /** EIP-7702 parameter MAGIC. */
    static final Bytes MAGIC = Bytes.of((byte) 0x05);

    /** EIP-2: half the order of secp256k1. */
    private static final BigInteger HALF_ORDER = new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

    static SignedAuthorization decode(Rlp item) throws Malformed {
        List<Rlp> f = item.items(6);
        SignedAuthorization authorization = new SignedAuthorization(f.get(0).number(256), new EthereumAddress(f.get(1).octets(20)), f.get(2).number(),
                f.get(3).number(1).intValueExact(), f.get(4).number(256), f.get(5).number(256));
        if (authorization.r.signum() == 0 || authorization.s.signum() == 0 || authorization.s.compareTo(HALF_ORDER) > 0) throw new Malformed("authorization signature out of range");
        return authorization;
    }

    Rlp encode() {
        return Rlp.list(Rlp.of(chainId), Rlp.of(delegate.value()), Rlp.of(nonce), Rlp.of(yParity), Rlp.of(r), Rlp.of(s));
    }

    static Bytes digest(BigInteger chainId, EthereumAddress delegate, long nonce) {
        return Keccak256.hash(MAGIC, Rlp.list(Rlp.of(chainId), Rlp.of(delegate.value()), Rlp.of(nonce)).encode());
    }

    /** Whose account is delegated; empty if the signature recovers to nobody, and the entry then does nothing. */
    public Optional<EthereumAddress> authority() {
        return Secp256k1.recover(digest(chainId, delegate, nonce), new EcdsaSignature(word(r), word(s), yParity)).map(EvmAccount::of);
    }

    private static Bytes word(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] word = new byte[32];
        int from = Math.max(0, octets.length - 32);
        System.arraycopy(octets, from, word, 32 - (octets.length - from), octets.length - from);
        return Bytes.wrapUnsafe(word);
    }

    void show(Display display) {
        display.important("delegation", "Delegates", authority().map(EthereumAddress::toString).orElse("nobody (signature recovers to no account)")
                + " to " + delegate + (chainId.signum() == 0 ? ", on EVERY chain" : ", on chain id " + chainId) + ", at nonce " + nonce);
    }
}
