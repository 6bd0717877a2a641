package org.fastness.intent.evm;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Display;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Outflow;
import org.fastness.intent.PayloadDecoders;
import org.fastness.intent.PublicKeys;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.Signer;
import org.fastness.intent.SigningTask;

/** An EIP-7702 authorization to be signed: from then on the delegate's code acts as this account. One for every chain (id 0) is not decoded. */
public record EvmAuthorization(Signer signer, long chainId, EthereumAddress delegate, long nonce) implements Intent {

    /** RLP of (chain id, address, nonce). */
    public static EvmAuthorization decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.EVM, keys);
        List<Rlp> f = Rlp.decode(octets).items(3);
        EvmAuthorization authorization = new EvmAuthorization(signer, f.get(0).number(), new EthereumAddress(f.get(1).octets(20)), f.get(2).number());
        if (authorization.chainId == 0) throw new Malformed("authorization for every chain");
        return authorization;
    }

    @Override
    public String kind() {
        return "evm-authorization";
    }

    @Override
    public Optional<String> network() {
        return Optional.of(Long.toString(chainId));
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.EIP7702_DELEGATION);
    }

    @Override
    public List<Outflow> outflows() {
        return List.of(Outflow.unlimited(Asset.evmNative(chainId)));
    }

    @Override
    public boolean plainTransfer() {
        return false;
    }

    @Override
    public List<SigningTask> tasks() {
        return List.of(signer.task(digest()));
    }

    private Bytes digest() {
        return SignedAuthorization.digest(BigInteger.valueOf(chainId), delegate, nonce);
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        return new SignedPayload(EvmSignature.withV(signatures.getFirst()), Bytes.EMPTY, digest());
    }

    @Override
    public void show(Display display) {
        display.important("action", "Action", "Lets other code act as this account")
                .important("delegate", "Code of", delegate.toString())
                .important("network", "Network", EvmNetwork.of(chainId).toString())
                .important("from", "Account", EvmAccount.of(signer).toString())
                .detail("nonce", "Nonce", Long.toString(nonce))
                .warn("The code can move everything the account holds on this network, until another delegation replaces it.");
    }
}
