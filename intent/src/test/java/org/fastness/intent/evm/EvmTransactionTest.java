package org.fastness.intent.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.intent.Capability;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Outflow;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.SigningTask;
import org.fastness.intent.TestWallet;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.PayloadKind;
import org.junit.jupiter.api.Test;

final class EvmTransactionTest {
    private static final TestWallet WALLET = new TestWallet();
    private static final String TO = "3535353535353535353535353535353535353535";
    /** Unsigned transactions as ethers 6.17.0 and viem 2.56.3 both write them. */
    private static final Bytes LEGACY = Bytes.fromHex("ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080");
    private static final Bytes TYPE_1 = Bytes.fromHex("01f86601098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a7640000821234f838f7943535353535353535353535353535353535353535e1a00000000000000000000000000000000000000000000000000000000000000001");
    private static final Bytes TYPE_2 = Bytes.fromHex("02e6827a6980018504a817c8008252089435353535353535353535353535353535353535358080c0");
    private static final Bytes TYPE_4 = Bytes.fromHex("04f884827a6980018504a817c8008252089435353535353535353535353535353535353535358080c0f85cf85a019435353535353535353535353535353535353535350201a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");

    private static EvmTransaction decode(Bytes octets, long chainId) throws Refused {
        return (EvmTransaction) WALLET.decode(PayloadKind.EVM_TRANSACTION, TestWallet.EVM_PATH, Long.toString(chainId), octets);
    }

    private static void refused(Bytes octets, long chainId, Refusal refusal) {
        assertThatThrownBy(() -> decode(octets, chainId)).isInstanceOfSatisfying(Refused.class, r -> assertThat(r.refusal()).isEqualTo(refusal));
    }

    private static Bytes dynamic(long chainId, Rlp to, Rlp value, Bytes data) {
        return Bytes.concat(Bytes.of((byte) 2), Rlp.list(Rlp.of(chainId), Rlp.of(0), Rlp.of(1), Rlp.of(2), Rlp.of(21000), to, value, Rlp.of(data), Rlp.list()).encode());
    }

