package org.fastness.wallet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is foreign input: what it says is bounded, and what it says wrongly is refused. */
final class EvmNodeTest {
    private static final Bytes HASH = Bytes.of(new byte[32]);

    private FakeNode fake;
    private Networks networks;
    private EvmNode node;

    @BeforeEach
    void start() throws IOException, Refused {
        fake = new FakeNode();
        networks = new Networks(List.of(fake.network(31_337)));
        node = networks.of(31_337);
    }

    @AfterEach
    void stop() {
        networks.close();
        fake.close();
    }

    @Test
    void isReachableOnlyForTheChainItWasConfiguredFor() {
        assertThat(node.reachable()).isFalse();
        fake.answers("eth_chainId", "\"0x7a69\"");
        assertThat(node.reachable()).isTrue();
        fake.answers("eth_chainId", "\"0x1\"");
        assertThat(node.reachable()).isFalse();
    }

    @Test
    void proposesTwiceTheBaseFeePlusTheTip() throws Exception {
        fake.answers("eth_getBalance", "\"0xde0b6b3a7640000\"").answers("eth_getTransactionCount", "\"0x5\"")
                .answers("eth_maxPriorityFeePerGas", "\"0x3\"").answers("eth_getBlockByNumber", "{\"baseFeePerGas\":\"0xa\"}");

        EvmNode.AccountState state = node.account(EvmAddress.parse("0x" + "Ab".repeat(20)));

        assertThat(state).isEqualTo(new EvmNode.AccountState(new BigInteger("1000000000000000000"), BigInteger.valueOf(5), BigInteger.valueOf(23), BigInteger.valueOf(3)));
    }

    @Test
    void tellsWhereATransactionStands() throws Exception {
        fake.answers("eth_getTransactionReceipt", "null").answers("eth_getTransactionByHash", "null");
        assertThat(node.inclusion(HASH)).isInstanceOf(EvmNode.Inclusion.Unknown.class);
        fake.answers("eth_getTransactionByHash", "{\"hash\":\"0x00\"}");
        assertThat(node.inclusion(HASH)).isInstanceOf(EvmNode.Inclusion.Pending.class);
        fake.answers("eth_getTransactionReceipt", "{\"status\":\"0x0\",\"blockNumber\":\"0x2\",\"gasUsed\":\"0x5208\"}");
        assertThat(node.inclusion(HASH)).isEqualTo(new EvmNode.Inclusion.Mined(false, BigInteger.TWO, BigInteger.valueOf(21_000)));
    }

    @Test
    void aRefusalOfTheNodeAndSilenceAreToldApart() {
        assertThatThrownBy(() -> node.broadcast(HASH)).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NETWORK_REFUSED));
        fake.close();
        assertThatThrownBy(() -> node.broadcast(HASH)).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NETWORK_UNREACHABLE));
    }

    @Test
    void nonsenseFromTheNodeIsUnreachableAndNeverANumber() {
        for (String nonsense : List.of("not json", "{}", "{\"result\":\"0x\"}", "{\"result\":\"0x" + "1".repeat(65) + "\"}", "{\"result\":7}", "{\"result\":\"-0x1\"}")) {
            fake.says("eth_sendRawTransaction", nonsense);
            assertThatThrownBy(() -> node.broadcast(HASH)).as(nonsense).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NETWORK_UNREACHABLE));
        }
    }

    @Test
    void anAnswerMayFillItsBoundAndNotPassIt() throws Exception {
        String hash = "{\"result\":\"0x" + "0".repeat(64) + "\"}";
        fake.says("eth_sendRawTransaction", hash + " ".repeat(EvmNode.MAX_ANSWER - hash.length()));
        assertThat(node.broadcast(HASH)).isEqualTo(HASH);
        fake.says("eth_sendRawTransaction", hash + " ".repeat(EvmNode.MAX_ANSWER + 1 - hash.length()));
        assertThatThrownBy(() -> node.broadcast(HASH)).isInstanceOf(Refused.class);
    }

    @Test
    void readsANetworkFromOneLine() throws Malformed {
        EvmNetwork network = EvmNetwork.parse("11155111 | Sepolia | ETH | https://node.example/rpc/key | https://explorer.example");
        assertThat(network.chainId()).isEqualTo(11_155_111);
        assertThat(network.toString()).doesNotContain("key");
        for (String bad : List.of("", "1|a|b", "0|a|b|http://h", "x|a|b|http://h", "1||b|http://h", "1|a|b c|http://h", "1|a|b|ftp://h", "1|a|b|http://u:p@h", "1|a|b|http://h|x|y", "1|" + "a".repeat(65) + "|b|http://h")) {
            assertThatThrownBy(() -> EvmNetwork.parse(bad)).as(bad).isInstanceOf(Malformed.class);
        }
    }
}
