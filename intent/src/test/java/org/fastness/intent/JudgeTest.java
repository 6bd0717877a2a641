package org.fastness.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.crypto.address.Base58;
import org.fastness.intent.evm.EvmAuthorization;
import org.fastness.intent.evm.EvmTransaction;
import org.fastness.intent.evm.Rlp;
import org.fastness.intent.typed.TypedData;
import org.fastness.intent.typed.TypedDataTest;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.testkit.Judge;
import org.fastness.testkit.Seeded;
import org.fastness.testkit.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What others build, we decode and sign; what we sign, others recover and execute. */
final class JudgeTest {
    private static final TestWallet WALLET = new TestWallet();
    private static final String OURS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static Judge judge;

    @BeforeAll
    static void start() {
        judge = Judge.start();
    }

    @AfterAll
    static void stop() {
        if (judge != null) judge.close();
    }

    private static Bytes hex(String text) {
        return Bytes.fromHex(text.substring(2));
    }

    private static String hex(Bytes octets) {
        return "0x" + octets.hex();
    }

    @Test
    void ethersAndViemRecoverUsFromEveryTypeOfTransaction() {
        Seeded.check(60, random -> {
            int type = random.oneOf(0, 1, 2, 4);
            Map<String, Object> tx = transaction(random, type);
            Vectors.Json made = judge.ask("evm-make", Map.of("tx", tx));
            assertThat(made.text("viem")).isEqualTo(made.text("ethers"));

            EvmTransaction intent = (EvmTransaction) WALLET.decode(PayloadKind.EVM_TRANSACTION, TestWallet.EVM_PATH, (String) tx.get("chainId"), hex(made.text("ethers")));
            SignedPayload signed = WALLET.sign(intent);
            Vectors.Json verified = judge.ask("evm-verify", Map.of("raw", hex(signed.transaction())));

            assertThat(hex(intent.tasks().getFirst().message())).isEqualTo(made.text("hash"));
            assertThat(intent.value()).isEqualTo(tx.get("value").equals("0") ? BigInteger.ZERO : new BigInteger((String) tx.get("value")));
            assertThat(verified.text("ethers")).isEqualTo(OURS);
            assertThat(verified.text("viem")).isEqualTo(OURS);
            assertThat(verified.text("hash")).isEqualTo(hex(signed.hash()));
            assertThat(verified.text("to")).isEqualTo(intent.to().orElseThrow().text());
            assertThat(verified.items("authorities").stream().map(Vectors.Json::text)).isEqualTo(intent.authorizations().stream().map(a -> a.authority().orElseThrow().text()).toList());
        });
    }

    private static Map<String, Object> transaction(Seeded random, int type) throws Exception {
        Map<String, Object> tx = new LinkedHashMap<>();
        tx.put("type", type);
        tx.put("chainId", Integer.toString(random.between(1, 1_000_000)));
        tx.put("nonce", random.below(1_000_000));
        tx.put("gasLimit", Integer.toString(random.between(21_000, 10_000_000)));
        tx.put("to", hex(random.bytes(20)));
        tx.put("value", new BigInteger(1, random.bytesUpTo(12).toArray()).toString());
        tx.put("data", hex(random.bytesUpTo(200)));
        if (type < 2) {
            tx.put("gasPrice", Integer.toString(random.between(1, 2_000_000_000)));
        } else {
            int fee = random.between(1, 2_000_000_000);
            tx.put("maxFeePerGas", Integer.toString(fee));
            tx.put("maxPriorityFeePerGas", Integer.toString(random.between(1, fee)));
        }
        if (type > 0) tx.put("accessList", List.of(Map.of("address", hex(random.bytes(20)), "storageKeys", List.of(hex(random.bytes(32)), hex(random.bytes(32))))));
        if (type == 4) tx.put("authorizationList", List.of(authorization(random)));
        return tx;
    }

