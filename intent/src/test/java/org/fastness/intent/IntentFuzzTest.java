package org.fastness.intent;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.intent.bitcoin.BitcoinSpend;
import org.fastness.intent.bitcoin.BitcoinTransaction;
import org.fastness.intent.evm.EvmTransaction;
import org.fastness.intent.evm.Rlp;
import org.fastness.intent.solana.SolanaMessage;
import org.fastness.intent.typed.Json;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.PayloadKind;

/**
 * Hostile payloads are refused or give an intent that can be shown, weighed and signed; nothing else is ever thrown, and what has a
 * writer is written back to the same octets.
 */
final class IntentFuzzTest {
    private static final PublicKeys KEYS = keys();

    /** Fixed keys: deriving them anew for each input would fuzz nothing. */
    private static PublicKeys keys() {
        TestWallet wallet = new TestWallet();
        Bytes evm = wallet.publicKey(TestWallet.path(TestWallet.EVM_PATH));
        Bytes solana = wallet.publicKey(TestWallet.path(TestWallet.SOLANA_PATH));
        return path -> path.family() == KeyPath.Family.SOLANA ? solana : evm;
    }

    private static void decode(PayloadDecoder decoder, String path, byte[] octets) {
        Bytes payload = Bytes.of(octets);
        try {
            Intent intent = decoder.decode(payload, "", TestWallet.path(path), KEYS);
            DecodedIntent shown = intent.toDisplay(payload);
            if (shown.fields().isEmpty() || intent.capabilities().isEmpty() || intent.tasks().isEmpty()) throw new AssertionError("an intent that says nothing");
            if (intent.outflows().stream().map(Outflow::asset).distinct().count() < intent.outflows().size()) throw new AssertionError("asset twice");
            requireFits(shown);
            if (intent instanceof EvmTransaction transaction && !transaction.unsigned().equals(payload)) throw new AssertionError("accepted a form that is not canonical");
            if (intent instanceof BitcoinSpend spend && spend.change().isEmpty() && !spend.encode().equals(payload)) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed | Refused expected) {
            // the only failures hostile input may cause
        }
    }

    /** What is shown must pass the protocol's own bounds. */
    private static void requireFits(DecodedIntent shown) {
        Writer out = new Writer();
        out.list(shown.fields(), (w, f) -> w.text(f.key()).text(f.label()).text(f.value()).flag(f.important()));
        try {
            Reader in = Reader.of(out.toBytes());
            in.list(256, r -> r.text(256) + r.text(256) + r.text(8192) + r.flag());
        } catch (Malformed tooLarge) {
            throw new AssertionError("cannot be shown", tooLarge);
        }
    }

    @FuzzTest
    void evmTransaction(byte[] octets) {
        decode(EvmTransaction::decode, TestWallet.EVM_PATH, octets);
    }

    @FuzzTest
    void rlp(byte[] octets) {
        try {
            if (!Rlp.decode(Bytes.of(octets)).encode().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void message(byte[] octets) {
        decode(org.fastness.intent.evm.PersonalMessage::decode, TestWallet.EVM_PATH, octets);
    }

    @FuzzTest
    void authorization(byte[] octets) {
        decode(org.fastness.intent.evm.EvmAuthorization::decode, TestWallet.EVM_PATH, octets);
    }

    @FuzzTest
    void typedData(byte[] octets) {
        decode(org.fastness.intent.typed.TypedData::decode, TestWallet.EVM_PATH, octets);
    }

    @FuzzTest
    void json(byte[] octets) {
        try {
            Json.parse(Bytes.of(octets));
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void bitcoinSpend(byte[] octets) {
        decode(BitcoinSpend::decode, "m/84'/0'/0'/0/0", octets);
    }

    @FuzzTest
    void bitcoinTransaction(byte[] octets) {
        try {
            if (!BitcoinTransaction.decode(Bytes.of(octets)).encode().equals(Bytes.of(octets))) throw new AssertionError("accepted a form that is not canonical");
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void solanaTransaction(byte[] octets) {
        decode(org.fastness.intent.solana.SolanaTransaction::decode, TestWallet.SOLANA_PATH, octets);
    }

    @FuzzTest
    void solanaMessage(byte[] octets) {
        try {
            SolanaMessage.decode(Bytes.of(octets));
        } catch (Malformed expected) {
            // the only failure hostile input may cause
        }
    }

    @FuzzTest
    void solanaText(byte[] octets) {
        decode(org.fastness.intent.solana.SolanaText::decode, TestWallet.SOLANA_PATH, octets);
    }

    @FuzzTest
    void frontDoor(byte[] octets) {
        try {
            PayloadKind kind = PayloadKind.ofCode(octets.length == 0 ? 1 : octets[0] & 0xff);
            new TestWallet().decode(kind, TestWallet.EVM_PATH, "1", Bytes.of(octets));
        } catch (Malformed | Refused expected) {
            // the only failures hostile input may cause
        }
    }
}
