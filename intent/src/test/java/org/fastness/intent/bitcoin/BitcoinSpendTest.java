package org.fastness.intent.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.Transaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Hash160;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.intent.Asset;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Outflow;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.SigningTask;
import org.fastness.intent.TestWallet;
import org.fastness.intent.bitcoin.BitcoinTransaction.Input;
import org.fastness.intent.bitcoin.BitcoinTransaction.Output;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.testkit.Vectors;
import org.junit.jupiter.api.Test;

public final class BitcoinSpendTest {
    private static final TestWallet WALLET = new TestWallet();
    private static final Bytes ELSEWHERE = Bytes.fromHex("76a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac");

    /** A spend under construction, in the form the page sends. */
    public static final class Draft {
        int network;
        final List<BitcoinTransaction> funding = new ArrayList<>();
        final List<Input> inputs = new ArrayList<>();
        final List<Long> amounts = new ArrayList<>();
        final List<Bytes> scripts = new ArrayList<>();
        final List<String> paths = new ArrayList<>();
        final List<Output> outputs = new ArrayList<>();
        final List<Integer> changeOutputs = new ArrayList<>();
        final List<String> changePaths = new ArrayList<>();
        boolean withPrevious = true;

        static Bytes script(String path) {
            KeyPath key = TestWallet.path(path);
            boolean segwit = path.startsWith("m/84'");
            try {
                return segwit ? Script.ofKeyHash(WALLET.publicKey(key)) : Script.ofTaproot(WALLET.publicKey(key));
            } catch (Malformed impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        public Draft spend(String path, long amount) {
            Output dust = new Output(1, ELSEWHERE);
            Input coinbase = new Input(Bytes.fromHex(String.format("%064x", 1 + inputs.size())), 0, Bytes.EMPTY, 0xffffffffL, List.of());
            BitcoinTransaction source = new BitcoinTransaction(2, List.of(coinbase), List.of(dust, new Output(amount, script(path))), 0);
            funding.add(source);
            inputs.add(new Input(source.txid(), 1, Bytes.EMPTY, 0xfffffffdL, List.of()));
            amounts.add(amount);
            scripts.add(script(path));
            paths.add(path);
            return this;
        }

        public Draft pay(long amount, Bytes script) {
            outputs.add(new Output(amount, script));
            return this;
        }

        public Draft change(long amount, String path) {
            changeOutputs.add(outputs.size());
            changePaths.add(path);
            return pay(amount, script(path));
        }

        public Bytes encode() {
            BitcoinTransaction unsigned = new BitcoinTransaction(2, inputs, outputs, 0);
            Writer out = new Writer().u8(0xB5).u8(1).u8(network).bytes(unsigned.encode()).u16(paths.size());
            for (int i = 0; i < paths.size(); i++) out.u64(amounts.get(i)).bytes(scripts.get(i)).text(paths.get(i));
            out.list(withPrevious ? funding : List.of(), (w, t) -> w.bytes(t.encode()));
            out.u16(changePaths.size());
            for (int i = 0; i < changePaths.size(); i++) out.u16(changeOutputs.get(i)).text(changePaths.get(i));
            return out.toBytes();
        }

        BitcoinSpend decode() throws Refused {
            String[] names = {"bitcoin", "bitcoin-testnet", "bitcoin-regtest"};
            return (BitcoinSpend) WALLET.decode(PayloadKind.BITCOIN_SPEND, paths.getFirst(), names[network], encode());
        }

        void undecodable() {
            assertThatThrownBy(this::decode).hasMessage("UNDECODABLE");
        }
    }

    public static Draft mixed() {
        return new Draft().spend("m/84'/0'/0'/0/0", 100_000).spend("m/86'/0'/0'/0/3", 70_000).pay(120_000, ELSEWHERE).change(45_000, "m/86'/0'/0'/1/0");
    }

    @Test
    void scriptInterpreterOfOthersAcceptsOurSpends() throws Refused {
        BitcoinSpend spend = mixed().decode();
        SignedPayload signed = WALLET.sign(spend);
        List<Transaction> funding = spend.previous().stream().map(t -> Transaction.read(t.encode().toArray())).toList();
        Transaction transaction = Transaction.read(signed.transaction().toArray());

        assertThatCode(() -> transaction.correctlySpends(funding, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS)).doesNotThrowAnyException();
        assertThat(transaction.txid.toString()).isEqualTo(signed.hash().hex());
    }

    @Test
    void scriptInterpreterOfOthersRefusesSpendWithFlippedBit() throws Refused {
        BitcoinSpend spend = mixed().decode();
        List<Bytes> signatures = new ArrayList<>(spend.tasks().stream().map(WALLET::sign).toList());
        List<Transaction> funding = spend.previous().stream().map(t -> Transaction.read(t.encode().toArray())).toList();
        for (int i = 0; i < 2; i++) {
            List<Bytes> altered = new ArrayList<>(signatures);
            byte[] octets = altered.get(i).toArray();
            octets[10] ^= 1;
            altered.set(i, Bytes.of(octets));
            Transaction transaction = Transaction.read(spend.assemble(altered).transaction().toArray());
            assertThatThrownBy(() -> transaction.correctlySpends(funding, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test // BIP-143 section Native P2WPKH
    void hashesAndSignsTheExampleOfBip143() throws Malformed {
        BitcoinTransaction tx = BitcoinTransaction.decode(Bytes.fromHex("0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000000eeffffff"
                + "ef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac"
                + "9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac11000000"));
        Bytes publicKey = Bytes.fromHex("025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357");

        Bytes digest = Sighash.segwit(tx, 1, Hash160.hash(publicKey), 600_000_000);

        assertThat(digest.hex()).isEqualTo("c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670");
        try (SecretBytes secret = SecretBytes.copyOf(Bytes.fromHex("619c335025c7f4012e556c2a58b2506e30b8511b53ade95ea316fd8c3286feb9"))) {
            Bytes signature = Script.derWithAll(SigningTask.octets(Secp256k1.signRecoverable(secret, digest, Secp256k1.DETERMINISTIC)));
            assertThat(signature.hex()).isEqualTo("304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee01");
        }
    }

    @Test // BIP-341 wallet-test-vectors, keyPathSpending: the inputs of the one hash type that we sign
    void hashesTheVectorsOfBip341() throws Malformed {
        Vectors.Json file = Vectors.json("bip/bip341_wallet_vectors.json");
        int checked = 0;
        for (Vectors.Json set : file.items("keyPathSpending")) {
            BitcoinTransaction tx = BitcoinTransaction.decode(set.get("given").hex("rawUnsignedTx"));
            List<Output> spent = set.get("given").items("utxosSpent").stream().map(o -> new Output(o.number("amountSats"), o.hex("scriptPubKey"))).toList();
            for (Vectors.Json input : set.items("inputSpending")) {
                if (input.get("given").number("hashType") != 0) continue;
                Bytes digest = Sighash.taproot(tx, (int) input.get("given").number("txinIndex"), spent);
                assertThat(digest).isEqualTo(input.get("intermediary").hex("sigHash"));
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    @Test // BIP-341 wallet-test-vectors, scriptPubKey: key without script tree
    void derivesTheTaprootScriptsOfBip341() throws Malformed {
        for (Vectors.Json vector : Vectors.json("bip/bip341_wallet_vectors.json").items("scriptPubKey")) {
            if (!vector.get("given").get("scriptTree").isNull()) continue;
            Bytes publicKey = Bytes.concat(Bytes.of((byte) 2), vector.get("given").hex("internalPubkey"));
            assertThat(Script.ofTaproot(publicKey)).isEqualTo(vector.get("expected").hex("scriptPubKey"));
            assertThat(Script.describe(BitcoinSpend.Network.MAIN, Script.ofTaproot(publicKey))).isEqualTo(vector.get("expected").text("bip350Address"));
        }
    }

    @Test
    void writesBackWhatItReads() throws Refused {
        assertThat(mixed().decode().encode()).isEqualTo(mixed().encode());
    }

    @Test
    void countsWhatDoesNotComeBack() throws Refused {
        BitcoinSpend spend = mixed().decode();

        assertThat(spend.fee()).isEqualTo(5_000);
        assertThat(spend.outflows()).containsExactly(new Outflow(Asset.named("bitcoin"), BigInteger.valueOf(125_000)));
        DecodedIntent shown = spend.toDisplay(Bytes.EMPTY);
        assertThat(shown.fields()).contains(new DecodedIntent.Field("value", "Amount", "0.0012 BTC (120000 satoshi)", true));
        assertThat(shown.fields()).contains(new DecodedIntent.Field("maxFee", "Fee", "0.00005 BTC (5000 satoshi)", true));
        assertThat(shown.fields()).extracting(DecodedIntent.Field::key).contains("change");
    }

    @Test
    void refusesSegwitInputWithoutItsPreviousTransaction() throws Refused {
        Draft draft = mixed();
        draft.withPrevious = false;
        draft.undecodable();

        Draft taprootAlone = new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(60_000, ELSEWHERE);
        taprootAlone.withPrevious = false;
        assertThat(taprootAlone.decode().fee()).isEqualTo(10_000);
    }

    @Test
    void refusesAmountThatThePreviousTransactionDoesNotShow() {
        Draft draft = mixed();
        draft.amounts.set(0, 100_001L);
        draft.undecodable();
    }

    @Test
    void refusesChangeThatIsNotOurs() {
        Draft draft = mixed();
        draft.changeOutputs.set(0, 0);
        draft.undecodable();
        Draft other = mixed();
        other.changePaths.set(0, "m/86'/0'/0'/1/1");
        other.undecodable();
        Draft outOfRange = mixed();
        outOfRange.changeOutputs.set(0, 2);
        outOfRange.undecodable();
    }

    @Test
    void refusesChangeWhereNoWalletLooksForIt() throws Refused {
        assertThat(new Draft().spend("m/86'/0'/0'/0/0", 70_000).change(60_000, "m/86'/0'/0'/1/10000").decode().change()).hasSize(1);
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).change(60_000, "m/86'/0'/0'/1/10001").undecodable();
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).change(60_000, "m/86'/0'/1'/1/0").undecodable();
    }

    @Test
    void refusesInputThatIsNotOurs() {
        Draft draft = mixed();
        draft.paths.set(1, "m/86'/0'/0'/0/4");
        draft.undecodable();
    }

    @Test
    void keepsTestNetworksOnKeysOfTheirOwn() throws Refused {
        Draft draft = mixed();
        draft.network = 2;
        assertThatThrownBy(draft::decode).hasMessage("NO_SUCH_KEY");
        Draft test = new Draft().spend("m/84'/1'/0'/0/0", 10_000).pay(9_000, ELSEWHERE);
        test.network = 2;
        assertThat(test.decode().network()).contains("bitcoin-regtest");
        test.network = 0;
        assertThatThrownBy(test::decode).hasMessage("NO_SUCH_KEY");
    }

    @Test
    void refusesNetworkThatDiffersFromTheSpend() {
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.BITCOIN_SPEND, "m/84'/0'/0'/0/0", "bitcoin-testnet", mixed().encode())).hasMessage("WRONG_NETWORK");
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.BITCOIN_SPEND, "m/84'/0'/0'/0/1", "bitcoin", mixed().encode())).hasMessage("UNDECODABLE");
    }

    @Test
    void refusesSpendThatMakesCoins() throws Refused {
        Draft all = new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(70_000, ELSEWHERE);
        assertThat(all.decode().fee()).isZero();
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(70_001, ELSEWHERE).undecodable();
    }

    @Test
    void refusesTheSameInputTwice() {
        Draft draft = new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(60_000, ELSEWHERE);
        draft.inputs.add(draft.inputs.getFirst());
        draft.amounts.add(70_000L);
        draft.scripts.add(draft.scripts.getFirst());
        draft.paths.add(draft.paths.getFirst());
        draft.undecodable();
    }

    @Test
    void refusesScriptsItCannotShow() throws Refused {
        Bytes data = Bytes.concat(Bytes.fromHex("6a4c50"), Bytes.of(new byte[80]));
        assertThat(new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(0, data).decode().toDisplay(Bytes.EMPTY).fields().getFirst().value()).startsWith("data 00");
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(0, Bytes.concat(Bytes.fromHex("6a4c51"), Bytes.of(new byte[81]))).undecodable();
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(0, Bytes.fromHex("6a4c020102")).undecodable();
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(0, Bytes.fromHex("51")).undecodable();
        new Draft().spend("m/86'/0'/0'/0/0", 70_000).pay(0, Bytes.EMPTY).undecodable();
    }

    @Test
    void spellsAddresses() throws Malformed {
        assertThat(Script.describe(BitcoinSpend.Network.MAIN, ELSEWHERE)).isEqualTo("1Cu32FVupVCgHkMMRJdYJugxwo2Aprgk7H");
        // the first addresses of the reference words of BIP-84 and BIP-86 are checked in module crypto; here the forms alone
        assertThat(Script.describe(BitcoinSpend.Network.MAIN, Bytes.fromHex("a914748284390f9e263a4b766a75d0633c50426eb87587"))).isEqualTo("3CK4fEwbMP7heJarmU4eqA3sMbVJyEnU3V");
        assertThat(Script.describe(BitcoinSpend.Network.MAIN, Bytes.fromHex("0014751e76e8199196d454941c45d1b3a323f1433bd6"))).isEqualTo("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    }

    @Test
    void boundsInputsAndOutputs() throws Refused {
        Draft inputs = new Draft().pay(1, ELSEWHERE);
        for (int i = 0; i < BitcoinSpend.MAX_INPUTS; i++) inputs.spend("m/86'/0'/0'/0/0", 1000);
        assertThat(inputs.decode().tasks()).hasSize(BitcoinSpend.MAX_INPUTS);
        inputs.spend("m/86'/0'/0'/0/0", 1000).undecodable();

        Draft outputs = new Draft().spend("m/86'/0'/0'/0/0", 1000);
        for (int i = 0; i < BitcoinSpend.MAX_OUTPUTS; i++) outputs.pay(1, ELSEWHERE);
        assertThat(outputs.decode().toDisplay(Bytes.EMPTY).fields()).hasSizeLessThan(256);
        outputs.pay(1, ELSEWHERE).undecodable();
    }

    @Test
    void refusesAmountsBeyondAllTheCoins() throws Malformed {
        assertThat(BitcoinTransaction.amount(BitcoinTransaction.MAX_MONEY)).isPositive();
        assertThatThrownBy(() -> BitcoinTransaction.amount(BitcoinTransaction.MAX_MONEY + 1)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> BitcoinTransaction.amount(-1)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesSizesThatAreNotCanonical() throws Refused {
        String good = new BitcoinTransaction(2, List.of(new Input(Bytes.of(new byte[32]), 0, Bytes.EMPTY, 0, List.of())), List.of(new Output(1, ELSEWHERE)), 0).encode().hex();
        assertThatThrownBy(() -> BitcoinTransaction.decode(Bytes.fromHex(good.substring(0, 8) + "fd0100" + good.substring(10)))).hasMessageContaining("canonical");
        assertThatThrownBy(() -> BitcoinTransaction.decode(Bytes.fromHex(good.substring(0, 8) + "feffffff7f" + good.substring(10)))).hasMessageContaining("early");
        assertThatThrownBy(() -> BitcoinTransaction.decode(Bytes.fromHex(good + "00"))).hasMessageContaining("trailing");
    }
}
