package org.fastness.intent.bitcoin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Display;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Outflow;
import org.fastness.intent.PublicKeys;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.Signer;
import org.fastness.intent.SigningTask;
import org.fastness.intent.bitcoin.BitcoinTransaction.Input;
import org.fastness.intent.bitcoin.BitcoinTransaction.Output;

/**
 * A spend of our own outputs alone, of P2WPKH and P2TR key path.
 *
 * <p>Form ({@link #encode}): magic 0xB5, version 1, u8 network (0 main, 1 testnet, 2 regtest), octet string of the unsigned transaction
 * without witnesses; a list of (u64 amount, script, path) for the output that each input spends; a list of whole previous transactions;
 * a list of (u16 output index, path) for change. A P2WPKH signature covers only its own amount, so each such input's previous
 * transaction must be there and prove it: otherwise two half-true requests could turn the difference into fees. A P2TR signature covers
 * every amount and script. What counts as change must pay to a key derived from ours.
 *
 * @param spent the output each input spends, in order; {@code signers} are their keys
 * @param change indices of outputs that pay back to us
 */
public record BitcoinSpend(Network net, BitcoinTransaction transaction, List<Output> spent, List<Signer> signers, List<BitcoinTransaction> previous,
        Map<Integer, Signer> change) implements Intent {

    /** Chains; the code is that of the form. Test networks have keys of their own (SLIP-44 coin type 1), since a signature binds no network. */
    public enum Network {
        MAIN("bitcoin", "Bitcoin", BitcoinAddress.Network.MAINNET, 0x00, 0x05, KeyPath.Family.BITCOIN_P2WPKH, KeyPath.Family.BITCOIN_P2TR),
        TESTNET("bitcoin-testnet", "Bitcoin test network", BitcoinAddress.Network.TESTNET, 0x6f, 0xc4, KeyPath.Family.BITCOIN_TEST_P2WPKH, KeyPath.Family.BITCOIN_TEST_P2TR),
        REGTEST("bitcoin-regtest", "Bitcoin regression test network", BitcoinAddress.Network.REGTEST, 0x6f, 0xc4, KeyPath.Family.BITCOIN_TEST_P2WPKH, KeyPath.Family.BITCOIN_TEST_P2TR);

        private final String text;
        private final String title;
        final BitcoinAddress.Network addresses;
        final int keyHashVersion;
        final int scriptHashVersion;
        final KeyPath.Family segwit;
        final KeyPath.Family taproot;

        Network(String text, String title, BitcoinAddress.Network addresses, int keyHashVersion, int scriptHashVersion, KeyPath.Family segwit, KeyPath.Family taproot) {
            this.text = text;
            this.title = title;
            this.addresses = addresses;
            this.keyHashVersion = keyHashVersion;
            this.scriptHashVersion = scriptHashVersion;
            this.segwit = segwit;
            this.taproot = taproot;
        }

        /** As {@code Payload.network} spells it. */
        public String text() {
            return text;
        }
    }

    private static final int MAGIC = 0xB5;
    private static final int VERSION = 1;
    /** Inputs of one spend. */
    public static final int MAX_INPUTS = 64;
    /** Outputs of one spend; each is a line on the page. */
    public static final int MAX_OUTPUTS = 64;
    /** Octets of the unsigned transaction. */
    public static final int MAX_TRANSACTION = 16 * 1024;
    /** Octets of one previous transaction. */
    public static final int MAX_PREVIOUS = 100_000;
    private static final int MAX_PATH = 64;
    /** Highest index of a change path: change must land where a wallet looks for it, not merely on some key of ours. */
    public static final int MAX_CHANGE_INDEX = 10_000;

    public BitcoinSpend {
        spent = List.copyOf(spent);
        signers = List.copyOf(signers);
        previous = List.copyOf(previous);
        change = Map.copyOf(change);
    }

    /** @param path must be that of the first input */
    public static BitcoinSpend decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != VERSION) throw new Malformed("not a spend of version 1");
        int code = in.u8();
        if (code >= Network.values().length) throw new Malformed("unknown Bitcoin network");
        Network net = Network.values()[code];
        BitcoinTransaction transaction = BitcoinTransaction.decode(in.bytes(MAX_TRANSACTION));
        List<Spent> spent = in.list(MAX_INPUTS, Spent::read);
        List<Bytes> previous = in.list(MAX_INPUTS, r -> r.bytes(MAX_PREVIOUS));
        List<Change> change = in.list(MAX_OUTPUTS, Change::read);
        in.end();
        BitcoinSpend spend = new BitcoinSpend(net, transaction, spent.stream().map(s -> new Output(s.amount, s.script)).toList(),
                signers(net, spent, keys), previousTransactions(previous), change(net, transaction, change, keys));
        spend.requireUnsigned();
        spend.requireProvenAmounts();
        spend.requireFindableChange();
        if (spend.fee() < 0) throw new Malformed("outputs exceed inputs");
        if (!spend.signers.getFirst().path().equals(path)) throw new Malformed("path of another input");
        return spend;
    }

    /** As it stands in the form. */
    private record Spent(long amount, Bytes script, String path) {
        static Spent read(Reader in) throws Malformed {
            return new Spent(BitcoinTransaction.amount(in.u64()), in.bytes(34), in.text(MAX_PATH));
        }
    }

    private record Change(int output, String path) {
        static Change read(Reader in) throws Malformed {
            return new Change(in.u16(), in.text(MAX_PATH));
        }
    }

    private static List<Signer> signers(Network net, List<Spent> spent, PublicKeys keys) throws Malformed, Refused {
        List<Signer> signers = new ArrayList<>();
        for (Spent output : spent) signers.add(owner(net, output.script, output.path, keys));
        return signers;
    }

    /** Our key that the script pays to, on a path of the script's own purpose. */
    private static Signer owner(Network net, Bytes script, String path, PublicKeys keys) throws Malformed, Refused {
        KeyPath.Family family = Script.isKeyHash(script) ? net.segwit : net.taproot;
        KeyPath key = KeyPath.parse(path).require(family);
        Signer signer = new Signer(key, keys.publicKey(key));
        Bytes ours = family == net.segwit ? Script.ofKeyHash(signer.publicKey()) : Script.ofTaproot(signer.publicKey());
        if (!ours.equals(script)) throw new Malformed("script does not pay to our key");
        return signer;
    }

    private static List<BitcoinTransaction> previousTransactions(List<Bytes> octets) throws Malformed {
        List<BitcoinTransaction> transactions = new ArrayList<>();
        for (Bytes one : octets) transactions.add(BitcoinTransaction.decode(one));
        return transactions;
    }

    private static Map<Integer, Signer> change(Network net, BitcoinTransaction transaction, List<Change> claims, PublicKeys keys) throws Malformed, Refused {
        Map<Integer, Signer> change = new HashMap<>();
        for (Change claim : claims) {
            if (claim.output >= transaction.outputs().size()) throw new Malformed("change output out of range");
            Signer owner = owner(net, transaction.outputs().get(claim.output).script(), claim.path, keys);
            if (change.put(claim.output, owner) != null) throw new Malformed("change output twice");
        }
        return change;
    }

    private void requireUnsigned() throws Malformed {
        List<Input> inputs = transaction.inputs();
        if (inputs.size() > MAX_INPUTS || inputs.size() != spent.size()) throw new Malformed("number of inputs");
        if (transaction.outputs().isEmpty() || transaction.outputs().size() > MAX_OUTPUTS) throw new Malformed("number of outputs");
        if (transaction.version() != 1 && transaction.version() != 2) throw new Malformed("transaction version");
        Set<Bytes> outpoints = new HashSet<>();
        for (Input input : inputs) {
            if (!input.scriptSig().isEmpty() || !input.witness().isEmpty()) throw new Malformed("already signed");
            if (!outpoints.add(input.outpoint())) throw new Malformed("input twice");
        }
        for (Output output : transaction.outputs()) Script.describe(net, output.script());
    }

    private void requireFindableChange() throws Malformed {
        Set<Integer> accounts = new HashSet<>();
        for (Signer signer : signers) accounts.add(signer.path().account());
        for (Signer owner : change.values()) {
            if (owner.path().index() > MAX_CHANGE_INDEX || !accounts.contains(owner.path().account())) throw new Malformed("change out of reach");
        }
    }

    /** keys.md, section Policy: P2WPKH inputs come with their full previous transactions. */
    private void requireProvenAmounts() throws Malformed {
        Map<Bytes, BitcoinTransaction> byId = new HashMap<>();
        for (BitcoinTransaction one : previous) byId.put(one.txid(), one);
        for (int i = 0; i < spent.size(); i++) {
            Input input = transaction.inputs().get(i);
            BitcoinTransaction source = byId.get(input.txid());
            if (source == null && Script.isKeyHash(spent.get(i).script())) throw new Malformed("previous transaction missing");
            if (source == null) continue;
            if (input.index() >= source.outputs().size() || !source.outputs().get((int) input.index()).equals(spent.get(i))) throw new Malformed("previous output differs");
        }
    }

    /** The form that {@link #decode} reads. */
    public Bytes encode() {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).u8(net.ordinal()).bytes(transaction.encode());
        out.u16(spent.size());
        for (int i = 0; i < spent.size(); i++) out.u64(spent.get(i).amount()).bytes(spent.get(i).script()).text(signers.get(i).path().toString());
        out.list(previous, (w, t) -> w.bytes(t.encode()));
        out.list(change.keySet().stream().sorted().toList(), (w, i) -> w.u16(i).text(change.get(i).path().toString()));
        return out.toBytes();
    }

    /** What the miners get, in satoshi. */
    public long fee() {
        return sum(spent) - sum(transaction.outputs());
    }

    private static long sum(List<Output> outputs) {
        return outputs.stream().mapToLong(Output::amount).sum();
    }

    @Override
    public List<SigningTask> tasks() {
        List<SigningTask> tasks = new ArrayList<>();
        for (int i = 0; i < spent.size(); i++) {
            Output output = spent.get(i);
            tasks.add(signers.get(i).task(Script.isKeyHash(output.script())
                    ? Sighash.segwit(transaction, i, Script.keyHash(output.script()), output.amount())
                    : Sighash.taproot(transaction, i, spent)));
        }
        return tasks;
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        if (signatures.size() != spent.size()) throw new IllegalArgumentException("one signature an input");
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < spent.size(); i++) {
            Input input = transaction.inputs().get(i);
            inputs.add(Script.isKeyHash(spent.get(i).script())
                    ? input.withWitness(Script.derWithAll(signatures.get(i)), signers.get(i).publicKey())
                    : input.withWitness(signatures.get(i)));
        }
        BitcoinTransaction signed = new BitcoinTransaction(transaction.version(), inputs, transaction.outputs(), transaction.lockTime());
        return new SignedPayload(Bytes.EMPTY, signed.encode(), BitcoinTransaction.reversed(signed.txid()));
    }

    @Override
    public String kind() {
        return "bitcoin-spend";
    }

    @Override
    public Optional<String> network() {
        return Optional.of(net.text);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TRANSFER);
    }

    @Override
    public List<Outflow> outflows() {
        long back = change.keySet().stream().mapToLong(i -> transaction.outputs().get(i).amount()).sum();
        return List.of(new Outflow(Asset.named(net.text), BigInteger.valueOf(sum(spent) - back)));
    }

    @Override
    public boolean plainTransfer() {
        return true;
    }

    @Override
    public void show(Display display) {
        long paid = 0;
        for (int i = 0; i < transaction.outputs().size(); i++) {
            Output output = transaction.outputs().get(i);
            String to = Script.text(net, output.script());
            if (change.containsKey(i)) {
                display.detail("change", "Back to this account", bitcoin(output.amount()) + " to " + to);
            } else {
                paid += output.amount();
                display.important("to", "To", to).amount("value", "Amount", BigInteger.valueOf(output.amount()), 8, "BTC", "satoshi");
            }
        }
        display.amount("maxFee", "Fee", BigInteger.valueOf(fee()), 8, "BTC", "satoshi").important("network", "Network", net.title);
        display.detail("inputs", "Coins spent", Integer.toString(spent.size())).detail("lockTime", "Lock time", Long.toString(transaction.lockTime()));
        if (fee() > 10_000 && fee() > paid / 10) display.warn("The fee is more than a tenth of what is paid.");
    }

    private static String bitcoin(long satoshi) {
        return Display.decimal(BigInteger.valueOf(satoshi), 8) + " BTC (" + satoshi + " satoshi)";
    }
}
