package org.fastness.intent.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.address.Base58;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Outflow;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.TestWallet;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.PayloadKind;
import org.junit.jupiter.api.Test;

public final class SolanaTest {
    private static final TestWallet WALLET = new TestWallet();
    private static final Bytes OURS = WALLET.publicKey(TestWallet.path(TestWallet.SOLANA_PATH));
    private static final Bytes OTHER = Bytes.fromHex("02".repeat(32));
    private static final Bytes BLOCKHASH = Bytes.fromHex("07".repeat(32));

    /** A message under construction. */
    public static final class Draft {
        boolean versioned;
        int signers = 1;
        int readOnlySigners;
        int readOnlyOthers = 1;
        final List<Bytes> keys = new ArrayList<>(List.of(OURS, OTHER, Step.SYSTEM));
        final List<Bytes> instructions = new ArrayList<>();
        Bytes tail = Bytes.EMPTY;

        Draft instruction(int program, String accounts, String data) {
            Bytes a = Bytes.fromHex(accounts);
            Bytes d = Bytes.fromHex(data);
            instructions.add(Bytes.concat(Bytes.of((byte) program, (byte) a.size()), a, size(d.size()), d));
            return this;
        }

        public Draft transfer(long lamports) {
            return instruction(2, "0001", "02000000" + Bytes.of(java.nio.ByteBuffer.allocate(8).putLong(Long.reverseBytes(lamports)).array()).hex());
        }

        static Bytes size(int size) {
            return size < 0x80 ? Bytes.of((byte) size) : Bytes.of((byte) (size & 0x7f | 0x80), (byte) (size >> 7));
        }

        public Bytes encode() {
            Bytes start = versioned ? Bytes.of((byte) 0x80, (byte) signers, (byte) readOnlySigners, (byte) readOnlyOthers) : Bytes.of((byte) signers, (byte) readOnlySigners, (byte) readOnlyOthers);
            return Bytes.concat(start, size(keys.size()), Bytes.concat(keys.toArray(Bytes[]::new)), BLOCKHASH, size(instructions.size()),
                    Bytes.concat(instructions.toArray(Bytes[]::new)), versioned && tail.isEmpty() ? Bytes.of((byte) 0) : tail);
        }

        SolanaTransaction decode() throws Refused {
            return (SolanaTransaction) WALLET.decode(PayloadKind.SOLANA_TRANSACTION, TestWallet.SOLANA_PATH, "solana", encode());
        }

        void undecodable() {
            assertThatThrownBy(this::decode).hasMessage("UNDECODABLE");
        }
    }

    @Test
    void decodesAndSignsTransfer() throws Refused {
        SolanaTransaction transaction = new Draft().transfer(1_500_000_000L).decode();
        SignedPayload signed = WALLET.sign(transaction);

        assertThat(transaction.capabilities()).containsExactly(Capability.TRANSFER);
        assertThat(transaction.outflows()).containsExactly(new Outflow(Asset.named("solana"), BigInteger.valueOf(1_500_005_000L)));
        assertThat(transaction.toDisplay(Bytes.EMPTY).fields()).contains(new DecodedIntent.Field("to", "To", Base58.encode(OTHER), true),
                new DecodedIntent.Field("value", "Amount", "1.5 SOL (1500000000 lamports)", true));
        assertThat(Ed25519.verify(OURS, transaction.octets(), signed.signature())).isTrue();
        assertThat(signed.transaction()).isEqualTo(Bytes.concat(Bytes.of((byte) 1), signed.signature(), transaction.octets()));
    }