    private static Map<String, Object> authorization(Seeded random) throws Exception {
        long chainId = random.between(1, 100_000);
        long nonce = random.below(100);
        Bytes delegate = random.bytes(20);
        EvmAuthorization intent = (EvmAuthorization) WALLET.decode(PayloadKind.EVM_AUTHORIZATION, TestWallet.EVM_PATH, Long.toString(chainId),
                Rlp.list(Rlp.of(chainId), Rlp.of(delegate), Rlp.of(nonce)).encode());
        Bytes signature = WALLET.sign(intent).signature();
        Vectors.Json verified = judge.ask("authorization-verify",
                Map.of("chainId", Long.toString(chainId), "address", hex(delegate), "nonce", Long.toString(nonce), "signature", hex(signature)));
        assertThat(verified.text("ethers")).isEqualTo(OURS);
        assertThat(verified.text("viem")).isEqualTo(OURS);
        return Map.of("address", hex(delegate), "chainId", Long.toString(chainId), "nonce", Long.toString(nonce),
                "r", hex(signature.slice(0, 32)), "s", hex(signature.slice(32, 64)), "yParity", signature.at(64) - 27);
    }

    @Test
    void ethersAndViemRecoverUsFromMessages() {
        Seeded.check(20, random -> {
            Bytes message = random.bytesUpTo(500);
            Bytes signature = WALLET.sign(WALLET.decode(PayloadKind.EVM_MESSAGE, TestWallet.EVM_PATH, "", message)).signature();
            Vectors.Json verified = judge.ask("message-verify", Map.of("message", hex(message), "signature", hex(signature)));
            assertThat(verified.text("ethers")).isEqualTo(OURS);
            assertThat(verified.text("viem")).isEqualTo(OURS);
        });
    }

    private static void verifyTyped(String json) throws Exception {
        TypedData data = (TypedData) WALLET.decode(PayloadKind.EVM_TYPED_DATA, TestWallet.EVM_PATH, "", Bytes.ofUtf8(json));
        Bytes signature = WALLET.sign(data).signature();
        Vectors.Json verified = judge.ask("typed-verify", Map.of("json", json, "signature", hex(signature)));
        assertThat(verified.text("ethersRefused")).isEmpty();
        assertThat(verified.text("ethersDigest")).as(json).isEqualTo(hex(data.digest()));
        assertThat(verified.text("viemDigest")).as(json).isEqualTo(hex(data.digest()));
        assertThat(verified.text("ethers")).isEqualTo(OURS);
        assertThat(verified.text("viem")).isEqualTo(OURS);
    }

    @Test
    void ethersAndViemRecoverUsFromTypedData() throws Exception {
        verifyTyped(TypedDataTest.MAIL);
        Seeded.check(80, random -> verifyTyped(typedData(random)));
    }

