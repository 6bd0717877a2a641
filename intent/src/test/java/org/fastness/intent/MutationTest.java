package org.fastness.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.intent.bitcoin.BitcoinSpendTest;
import org.fastness.intent.solana.SolanaTest;
import org.fastness.intent.typed.TypedDataTest;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

/** A flipped bit is refused or changes what is signed: no two payloads share a signature, but for white space and unsigned names in JSON. */
final class MutationTest {
    private static final TestWallet WALLET = new TestWallet();

    private record Sample(PayloadKind kind, String path, String network, Bytes octets) {
        Intent decode(Bytes changed) throws Refused {
            return WALLET.decode(kind, path, network, changed);
        }
    }

    private static final List<Sample> SAMPLES = List.of(
            new Sample(PayloadKind.EVM_TRANSACTION, TestWallet.EVM_PATH, "1", Bytes.fromHex("ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080")),
            new Sample(PayloadKind.EVM_TRANSACTION, TestWallet.EVM_PATH, "31337", Bytes.fromHex("02e6827a6980018504a817c8008252089435353535353535353535353535353535353535358080c0")),
            new Sample(PayloadKind.BITCOIN_SPEND, "m/84'/0'/0'/0/0", "bitcoin", BitcoinSpendTest.mixed().encode()),
            new Sample(PayloadKind.SOLANA_TRANSACTION, TestWallet.SOLANA_PATH, "solana", new SolanaTest.Draft().transfer(7).encode()),
            new Sample(PayloadKind.EVM_TYPED_DATA, TestWallet.EVM_PATH, "1", Bytes.ofUtf8(TypedDataTest.MAIL)));

    @Test
    void flippedBitIsRefusedOrChangesWhatIsSigned() {
        Seeded.check(400, random -> {
            Sample sample = SAMPLES.get(random.below(SAMPLES.size()));
            Bytes changed = random.flipBit(sample.octets);
            try {
                Intent intent = sample.decode(changed);
                boolean same = intent.tasks().equals(sample.decode(sample.octets).tasks());
                boolean textOnly = sample.kind == PayloadKind.EVM_TYPED_DATA || sample.kind == PayloadKind.BITCOIN_SPEND;
                assertThat(same && !textOnly).as("%s: another payload, the same signature", sample.kind).isFalse();
                if (same) assertThat(intent.outflows()).isEqualTo(sample.decode(sample.octets).outflows());
            } catch (Refused expected) {
                // refused is as good
            }
        });
    }
}
