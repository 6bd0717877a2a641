package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.enclave.harness.Person.done;

import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.enclave.harness.EvmTransfer;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.intent.KeyPath;
import org.fastness.intent.PublicKeys;
import org.fastness.intent.Signer;
import org.fastness.intent.bitcoin.BitcoinSpend;
import org.fastness.intent.bitcoin.BitcoinTransaction;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Result;
import org.junit.jupiter.api.Test;

/** One signature of every scheme, checked against the address that the account shows. */
class ChainsTest {
    private static final String TAPROOT = "m/86'/0'/0'/0/0";
    private static final String SEGWIT = "m/84'/0'/0'/0/0";
    private static final String SOLANA = "m/44'/501'/0'/0'";

    private final InMemoryHost host = InMemoryHost.serving();
    private final Person person = Person.atLevel1(host);

    ChainsTest() throws Exception {}

    private Result.Signed sign(Payload payload) throws Exception {
        return ((Result.Signatures) done(person.sign(payload)).result()).signed().getFirst();
    }

    private Bytes publicKey(String path) {
        return person.view.keys().getFirst().addresses().stream().filter(a -> a.path().equals(path)).map(AccountView.Address::publicKey).findFirst().orElseThrow();
    }

    @Test
    void anEvmTransferIsSignedByTheShownAddress() throws Exception {
        Bytes unsigned = EvmTransfer.unsigned(31337, 0, 1_000);

        Result.Signed signed = sign(person.transfer(1_000));

        Bytes signature = signed.signature();
        EcdsaSignature parts = new EcdsaSignature(signature.slice(0, 32), signature.slice(32, 64), signature.at(64) - 27);
        Bytes signer = Secp256k1.recover(Keccak256.hash(unsigned), parts).orElseThrow(); // EIP-1559: keccak256(0x02 || rlp([…without signature]))
        assertThat(EthereumAddress.of(signer).text()).isEqualTo(person.address("ethereum"));
        assertThat(Keccak256.hash(signed.signedPayload())).isEqualTo(signed.hash());
    }

    @Test
    void aTaprootSpendIsSignedByTheShownAddress() throws Exception {
        Bytes internal = Secp256k1.xOnly(publicKey(TAPROOT)).x();
        Bytes payload = spend(TAPROOT, BitcoinAddress.p2tr(BitcoinAddress.Network.MAINNET, internal).scriptPubKey(), List.of());

        Result.Signed signed = sign(new Payload(person.key(), TAPROOT, PayloadKind.BITCOIN_SPEND, "bitcoin", payload));

        Bytes witness = BitcoinTransaction.decode(signed.signedPayload()).inputs().getFirst().witness().getFirst();
        Bytes output = Secp256k1.taprootOutputKey(internal, Bytes.EMPTY).x();
        assertThat(Secp256k1.schnorrVerify(output, digest(payload, TAPROOT), witness)).isTrue();
    }

    @Test
    void aSegwitSpendIsSignedByTheShownAddress() throws Exception {
        Bytes script = BitcoinAddress.p2wpkh(BitcoinAddress.Network.MAINNET, publicKey(SEGWIT)).scriptPubKey();
        BitcoinTransaction funding = new BitcoinTransaction(2, List.of(input(Bytes.of(new byte[32]))), List.of(new BitcoinTransaction.Output(100_000, script)), 0);
        Bytes payload = spend(SEGWIT, script, List.of(funding));

        Result.Signed signed = sign(new Payload(person.key(), SEGWIT, PayloadKind.BITCOIN_SPEND, "bitcoin", payload));

        List<Bytes> witness = BitcoinTransaction.decode(signed.signedPayload()).inputs().getFirst().witness();
        assertThat(witness.get(1)).isEqualTo(publicKey(SEGWIT));
        assertThat(Secp256k1.verifyDer(publicKey(SEGWIT), digest(payload, SEGWIT), witness.get(0).slice(0, witness.get(0).size() - 1))).isTrue();
    }

    private Bytes spend(String path, Bytes script, List<BitcoinTransaction> previous) throws Exception {
        Bytes txid = previous.isEmpty() ? Bytes.concat(Bytes.of((byte) 1), Bytes.of(new byte[31])) : previous.getFirst().txid();
        BitcoinTransaction.Output paid = new BitcoinTransaction.Output(90_000, Bytes.concat(Bytes.fromHex("0014"), Bytes.of(new byte[20])));
        BitcoinTransaction transaction = new BitcoinTransaction(2, List.of(input(txid)), List.of(paid), 0);
        Signer signer = new Signer(KeyPath.parse(path), publicKey(path));
        return new BitcoinSpend(BitcoinSpend.Network.MAIN, transaction, List.of(new BitcoinTransaction.Output(100_000, script)), List.of(signer), previous, Map.of()).encode();
    }

    private static BitcoinTransaction.Input input(Bytes txid) {
        return new BitcoinTransaction.Input(txid, 0, Bytes.EMPTY, 0xffffffffL, List.of());
    }

    private Bytes digest(Bytes payload, String path) throws Exception {
        PublicKeys keys = asked -> publicKey(asked.toString());
        return BitcoinSpend.decode(payload, "bitcoin", KeyPath.parse(path), keys).tasks().getFirst().message();
    }

    @Test
    void aSolanaTextIsSignedByTheShownAddress() throws Exception {
        Bytes text = Bytes.ofUtf8("hello");
        Bytes message = Bytes.concat(Bytes.of((byte) 0xff), Bytes.ofUtf8("solana offchain"),
                new Writer().u8(0).fixed(Bytes.of(new byte[32])).u8(0).u8(1).fixed(publicKey(SOLANA)).u8(text.size()).u8(0).fixed(text).toBytes());

        Result.Signed signed = sign(new Payload(person.key(), SOLANA, PayloadKind.SOLANA_MESSAGE, "", message));

        assertThat(Ed25519.verify(publicKey(SOLANA), message, signed.signature())).isTrue();
    }
}
