package org.fastness.intent.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Keccak256;
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

/**
 * An unsigned transaction: legacy with EIP-155 protection, EIP-2930, EIP-1559 or EIP-7702. A legacy transaction without a chain id is
 * valid on every chain and refused; blob transactions (EIP-4844) are not decoded.
 *
 * @param maxFeePerGas gas price of the types before EIP-1559
 * @param priorityFeePerGas the same gas price there
 * @param to empty for the creation of a contract
 * @param authorizations of type 4 alone, at least one there
 */
public record EvmTransaction(Type type, Signer signer, long chainId, long nonce, BigInteger priorityFeePerGas, BigInteger maxFeePerGas,
        long gasLimit, Optional<EthereumAddress> to, BigInteger value, Bytes data, List<Access> accessList,
        List<SignedAuthorization> authorizations) implements Intent {

    /** The EIP-2718 type octet; legacy has none. */
    public enum Type {
        LEGACY(0), ACCESS_LIST(1), DYNAMIC_FEE(2), SET_CODE(4);

        private final int octet;

        Type(int octet) {
            this.octet = octet;
        }
    }

    /** EIP-2930: slots announced beforehand; changes the fee alone. */
    public record Access(EthereumAddress address, List<Bytes> slots) {
        public Access {
            slots = List.copyOf(slots);
        }
    }

    /** Storage slots and addresses of an access list together. */
    public static final int MAX_ACCESS = 512;
    /** Authorizations of one transaction. */
    public static final int MAX_AUTHORIZATIONS = 16;

    private static final BigInteger TWO = BigInteger.TWO;

    public EvmTransaction {
        accessList = List.copyOf(accessList);
        authorizations = List.copyOf(authorizations);
    }

    public static EvmTransaction decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        if (octets.isEmpty()) throw new Malformed("empty transaction");
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.EVM, keys);
        Bytes body = octets.slice(1, octets.size());
        EvmTransaction transaction = switch (octets.at(0)) {
            case 1 -> accessList(signer, Rlp.decode(body).items(8));
            case 2 -> dynamicFee(signer, Rlp.decode(body).items(9));
            case 4 -> setCode(signer, Rlp.decode(body).items(10));
            default -> legacy(signer, Rlp.decode(octets).items(9));
        };
        transaction.requireSensible();
        return transaction;
    }

    /** EIP-155: (nonce, gas price, gas limit, to, value, data, chain id, 0, 0). */
    private static EvmTransaction legacy(Signer signer, List<Rlp> f) throws Malformed {
        if (!f.get(7).octets().isEmpty() || !f.get(8).octets().isEmpty()) throw new Malformed("unsigned legacy transaction ends in two zeros");
        return new EvmTransaction(Type.LEGACY, signer, f.get(6).number(), f.get(0).number(), f.get(1).number(256), f.get(1).number(256),
                f.get(2).number(), recipient(f.get(3)), f.get(4).number(256), f.get(5).octets(), List.of(), List.of());
    }

    /** EIP-2930: (chain id, nonce, gas price, gas limit, to, value, data, access list). */
    private static EvmTransaction accessList(Signer signer, List<Rlp> f) throws Malformed {
        return new EvmTransaction(Type.ACCESS_LIST, signer, f.get(0).number(), f.get(1).number(), f.get(2).number(256), f.get(2).number(256),
                f.get(3).number(), recipient(f.get(4)), f.get(5).number(256), f.get(6).octets(), accesses(f.get(7)), List.of());
    }

    /** EIP-1559: (chain id, nonce, priority fee, max fee, gas limit, to, value, data, access list). */
    private static EvmTransaction dynamicFee(Signer signer, List<Rlp> f) throws Malformed {
        return new EvmTransaction(Type.DYNAMIC_FEE, signer, f.get(0).number(), f.get(1).number(), f.get(2).number(256), f.get(3).number(256),
                f.get(4).number(), recipient(f.get(5)), f.get(6).number(256), f.get(7).octets(), accesses(f.get(8)), List.of());
    }

    /** EIP-7702: as EIP-1559 with a recipient that is never empty, then a list of authorizations that is never empty. */
    private static EvmTransaction setCode(Signer signer, List<Rlp> f) throws Malformed {
        List<SignedAuthorization> authorizations = new ArrayList<>();
        for (Rlp item : f.get(9).items()) authorizations.add(SignedAuthorization.decode(item));
        if (authorizations.isEmpty() || authorizations.size() > MAX_AUTHORIZATIONS) throw new Malformed("number of authorizations");
        return new EvmTransaction(Type.SET_CODE, signer, f.get(0).number(), f.get(1).number(), f.get(2).number(256), f.get(3).number(256),
                f.get(4).number(), Optional.of(new EthereumAddress(f.get(5).octets(20))), f.get(6).number(256), f.get(7).octets(), accesses(f.get(8)), authorizations);
    }

    private static Optional<EthereumAddress> recipient(Rlp field) throws Malformed {
        return field.octets().isEmpty() ? Optional.empty() : Optional.of(new EthereumAddress(field.octets(20)));
    }

    private static List<Access> accesses(Rlp field) throws Malformed {
        List<Access> list = new ArrayList<>();
        int count = 0;
        for (Rlp entry : field.items()) {
            List<Rlp> pair = entry.items(2);
            List<Bytes> slots = new ArrayList<>();
            for (Rlp slot : pair.get(1).items()) slots.add(slot.octets(32));
            count += 1 + slots.size();
            list.add(new Access(new EthereumAddress(pair.get(0).octets(20)), slots));
        }
        if (count > MAX_ACCESS) throw new Malformed("access list too long");
        return list;
    }

    /** What no node would take, and what would overflow a sum, is not worth a signature. */
    private void requireSensible() throws Malformed {
        if (chainId < 1 || chainId > Long.MAX_VALUE / 2 - 36) throw new Malformed("chain id out of range"); // EIP-2294
        if (priorityFeePerGas.compareTo(maxFeePerGas) > 0) throw new Malformed("priority fee above the maximum fee"); // EIP-1559
        if (value.add(maxFee()).bitLength() > 256) throw new Malformed("value and fee overflow");
        if (to.isEmpty() && data.isEmpty()) throw new Malformed("creation of a contract without code");
    }

    /** What the call data does. */
    public Call call() {
        return to.isPresent() ? Call.decode(data) : new Call.Creation(data.size());
    }

    /** The most the network can take as a fee, in wei. */
    public BigInteger maxFee() {
        return maxFeePerGas.multiply(BigInteger.valueOf(gasLimit));
    }

    public EthereumAddress from() {
        return EvmAccount.of(signer);
    }

    /** The octets that are hashed and signed: the same as were decoded. */
    public Bytes unsigned() {
        List<Rlp> fields = fields();
        if (type == Type.LEGACY) fields.addAll(List.of(Rlp.of(chainId), Rlp.of(0), Rlp.of(0)));
        return envelope(fields);
    }

    private List<Rlp> fields() {
        List<Rlp> fields = new ArrayList<>();
        if (type != Type.LEGACY) fields.add(Rlp.of(chainId));
        fields.add(Rlp.of(nonce));
        if (type == Type.DYNAMIC_FEE || type == Type.SET_CODE) fields.add(Rlp.of(priorityFeePerGas));
        fields.addAll(List.of(Rlp.of(maxFeePerGas), Rlp.of(gasLimit), Rlp.of(to.map(EthereumAddress::value).orElse(Bytes.EMPTY)), Rlp.of(value), Rlp.of(data)));
        if (type != Type.LEGACY) fields.add(new Rlp.Items(accessList.stream().map(EvmTransaction::encode).toList()));
        if (type == Type.SET_CODE) fields.add(new Rlp.Items(authorizations.stream().map(SignedAuthorization::encode).toList()));
        return fields;
    }

    private static Rlp encode(Access access) {
        return Rlp.list(Rlp.of(access.address.value()), new Rlp.Items(access.slots.stream().map(Rlp::of).toList()));
    }

    private Bytes envelope(List<Rlp> fields) {
        Bytes body = new Rlp.Items(fields).encode();
        return type == Type.LEGACY ? body : Bytes.concat(Bytes.of((byte) type.octet), body);
    }

    @Override
    public List<SigningTask> tasks() {
        return List.of(signer.task(Keccak256.hash(unsigned())));
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        EvmSignature signature = EvmSignature.of(signatures.getFirst());
        List<Rlp> fields = fields();
        BigInteger v = BigInteger.valueOf(signature.recoveryId());
        if (type == Type.LEGACY) v = v.add(BigInteger.valueOf(chainId).multiply(TWO)).add(BigInteger.valueOf(35));
        fields.addAll(List.of(Rlp.of(v), Rlp.of(signature.r()), Rlp.of(signature.s())));
        Bytes raw = envelope(fields);
        return new SignedPayload(EvmSignature.withV(signatures.getFirst()), raw, Keccak256.hash(raw));
    }

    @Override
    public String kind() {
        return "evm-transaction";
    }

    @Override
    public Optional<String> network() {
        return Optional.of(Long.toString(chainId));
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        needed.add(switch (call()) {
            case Call.NativeTransfer c -> Capability.TRANSFER;
            case Call.TokenTransfer c -> Capability.TRANSFER;
            case Call.TransferFrom c -> Capability.TRANSFER;
            case Call.MultiTransfer c -> Capability.TRANSFER;
            case Call.Approve c -> Capability.APPROVAL;
            case Call.Permit2Approve c -> Capability.PERMIT2;
            case Call.ApproveAll c -> Capability.SET_APPROVAL_FOR_ALL;
            case Call.Creation c -> Capability.CONTRACT_CALL_UNKNOWN;
            case Call.Unknown c -> Capability.CONTRACT_CALL_UNKNOWN;
        });
        if (type == Type.SET_CODE) needed.add(Capability.EIP7702_DELEGATION);
        return needed;
    }

    @Override
    public List<Outflow> outflows() {
        List<Outflow> outflows = new ArrayList<>();
        outflows.add(new Outflow(Asset.evmNative(chainId), value.add(maxFee())));
        switch (call()) {
            case Call.NativeTransfer c -> {}
            case Call.TokenTransfer c -> outflows.add(new Outflow(token(), c.amount()));
            case Call.TransferFrom c -> outflows.add(new Outflow(token(), c.amountOrId()));
            case Call.MultiTransfer c -> outflows.add(new Outflow(token(), c.amount()));
            case Call.Approve c -> outflows.add(new Outflow(token(), c.amountOrId()));
            case Call.Permit2Approve c -> outflows.add(new Outflow(Asset.evmToken(chainId, c.token().value().hex()), c.amount()));
            case Call.ApproveAll c when c.approved() -> outflows.add(Outflow.unlimited(token()));
            case Call.ApproveAll c -> {}
            case Call.Creation c -> {}
            case Call.Unknown c -> outflows.add(Outflow.unlimited(token()));
        }
        return outflows;
    }

    private Asset token() {
        return Asset.evmToken(chainId, to.orElseThrow().value().hex());
    }

    /** ERC-20 {@code transfer} that also carries coin is no plain transfer: no token takes coin there. */
    @Override
    public boolean plainTransfer() {
        if (type == Type.SET_CODE) return false;
        return call() instanceof Call.NativeTransfer || call() instanceof Call.TokenTransfer && value.signum() == 0;
    }

    @Override
    public void show(Display display) {
        EvmNetwork chain = EvmNetwork.of(chainId);
        showCall(display);
        display.amount("value", "Amount", value, 18, chain.symbol(), "wei")
                .amount("maxFee", "Fee at most", maxFee(), 18, chain.symbol(), "wei")
                .important("network", "Network", chain.toString())
                .important("from", "From", from().toString())
                .detail("nonce", "Nonce", Long.toString(nonce))
                .detail("gasLimit", "Gas limit", Long.toString(gasLimit))
                .detail("maxFeePerGas", "Fee per gas at most", maxFeePerGas + " wei")
                .detail("type", "Transaction type", type.octet + (accessList.isEmpty() ? "" : ", access list of " + accessList.size()));
        for (SignedAuthorization authorization : authorizations) authorization.show(display);
        if (type == Type.SET_CODE) display.warn("After this, other code acts for each account named under \"Delegates\".");
    }

    private void showCall(Display display) {
        String recipient = to.map(EthereumAddress::toString).orElse("");
        switch (call()) {
            case Call.NativeTransfer c -> display.important("to", "To", recipient);
            case Call.TokenTransfer c -> display.important("action", "Action", "Transfer of tokens")
                    .important("to", "To", c.to().toString()).important("token", "Token contract", recipient)
                    .important("tokenAmount", "Tokens, in base units", c.amount().toString());
            case Call.TransferFrom c -> display.important("action", "Action", "Transfer of tokens")
                    .important("to", "To", c.to().toString()).important("owner", "Taken from", c.from().toString())
                    .important("token", "Token contract", recipient).important("tokenAmount", "Tokens in base units, or token number", c.amountOrId().toString());
            case Call.MultiTransfer c -> display.important("action", "Action", "Transfer of tokens")
                    .important("to", "To", c.to().toString()).important("owner", "Taken from", c.from().toString())
                    .important("token", "Token contract", recipient).important("tokenId", "Token number", c.id().toString())
                    .important("tokenAmount", "How many", c.amount().toString());
            case Call.Approve c -> display.important("action", "Action", "Approval to spend tokens")
                    .important("spender", "Who may spend", c.spender().toString()).important("token", "Token contract", recipient)
                    .important("tokenAmount", "Tokens in base units, or token number", approved(c.amountOrId()))
                    .warn("The spender can take these tokens later without asking again.");
            case Call.Permit2Approve c -> display.important("action", "Action", "Permit2 approval to spend tokens")
                    .important("to", "Called contract", recipient).important("spender", "Who may spend", c.spender().toString())
                    .important("token", "Token contract", c.token().toString()).important("tokenAmount", "Tokens, in base units", c.amount().toString())
                    .warn("The spender can take these tokens later without asking again.");
            case Call.ApproveAll c -> display.important("action", "Action", c.approved() ? "Approval of ALL tokens of the contract" : "End of an approval")
                    .important("spender", "Operator", c.operator().toString()).important("token", "Token contract", recipient)
                    .warn(c.approved() ? "The operator can take every token of this contract, now and later." : "The operator can no longer take tokens of this contract.");
            case Call.Creation c -> display.important("action", "Action", "Creation of a contract with " + c.codeSize() + " octets of code")
                    .warn("The enclave does not know what this contract does.");
            case Call.Unknown c -> display.important("action", "Action", "Call of an unknown method 0x" + c.selector().hex())
                    .important("to", "Called contract", recipient)
                    .detail("dataHash", "Keccak-256 of the call data", Keccak256.hash(data).hex())
                    .warn("The enclave does not know what this call does.");
        }
    }

    private static String approved(BigInteger amount) {
        return amount.bitLength() > 200 ? "unlimited (" + amount + ")" : amount.toString();
    }
}