    private static Bytes call(String data) {
        return dynamic(1, Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), Bytes.fromHex(data));
    }

    private static String word(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }

    @Test // EIP-155 section Example
    void signsTheExampleOfEip155() throws Refused {
        try (SecretBytes secret = SecretBytes.copyOf(Bytes.fromHex("46".repeat(32)))) {
            Intent intent = new org.fastness.intent.PayloadDecoders(java.util.Map.of(PayloadKind.EVM_TRANSACTION, EvmTransaction::decode)).decode(
                    new org.fastness.protocol.message.Payload(org.fastness.base.Id.key(Bytes.of(new byte[16])), TestWallet.EVM_PATH, PayloadKind.EVM_TRANSACTION, "1", LEGACY),
                    path -> Secp256k1.publicKey(secret));

            SigningTask task = intent.tasks().getFirst();
            SignedPayload signed = intent.assemble(List.of(SigningTask.octets(Secp256k1.signRecoverable(secret, task.message(), Secp256k1.DETERMINISTIC))));

            assertThat(task.message().hex()).isEqualTo("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
            assertThat(signed.transaction().hex()).isEqualTo("f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
                    + "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
        }
    }

    @Test
    void decodesEachTypeToTheHashThatOthersSign() throws Refused {
        assertThat(decode(TYPE_1, 1).tasks().getFirst().message().hex()).isEqualTo("7f497a7f57b02a37772ab0082d3c543d48dc4cc8bc731424be91df8dd233debd");
        assertThat(decode(TYPE_2, 31337).tasks().getFirst().message().hex()).isEqualTo("16833d97a696946f1780cb237028d131f83a216d3386099ddb0d0bd9aee8ad17");
        assertThat(decode(TYPE_4, 31337).tasks().getFirst().message().hex()).isEqualTo("5beecaa124859e0a55c96d3179f8ab93c32f18d0b209b3869e0f8d15561eb505");
        for (Bytes octets : List.of(TYPE_1, TYPE_2, TYPE_4)) {
            assertThat(decode(octets, octets.equals(TYPE_1) ? 1 : 31337).unsigned()).isEqualTo(octets);
        }
    }

    @Test
    void showsAmountInWeiAndDecimalAndTheRecipientWithChecksum() throws Refused {
        DecodedIntent shown = decode(LEGACY, 1).toDisplay(LEGACY);

        assertThat(shown.kind()).isEqualTo("evm-transaction");
        assertThat(shown.fields()).extracting(DecodedIntent.Field::key).contains("to", "value", "maxFee", "network", "from", "nonce");
        assertThat(field(shown, "value")).isEqualTo("1 ETH (1000000000000000000 wei)");
        assertThat(field(shown, "maxFee")).isEqualTo("0.00042 ETH (420000000000000 wei)");
        assertThat(field(shown, "network")).isEqualTo("Ethereum (chain id 1)");
        assertThat(field(shown, "from")).isEqualTo("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assertThat(shown.payloadHash()).isEqualTo(org.fastness.base.Digests.sha256(LEGACY));
    }

    private static String field(DecodedIntent shown, String key) {
        return shown.fields().stream().filter(f -> f.key().equals(key)).findFirst().orElseThrow().value();
    }

    @Test
    void countsValueAndHighestFeeAsOutflow() throws Refused {
        assertThat(decode(LEGACY, 1).outflows()).containsExactly(new Outflow(org.fastness.intent.Asset.evmNative(1), new BigInteger("1000420000000000000")));
    }

    @Test
    void refusesNetworkThatDiffersFromTheTransaction() {
        refused(LEGACY, 2, Refusal.WRONG_NETWORK);
    }

    @Test
    void refusesPathOfAnotherChain() {
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_TRANSACTION, "m/84'/0'/0'/0/0", "1", LEGACY)).hasMessage("NO_SUCH_KEY");
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_TRANSACTION, "m/44'/60'/0'/0", "1", LEGACY)).hasMessage("NO_SUCH_KEY");
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_TRANSACTION, "m/44'/60'/0'/0/01", "1", LEGACY)).hasMessage("NO_SUCH_KEY");
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_TRANSACTION, "m/44'/60'/0'/0/1000001", "1", LEGACY)).hasMessage("NO_SUCH_KEY");
        assertThat(TestWallet.path("m/44'/60'/0'/0/1000000").family()).isEqualTo(KeyPath.Family.EVM);
    }

    @Test
    void refusesLegacyTransactionWithoutChainId() {
        Bytes unprotected = Rlp.list(Rlp.of(9), Rlp.of(1), Rlp.of(21000), Rlp.of(Bytes.fromHex(TO)), Rlp.of(1), Rlp.of(Bytes.EMPTY)).encode();
        refused(unprotected, 0, Refusal.UNDECODABLE);
    }

    @Test
    void refusesAlreadySignedTransaction() {
        Bytes signed = Rlp.list(Rlp.of(9), Rlp.of(1), Rlp.of(21000), Rlp.of(Bytes.fromHex(TO)), Rlp.of(1), Rlp.of(Bytes.EMPTY), Rlp.of(37), Rlp.of(1), Rlp.of(1)).encode();
        refused(signed, 37, Refusal.UNDECODABLE);
    }

    @Test
    void refusesPriorityFeeAboveMaximumFee() {
        Bytes octets = Bytes.concat(Bytes.of((byte) 2), Rlp.list(Rlp.of(1), Rlp.of(0), Rlp.of(3), Rlp.of(2), Rlp.of(21000), Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), Rlp.of(Bytes.EMPTY), Rlp.list()).encode());
        refused(octets, 1, Refusal.UNDECODABLE);
    }

    @Test
    void refusesValueOneBitTooLarge() throws Refused {
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).subtract(BigInteger.valueOf(2 * 21000));
        assertThat(decode(dynamic(1, Rlp.of(Bytes.fromHex(TO)), Rlp.of(most), Bytes.EMPTY), 1).value()).isEqualTo(most);
        refused(dynamic(1, Rlp.of(Bytes.fromHex(TO)), Rlp.of(most.add(BigInteger.ONE)), Bytes.EMPTY), 1, Refusal.UNDECODABLE);
    }

    @Test
    void refusesRecipientOfNineteenOctets() {
        refused(dynamic(1, Rlp.of(Bytes.fromHex(TO.substring(2))), Rlp.of(0), Bytes.EMPTY), 1, Refusal.UNDECODABLE);
    }

    @Test
    void refusesUnknownTypes() {
        for (int type : new int[] {0, 3, 5, 0x7f}) refused(Bytes.concat(Bytes.of((byte) type), TYPE_2.slice(1, TYPE_2.size())), 31337, Refusal.UNDECODABLE);
    }

    @Test
    void boundsTheAccessList() throws Refused {
        assertThat(decode(withAccess(EvmTransaction.MAX_ACCESS), 1).accessList()).hasSize(EvmTransaction.MAX_ACCESS);
        refused(withAccess(EvmTransaction.MAX_ACCESS + 1), 1, Refusal.UNDECODABLE);
    }

    private static Bytes withAccess(int count) {
        Rlp entry = Rlp.list(Rlp.of(Bytes.fromHex(TO)), Rlp.list());
        Rlp list = new Rlp.Items(java.util.Collections.nCopies(count, entry));
        return Bytes.concat(Bytes.of((byte) 1), Rlp.list(Rlp.of(1), Rlp.of(0), Rlp.of(1), Rlp.of(21000), Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), Rlp.of(Bytes.EMPTY), list).encode());
    }

    @Test
    void boundsTheAuthorizations() throws Refused {
        assertThat(decode(withAuthorizations(EvmTransaction.MAX_AUTHORIZATIONS), 1).authorizations()).hasSize(EvmTransaction.MAX_AUTHORIZATIONS);
        refused(withAuthorizations(EvmTransaction.MAX_AUTHORIZATIONS + 1), 1, Refusal.UNDECODABLE);
        refused(withAuthorizations(0), 1, Refusal.UNDECODABLE);
    }

    private static Bytes withAuthorizations(int count) {
        Rlp entry = Rlp.list(Rlp.of(1), Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), Rlp.of(0), Rlp.of(1), Rlp.of(1));
        return Bytes.concat(Bytes.of((byte) 4), Rlp.list(Rlp.of(1), Rlp.of(0), Rlp.of(1), Rlp.of(1), Rlp.of(21000), Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), Rlp.of(Bytes.EMPTY), Rlp.list(),
                new Rlp.Items(java.util.Collections.nCopies(count, entry))).encode());
    }

    @Test
    void needsTheDelegationCapabilityForTypeFour() throws Refused {
        EvmTransaction transaction = decode(TYPE_4, 31337);

        assertThat(transaction.capabilities()).containsExactlyInAnyOrder(Capability.TRANSFER, Capability.EIP7702_DELEGATION);
        assertThat(transaction.plainTransfer()).isFalse();
    }

    @Test
    void tellsTokenCallsApart() throws Refused {
        String someone = word("11".repeat(20));
        assertThat(decode(call("a9059cbb" + someone + word("05")), 1).call()).isEqualTo(new Call.TokenTransfer(address("11"), BigInteger.valueOf(5)));
        assertCapabilities("a9059cbb" + someone + word("05"), Capability.TRANSFER);
        assertCapabilities("23b872dd" + someone + someone + word("05"), Capability.TRANSFER);
        assertCapabilities("42842e0e" + someone + someone + word("05"), Capability.TRANSFER);
        assertCapabilities("b88d4fde" + someone + someone + word("05") + word("80") + word("01") + "ff" + "00".repeat(31), Capability.TRANSFER);
        assertCapabilities("f242432a" + someone + someone + word("05") + word("01") + word("a0") + word("00"), Capability.TRANSFER);
        assertCapabilities("095ea7b3" + someone + word("05"), Capability.APPROVAL);
        assertCapabilities("39509351" + someone + word("05"), Capability.APPROVAL);
        assertCapabilities("87517c45" + someone + someone + word("05") + word("05"), Capability.PERMIT2);
        assertCapabilities("a22cb465" + someone + word("01"), Capability.SET_APPROVAL_FOR_ALL);
        assertCapabilities("d505accf" + someone, Capability.CONTRACT_CALL_UNKNOWN);
    }

    private static org.fastness.crypto.address.EthereumAddress address(String octet) {
        return new org.fastness.crypto.address.EthereumAddress(Bytes.fromHex(octet.repeat(20)));
    }

    private static void assertCapabilities(String data, Capability... needed) throws Refused {
        assertThat(decode(call(data), 1).capabilities()).isEqualTo(Set.of(needed));
    }

    @Test
    void takesCallDataOfAnotherShapeForUnknown() throws Refused {
        String someone = word("11".repeat(20));
        assertCapabilities("a9059cbb" + "01" + someone.substring(2) + word("05"), Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("a9059cbb" + someone + word("05") + word("00"), Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("a9059cbb" + someone + word("05") + "00", Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("a9059cbb" + someone, Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("a9", Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("a22cb465" + someone + word("02"), Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("b88d4fde" + someone + someone + word("05") + word("80") + word("01") + "ff" + "00".repeat(30) + "01", Capability.CONTRACT_CALL_UNKNOWN);
        assertCapabilities("b88d4fde" + someone + someone + word("05") + word("60") + word("00"), Capability.CONTRACT_CALL_UNKNOWN);
    }

    @Test
    void countsApprovalsAsOutflowOfTheToken() throws Refused {
        EvmTransaction approval = decode(call("095ea7b3" + word("11".repeat(20)) + "f".repeat(64)), 1);

        assertThat(approval.outflows()).contains(Outflow.unlimited(org.fastness.intent.Asset.evmToken(1, TO)));
        assertThat(approval.toDisplay(Bytes.EMPTY).fields()).anyMatch(f -> f.key().equals("tokenAmount") && f.value().startsWith("unlimited"));
    }

    @Test
    void takesTokenTransferWithCoinForNoPlainTransfer() throws Refused {
        Bytes data = Bytes.fromHex("a9059cbb" + word("11".repeat(20)) + word("05"));
        assertThat(decode(dynamic(1, Rlp.of(Bytes.fromHex(TO)), Rlp.of(0), data), 1).plainTransfer()).isTrue();
        assertThat(decode(dynamic(1, Rlp.of(Bytes.fromHex(TO)), Rlp.of(1), data), 1).plainTransfer()).isFalse();
    }

    @Test
    void showsContractCreationAsUnknown() throws Refused {
        assertThat(decode(dynamic(1, Rlp.of(Bytes.EMPTY), Rlp.of(0), Bytes.fromHex("6000")), 1).capabilities()).containsExactly(Capability.CONTRACT_CALL_UNKNOWN);
        refused(dynamic(1, Rlp.of(Bytes.EMPTY), Rlp.of(0), Bytes.EMPTY), 1, Refusal.UNDECODABLE);
    }

    @Test
    void refusesAuthorizationForEveryChain() throws Refused {
        Bytes one = Rlp.list(Rlp.of(1), Rlp.of(Bytes.fromHex(TO)), Rlp.of(7)).encode();
        Bytes every = Rlp.list(Rlp.of(0), Rlp.of(Bytes.fromHex(TO)), Rlp.of(7)).encode();

        assertThat(WALLET.decode(PayloadKind.EVM_AUTHORIZATION, TestWallet.EVM_PATH, "1", one).capabilities()).containsExactly(Capability.EIP7702_DELEGATION);
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_AUTHORIZATION, TestWallet.EVM_PATH, "0", every)).hasMessage("UNDECODABLE");
    }
}