    @Test
    void countsLamportsWithoutSign() throws Refused {
        assertThat(new Draft().transfer(-1).decode().outflows().getFirst().amount()).isEqualTo(BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(4999)));
    }

    @Test
    void countsPriorityFee() throws Refused {
        Draft draft = new Draft();
        draft.keys.add(Step.COMPUTE_BUDGET);
        draft.readOnlyOthers = 2;
        draft.instruction(3, "", "02" + "40420f00").instruction(3, "", "03" + "0300000000000000").transfer(1);
        assertThat(draft.decode().maxFee()).isEqualTo(BigInteger.valueOf(5003));
        draft.instruction(3, "", "02" + "40420f00").undecodable();
    }

    @Test
    void takesOtherProgramsForUnknownAndUnlimited() throws Refused {
        SolanaTransaction transaction = new Draft().transfer(1).instruction(1, "00", "00").decode();

        assertThat(transaction.capabilities()).contains(Capability.CONTRACT_CALL_UNKNOWN);
        assertThat(transaction.outflows()).containsExactly(Outflow.unlimited(Asset.named("solana")));
        assertThat(transaction.plainTransfer()).isFalse();
        assertThat(new Draft().instruction(2, "0001", "03000000").decode().capabilities()).contains(Capability.CONTRACT_CALL_UNKNOWN);
        assertThat(new Draft().instruction(2, "0100", "02000000" + "00".repeat(8)).decode().capabilities()).contains(Capability.CONTRACT_CALL_UNKNOWN);
    }

    @Test
    void takesLookUpTablesForUnknown() throws Refused {
        Draft draft = new Draft().transfer(1);
        draft.versioned = true;
        assertThat(draft.decode().plainTransfer()).isTrue();
        draft.tail = Bytes.concat(Bytes.of((byte) 1), OTHER, Bytes.of((byte) 1, (byte) 5, (byte) 0));
        assertThat(draft.decode().capabilities()).contains(Capability.CONTRACT_CALL_UNKNOWN);
    }

    @Test
    void refusesMessageThatAnotherKeyPaysOrSigns() {
        Draft another = new Draft().transfer(1);
        another.keys.set(0, Bytes.fromHex("09".repeat(32)));
        another.undecodable();
        Draft two = new Draft().transfer(1);
        two.signers = 2;
        two.undecodable();
    }

    @Test
    void refusesInconsistentHeaders() {
        Draft none = new Draft().transfer(1);
        none.signers = 0;
        none.undecodable();
        Draft readOnlyPayer = new Draft().transfer(1);
        readOnlyPayer.readOnlySigners = 1;
        readOnlyPayer.undecodable();
        Draft readOnly = new Draft().transfer(1);
        readOnly.readOnlyOthers = 3;
        readOnly.undecodable();
        Draft twice = new Draft().transfer(1);
        twice.keys.set(1, OURS);
        twice.undecodable();
        new Draft().instruction(3, "", "").undecodable();
        new Draft().instruction(0, "", "").undecodable();
        new Draft().instruction(2, "0003", "").undecodable();
    }

    @Test
    void refusesOtherVersionsAndLongForms() {
        Bytes good = new Draft().transfer(1).encode();
        assertThatThrownBy(() -> SolanaMessage.decode(Bytes.concat(Bytes.of((byte) 0x81), good))).hasMessageContaining("version");
        assertThatThrownBy(() -> SolanaMessage.decode(Bytes.concat(good.slice(0, 3), Bytes.of((byte) 0x83, (byte) 0), good.slice(4, good.size())))).hasMessageContaining("canonical");
        assertThatThrownBy(() -> SolanaMessage.decode(Bytes.concat(good, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
    }

    @Test
    void boundsTheMessage() throws Malformed {
        int rest = new Draft().instruction(2, "", "00".repeat(200)).encode().size() - 200;
        int fits = SolanaMessage.MAX_SIZE - rest;
        assertThat(SolanaMessage.decode(new Draft().instruction(2, "", "00".repeat(fits)).encode()).instructions()).hasSize(1);
        assertThatThrownBy(() -> SolanaMessage.decode(new Draft().instruction(2, "", "00".repeat(fits + 1)).encode())).hasMessageContaining("packet");
    }

    @Test
    void boundsInstructions() throws Malformed {
        Draft draft = new Draft();
        for (int i = 0; i < SolanaMessage.MAX_INSTRUCTIONS; i++) draft.instruction(2, "", "");
        assertThat(SolanaMessage.decode(draft.encode()).instructions()).hasSize(SolanaMessage.MAX_INSTRUCTIONS);
        assertThatThrownBy(() -> SolanaMessage.decode(draft.instruction(2, "", "").encode())).hasMessageContaining("instructions");
    }

    @Test
    void refusesOtherNetworksAndPaths() {
        Bytes octets = new Draft().transfer(1).encode();
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.SOLANA_TRANSACTION, TestWallet.SOLANA_PATH, "solana-devnet", octets)).hasMessage("WRONG_NETWORK");
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.SOLANA_TRANSACTION, TestWallet.EVM_PATH, "solana", octets)).hasMessage("NO_SUCH_KEY");
    }

    private static Bytes text(int format, Bytes text) {
        return Bytes.concat(Bytes.of((byte) 0xff), Bytes.ofUtf8("solana offchain"), Bytes.of((byte) 0), OTHER, Bytes.of((byte) format, (byte) 1), OURS,
                Bytes.of((byte) text.size(), (byte) (text.size() >> 8)), text);
    }

    private static SolanaText decodeText(Bytes octets) throws Refused {
        return (SolanaText) WALLET.decode(PayloadKind.SOLANA_MESSAGE, TestWallet.SOLANA_PATH, "", octets);
    }

    @Test
    void signsOffChainText() throws Refused {
        SolanaText text = decodeText(text(0, Bytes.ofUtf8("hello")));

        assertThat(text.text()).isEqualTo("hello");
        assertThat(text.capabilities()).containsExactly(Capability.MESSAGE);
        assertThat(Ed25519.verify(OURS, text.octets(), WALLET.sign(text).signature())).isTrue();
        assertThat(decodeText(text(1, Bytes.ofUtf8("grüß"))).text()).isEqualTo("grüß");
    }

    @Test
    void refusesOffChainTextOfAnotherForm() {
        assertThatThrownBy(() -> decodeText(text(0, Bytes.ofUtf8("grüß")))).hasMessage("UNDECODABLE");
        assertThatThrownBy(() -> decodeText(text(3, Bytes.ofUtf8("a")))).hasMessage("UNDECODABLE");
        assertThatThrownBy(() -> decodeText(text(1, Bytes.EMPTY))).hasMessage("UNDECODABLE");
        assertThatThrownBy(() -> decodeText(text(1, Bytes.ofUtf8("a\u202eb")))).hasMessage("UNDECODABLE");
        assertThatThrownBy(() -> decodeText(text(1, Bytes.fromHex("c080")))).hasMessage("UNDECODABLE");
        assertThatThrownBy(() -> decodeText(new Draft().transfer(1).encode())).hasMessage("UNDECODABLE");
    }

    @Test
    void boundsOffChainText() throws Refused {
        int head = text(0, Bytes.EMPTY).size();
        int fits = SolanaText.MAX_PACKET - head;
        assertThat(decodeText(text(0, Bytes.ofUtf8("a".repeat(fits)))).text()).hasSize(fits);
        assertThatThrownBy(() -> decodeText(text(0, Bytes.ofUtf8("a".repeat(fits + 1))))).hasMessage("UNDECODABLE");
        assertThat(decodeText(text(2, Bytes.ofUtf8("a".repeat(SolanaText.MAX_TEXT)))).text()).hasSize(SolanaText.MAX_TEXT);
        assertThatThrownBy(() -> decodeText(text(2, Bytes.ofUtf8("a".repeat(SolanaText.MAX_TEXT + 1))))).hasMessage("UNDECODABLE");
    }
}