    /** A document of random structs, arrays and atoms; struct number i refers to higher numbers only. */
    private static String typedData(Seeded random) {
        int structs = random.between(1, 4);
        Map<String, Object> types = new LinkedHashMap<>();
        for (int i = 0; i < structs; i++) {
            List<Map<String, String>> members = new java.util.ArrayList<>();
            for (int m = random.between(1, 4); m > 0; m--) members.add(Map.of("name", "m" + m, "type", type(random, i, structs)));
            types.put("S" + i, members);
        }
        types.put("EIP712Domain", List.of(Map.of("name", "name", "type", "string"), Map.of("name", "chainId", "type", "uint256"), Map.of("name", "salt", "type", "bytes32")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("types", types);
        document.put("primaryType", "S0");
        document.put("domain", Map.of("name", "Tëst", "chainId", random.between(1, 1000), "salt", hex(random.bytes(32))));
        document.put("message", value(random, "S0", types));
        return Judge.json(document);
    }

    private static String type(Seeded random, int struct, int structs) {
        String base = struct + 1 < structs && random.flip() ? "S" + random.between(struct + 1, structs - 1)
                : random.oneOf("bool", "address", "string", "bytes", "bytes" + random.between(1, 32), "uint" + 8 * random.between(1, 32), "int" + 8 * random.between(1, 32));
        return switch (random.below(6)) {
            case 0 -> base + "[]";
            case 1 -> base + "[2]";
            case 2 -> base + "[1][]";
            default -> base;
        };
    }

    private static Object value(Seeded random, String type, Map<String, Object> types) {
        if (type.endsWith("]")) {
            int bracket = type.lastIndexOf('[');
            String count = type.substring(bracket + 1, type.length() - 1);
            int size = count.isEmpty() ? random.below(3) : Integer.parseInt(count);
            return java.util.stream.IntStream.range(0, size).mapToObj(i -> value(random, type.substring(0, bracket), types)).toList();
        }
        if (types.get(type) instanceof List<?> members) {
            Map<String, Object> struct = new LinkedHashMap<>();
            for (Object member : members) struct.put((String) ((Map<?, ?>) member).get("name"), value(random, (String) ((Map<?, ?>) member).get("type"), types));
            return struct;
        }
        return switch (type) {
            case "bool" -> random.flip();
            case "address" -> hex(random.bytes(20));
            case "string" -> random.oneOf("", "plain", "grüße", "日本", "😀 \"quoted\"\n");
            case "bytes" -> hex(random.bytesUpTo(80));
            default -> type.startsWith("bytes") ? hex(random.bytes(Integer.parseInt(type.substring(5)))) : number(random, type);
        };
    }

    private static String number(Seeded random, String type) {
        boolean signed = type.startsWith("int");
        int octets = Integer.parseInt(type.substring(signed ? 3 : 4)) / 8;
        byte[] raw = random.bytes(octets).toArray();
        return (signed ? new BigInteger(raw) : new BigInteger(1, raw)).toString();
    }

    @Test
    void litesvmExecutesOurTransfersAndRefusesAlteredOnes() throws Exception {
        String payer = Base58.encode(WALLET.publicKey(TestWallet.path(TestWallet.SOLANA_PATH)));
        String blockhash = judge.ask("solana-start", Map.of("payer", payer, "lamports", "10000000000")).text("blockhash");
        String to = Base58.encode(Bytes.fromHex("0b".repeat(32)));
        long balance = 0;
        for (String version : List.of("legacy", "0")) {
            Vectors.Json made = judge.ask("solana-make", Map.of("payer", payer, "to", to, "lamports", "2000000000", "blockhash", blockhash, "version", version, "units", 2000, "price", "7"));
            Intent intent = WALLET.decode(PayloadKind.SOLANA_TRANSACTION, TestWallet.SOLANA_PATH, "solana", hex(made.text("message")));
            assertThat(intent.plainTransfer()).isTrue();
            SignedPayload signed = WALLET.sign(intent);
            byte[] altered = signed.transaction().toArray();
            altered[altered.length - (version.equals("legacy") ? 2 : 3)] ^= 1;

            assertThat(judge.ask("solana-run", Map.of("raw", hex(Bytes.of(altered)), "to", to)).get("accepted").value()).isEqualTo(false);
            Vectors.Json run = judge.ask("solana-run", Map.of("raw", hex(signed.transaction()), "to", to));
            balance += 2_000_000_000L;
            assertThat(run.text("reason")).isEmpty();
            assertThat(run.text("balance")).isEqualTo(Long.toString(balance));
            assertThat(judge.ask("solana-run", Map.of("raw", hex(signed.transaction()), "to", to)).get("accepted").value()).as("replay").isEqualTo(false);
        }
    }

    @Test
    void solanaKitVerifiesOurTexts() throws Exception {
        String signer = Base58.encode(WALLET.publicKey(TestWallet.path(TestWallet.SOLANA_PATH)));
        String application = Base58.encode(Bytes.fromHex("0c".repeat(32)));
        for (int format = 0; format < 3; format++) {
            String text = format == 0 ? "plain text" : "grüße 😀";
            Bytes octets = hex(judge.ask("solana-text", Map.of("signer", signer, "application", application, "text", text, "format", format)).text("octets"));
            Bytes signature = WALLET.sign(WALLET.decode(PayloadKind.SOLANA_MESSAGE, TestWallet.SOLANA_PATH, "", octets)).signature();
            assertThat(judge.ask("solana-verify", Map.of("octets", hex(octets), "signature", hex(signature), "signer", signer)).get("valid").value()).isEqualTo(true);
        }
    }
}
