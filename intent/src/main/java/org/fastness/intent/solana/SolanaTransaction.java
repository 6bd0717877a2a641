package org.fastness.intent.solana;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.address.Base58;
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

/** A Solana transaction that our key alone signs and pays for. Messages of several signers are not decoded. */
public record SolanaTransaction(Signer signer, Bytes octets, SolanaMessage message, List<Step> steps) implements Intent {

    /** As {@code Payload.network} spells it; a message names its cluster only by a recent blockhash. */
    public static final String NETWORK = "solana";

    /** Lamports for each signature. */
    private static final long SIGNATURE_FEE = 5000;
    /** The most compute units of one transaction. */
    private static final long MAX_UNITS = 1_400_000;
    private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);

    public SolanaTransaction {
        steps = List.copyOf(steps);
    }

    public static SolanaTransaction decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.SOLANA, keys);
        SolanaMessage message = SolanaMessage.decode(octets);
        if (message.signers() != 1 || !message.keys().getFirst().equals(signer.publicKey())) throw new Malformed("signed by another key");
        List<Step> steps = message.instructions().stream().map(instruction -> Step.of(message, instruction)).toList();
        if (count(steps, Step.UnitLimit.class) > 1 || count(steps, Step.UnitPrice.class) > 1) throw new Malformed("compute budget set twice");
        SolanaTransaction transaction = new SolanaTransaction(signer, octets, message, steps);
        if (transaction.maxFee().bitLength() > 64) throw new Malformed("fee overflows");
        return transaction;
    }

    private static long count(List<Step> steps, Class<? extends Step> kind) {
        return steps.stream().filter(kind::isInstance).count();
    }

    /** Base fee and the most that the priority fee can come to, in lamports. */
    public BigInteger maxFee() {
        long units = MAX_UNITS;
        BigInteger price = BigInteger.ZERO;
        for (Step step : steps) {
            if (step instanceof Step.UnitLimit limit) units = Math.min(MAX_UNITS, limit.units());
            if (step instanceof Step.UnitPrice unit) price = unit.microLamports();
        }
        BigInteger priority = price.multiply(BigInteger.valueOf(units)).add(MICRO).subtract(BigInteger.ONE).divide(MICRO);
        return priority.add(BigInteger.valueOf(SIGNATURE_FEE));
    }

    private boolean understood() {
        return message.loaded() == 0 && count(steps, Step.Unknown.class) == 0;
    }

    @Override
    public List<SigningTask> tasks() {
        return List.of(signer.task(octets));
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        Bytes signature = signatures.getFirst();
        return new SignedPayload(signature, Bytes.concat(Bytes.of((byte) 1), signature, octets), Digests.sha256(octets));
    }

    @Override
    public String kind() {
        return "solana-transaction";
    }

    @Override
    public Optional<String> network() {
        return Optional.of(NETWORK);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> needed = EnumSet.of(Capability.TRANSFER);
        if (!understood()) needed.add(Capability.CONTRACT_CALL_UNKNOWN);
        return needed;
    }

    @Override
    public List<Outflow> outflows() {
        Asset asset = Asset.named(NETWORK);
        if (!understood()) return List.of(Outflow.unlimited(asset));
        BigInteger sum = maxFee();
        for (Step step : steps) if (step instanceof Step.Transfer transfer) sum = sum.add(transfer.lamports());
        return List.of(new Outflow(asset, sum));
    }

    @Override
    public boolean plainTransfer() {
        return understood();
    }

    @Override
    public void show(Display display) {
        for (Step step : steps) {
            switch (step) {
                case Step.Transfer t -> display.important("to", "To", Base58.encode(t.to())).amount("value", "Amount", t.lamports(), 9, "SOL", "lamports");
                case Step.Memo m -> display.important("memo", "Memo", Display.visible(m.text()));
                case Step.Unknown u -> display.important("program", "Unknown program", Base58.encode(u.program()) + ", " + u.dataSize() + " octets of data");
                case Step.UnitLimit l -> display.detail("unitLimit", "Compute units at most", Long.toString(l.units()));
                case Step.UnitPrice p -> display.detail("unitPrice", "Price of a unit", p.microLamports() + " micro-lamports");
            }
        }
        display.amount("maxFee", "Fee at most", maxFee(), 9, "SOL", "lamports").important("network", "Network", "Solana")
                .important("from", "From", Base58.encode(signer.publicKey())).detail("blockhash", "Recent blockhash", Base58.encode(message.blockhash()));
        if (!understood()) display.warn("The enclave does not know what this transaction does. It can move everything this address holds.");
    }
}
