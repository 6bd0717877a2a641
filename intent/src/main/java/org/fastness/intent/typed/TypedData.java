package org.fastness.intent.typed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Keccak256;
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
import org.fastness.intent.evm.EvmAccount;

/**
 * EIP-712 typed data. The primary type is the one named, never guessed; types that it does not use have no effect.
 *
 * @param domain the domain's hashed fields, by name; the field {@code chainId} is {@link #chainId}
 * @param usedTypes every type that takes part in the hash
 * @param leaves every hashed value, in order
 */
public record TypedData(Signer signer, TypedKind kindOfData, String primaryType, Map<String, String> domain, Optional<BigInteger> chainId,
        Set<String> usedTypes, List<Leaf> leaves, Bytes domainSeparator, Bytes messageHash) implements Intent {

    /** One hashed value of the message. @param path members and indices from the top, such as {@code to[1].wallet} */
    public record Leaf(String path, String type, String value) {}

    /** EIP-712 section Definition of domainSeparator: the fields there may be, in their order. */
    private static final List<Types.Member> DOMAIN_MEMBERS = List.of(new Types.Member("string", "name"), new Types.Member("string", "version"),
            new Types.Member("uint256", "chainId"), new Types.Member("address", "verifyingContract"), new Types.Member("bytes32", "salt"));

    public TypedData {
        domain = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(domain));
        usedTypes = Set.copyOf(usedTypes);
        leaves = List.copyOf(leaves);
    }

    /** Reads {@code {"types": …, "primaryType": …, "domain": …, "message": …}}. */
    public static TypedData decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.EVM, keys);
        Map<String, Json> document = Json.parse(octets).members();
        if (!document.keySet().equals(Set.of("types", "primaryType", "domain", "message"))) throw new Malformed("typed data has four members");
        Types types = Types.read(withDomainType(document));
        String primaryType = document.get("primaryType").text();
        if (primaryType.equals(Types.DOMAIN)) throw new Malformed("the domain alone is no message");
        requireDomainType(types.members(Types.DOMAIN));

        Hashing domain = new Hashing(types);
        Bytes separator = domain.hashStruct(Types.DOMAIN, document.get("domain"), "");
        Hashing message = new Hashing(types);
        Bytes messageHash = message.hashStruct(primaryType, document.get("message"), "");
        Map<String, String> shown = new LinkedHashMap<>();
        domain.leaves().forEach(leaf -> shown.put(leaf.path(), leaf.value()));
        List<Leaf> leaves = message.leaves().stream().map(leaf -> new Leaf(leaf.path(), leaf.type(), leaf.value())).toList();
        return new TypedData(signer, TypedKind.of(types, primaryType), primaryType, shown,
                Optional.ofNullable(shown.get("chainId")).map(BigInteger::new), types.closure(primaryType), leaves, separator, messageHash);
    }

    /** The declared types; where EIP712Domain is not among them, it is made of the domain's fields, as every library does. */
    private static Json withDomainType(Map<String, Json> document) throws Malformed {
        Map<String, Json> types = new LinkedHashMap<>(document.get("types").members());
        if (types.containsKey(Types.DOMAIN)) return document.get("types");
        List<Json> members = new ArrayList<>();
        for (Types.Member member : DOMAIN_MEMBERS) {
            if (!document.get("domain").members().containsKey(member.name())) continue;
            members.add(new Json.Members(Map.of("name", new Json.Text(member.name()), "type", new Json.Text(member.type()))));
        }
        types.put(Types.DOMAIN, new Json.Elements(members));
        return new Json.Members(types);
    }

    private static void requireDomainType(List<Types.Member> declared) throws Malformed {
        List<Types.Member> inOrder = DOMAIN_MEMBERS.stream().filter(declared::contains).toList();
        if (!inOrder.equals(declared)) throw new Malformed("domain type with another field or order");
    }

    public Bytes digest() {
        return Keccak256.hash(Bytes.of((byte) 0x19, (byte) 0x01), domainSeparator, messageHash);
    }

    @Override
    public String kind() {
        return "evm-typed-data";
    }

    @Override
    public Optional<String> network() {
        return chainId.map(BigInteger::toString);
    }

    @Override
    public Set<Capability> capabilities() {
        return kindOfData.capabilities(usedTypes);
    }

    @Override
    public List<Outflow> outflows() {
        List<Outflow> each = switch (kindOfData) {
            case PERMIT -> List.of(outflow(domain.getOrDefault("verifyingContract", "0x"), new BigInteger(value("value"))));
            case DAI_PERMIT -> value("allowed").equals("true") ? List.of(outflow(domain.getOrDefault("verifyingContract", "0x"), Outflow.UNLIMITED)) : List.of();
            case PERMIT2_SINGLE, PERMIT2_BATCH -> tokens("details");
            case PERMIT2_TRANSFER, PERMIT2_BATCH_TRANSFER -> tokens("permitted");
            case SIGN_IN, UNKNOWN -> List.of();
        };
        Map<Asset, BigInteger> sums = new LinkedHashMap<>();
        each.forEach(outflow -> sums.merge(outflow.asset(), outflow.amount(), BigInteger::add));
        return sums.entrySet().stream().map(sum -> new Outflow(sum.getKey(), sum.getValue())).toList();
    }

    /** Tokens and amounts of the member, be it a struct or an array of them. */
    private List<Outflow> tokens(String member) {
        List<Outflow> outflows = new ArrayList<>();
        for (Leaf leaf : leaves) {
            if (!leaf.path.startsWith(member) || !leaf.path.endsWith(".token")) continue;
            String struct = leaf.path.substring(0, leaf.path.length() - ".token".length());
            outflows.add(outflow(leaf.value, new BigInteger(value(struct + ".amount"))));
        }
        return outflows;
    }

    private Outflow outflow(String contract, BigInteger amount) {
        String chain = "eip155:" + chainId.map(BigInteger::toString).orElse("any");
        return new Outflow(new Asset(chain + "/token:" + contract.toLowerCase(java.util.Locale.ROOT)), amount);
    }

    private String value(String path) {
        return leaves.stream().filter(leaf -> leaf.path.equals(path)).findFirst().orElseThrow().value;
    }

    @Override
    public boolean plainTransfer() {
        return false;
    }

    @Override
    public List<SigningTask> tasks() {
        return List.of(signer.task(digest()));
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        Bytes signature = signatures.getFirst();
        if (signature.size() != 65 || signature.at(64) > 1) throw new IllegalArgumentException("r, s and a recovery id of 0 or 1");
        return new SignedPayload(Bytes.concat(signature.slice(0, 64), Bytes.of((byte) (27 + signature.at(64)))), Bytes.EMPTY, digest());
    }

    @Override
    public void show(Display display) {
        display.important("primaryType", "Kind of data", primaryType);
        domain.forEach((name, value) -> display.important("domain." + name, DOMAIN_LABELS.get(name), value));
        if (chainId.isEmpty()) display.warn("The data names no network: the signature may be used on any.");
        for (Leaf leaf : leaves) display.important("message." + leaf.path, leaf.path, leaf.value);
        display.important("from", "Account", EvmAccount.of(signer).toString());
        switch (kindOfData) {
            case PERMIT, DAI_PERMIT, PERMIT2_SINGLE, PERMIT2_BATCH -> display.warn("The spender can take these tokens later without asking again.");
            case PERMIT2_TRANSFER, PERMIT2_BATCH_TRANSFER -> display.warn("Whoever holds this signature can move these tokens once.");
            case SIGN_IN -> {}
            case UNKNOWN -> display.warn("The enclave does not know what this data is good for.");
        }
    }

    private static final Map<String, String> DOMAIN_LABELS = Map.of("name", "Application", "version", "Version", "chainId", "Chain id",
            "verifyingContract", "Contract", "salt", "Salt");
}
