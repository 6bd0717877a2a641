package org.fastness.wallet.network;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.JsonValue;
import org.jspecify.annotations.Nullable;

/** One EVM node over JSON-RPC 2.0. Thread-safe; answers are bounded in size and time. */
public final class EvmNode {

    /** The largest answer read, in octets. */
    public static final int MAX_ANSWER = 1 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final BigInteger GAS_TIP_FALLBACK_WEI = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(256);

    private final EvmNetwork network;
    private final HttpClient http;

    public EvmNode(EvmNetwork network, HttpClient http) {
        this.network = network;
        this.http = http;
    }

    public EvmNetwork network() {
        return network;
    }

    /** What an account can spend, its next nonce, and what a transaction would cost now. Amounts in wei. */
    public record AccountState(BigInteger balanceWei, BigInteger nonce, BigInteger maxFeePerGasWei, BigInteger maxPriorityFeePerGasWei) {}

    /** Where a transaction stands. */
    public sealed interface Inclusion {
        /** No node knows it. */
        record Unknown() implements Inclusion {}

        /** Waiting to be mined. */
        record Pending() implements Inclusion {}

        /** In a block; {@code success} is the receipt's status. */
        record Mined(boolean success, BigInteger block, BigInteger gasUsed) implements Inclusion {}
    }

    /** Whether the node answers, and for the chain the configuration names. */
    public boolean reachable() {
        try {
            return quantity(call("eth_chainId", List.of())).equals(BigInteger.valueOf(network.chainId()));
        } catch (Refused notThere) {
            return false;
        }
    }

    public AccountState account(EvmAddress address) throws Refused {
        JsonValue latest = new JsonValue.JsonText("latest");
        JsonValue of = new JsonValue.JsonText(address.text());
        BigInteger balance = quantity(call("eth_getBalance", List.of(of, latest)));
        BigInteger nonce = quantity(call("eth_getTransactionCount", List.of(of, new JsonValue.JsonText("pending"))));
        BigInteger tip = tip();
        return new AccountState(balance, nonce, baseFee().shiftLeft(1).add(tip), tip);
    }

    private BigInteger tip() throws Refused {
        try {
            return quantity(call("eth_maxPriorityFeePerGas", List.of()));
        } catch (Refused unsupported) {
            if (unsupported.refusal() != Refusal.NETWORK_REFUSED) throw unsupported;
            return GAS_TIP_FALLBACK_WEI;
        }
    }

    private BigInteger baseFee() throws Refused {
        JsonValue block = call("eth_getBlockByNumber", List.of(new JsonValue.JsonText("latest"), new JsonValue.JsonFlag(false)));
        if (!(block instanceof JsonObject object)) throw new Refused(Refusal.NETWORK_UNREACHABLE);
        return object.has("baseFeePerGas") ? quantity(object.members().get("baseFeePerGas")) : quantity(call("eth_gasPrice", List.of()));
    }

    /** Hands a signed transaction to the network. @return its hash, 32 octets */
    public Bytes broadcast(Bytes rawTransaction) throws Refused {
        return hash(call("eth_sendRawTransaction", List.of(new JsonValue.JsonText("0x" + rawTransaction.hex()))));
    }

    public Inclusion inclusion(Bytes transactionHash) throws Refused {
        List<JsonValue> hash = List.of(new JsonValue.JsonText("0x" + transactionHash.hex()));
        if (call("eth_getTransactionReceipt", hash) instanceof JsonObject receipt) {
            boolean success = quantity(receipt.members().get("status")).signum() == 1;
            return new Inclusion.Mined(success, quantity(receipt.members().get("blockNumber")), quantity(receipt.members().get("gasUsed")));
        }
        return call("eth_getTransactionByHash", hash) instanceof JsonObject ? new Inclusion.Pending() : new Inclusion.Unknown();
    }

    /** The result; {@link Refusal#NETWORK_REFUSED} when the node answered with an error, {@link Refusal#NETWORK_UNREACHABLE} otherwise. */
    private JsonValue call(String method, List<JsonValue> parameters) throws Refused {
        JsonObject question = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method).put("params", Json.array(parameters)).build();
        HttpRequest request = HttpRequest.newBuilder(network.node()).timeout(TIMEOUT).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(question).toArray())).build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return result(Json.readObject(Bytes.wrapUnsafe(body.readNBytes(MAX_ANSWER + 1)), MAX_ANSWER));
            }
        } catch (IOException | Malformed notThere) {
            throw new Refused(Refusal.NETWORK_UNREACHABLE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.NETWORK_UNREACHABLE);
        }
    }

    private static JsonValue result(JsonObject answer) throws Refused, Malformed {
        if (answer.members().get("error") instanceof JsonObject) throw new Refused(Refusal.NETWORK_REFUSED);
        if (!answer.has("result")) throw new Malformed("result is missing");
        return answer.members().get("result");
    }

    /** JSON-RPC "quantity": 0x and hex digits, at most 256 bits. */
    private static BigInteger quantity(@Nullable JsonValue value) throws Refused {
        if (!(value instanceof JsonValue.JsonText text) || !text.value().matches("0x[0-9a-fA-F]{1,64}")) throw new Refused(Refusal.NETWORK_UNREACHABLE);
        BigInteger number = new BigInteger(text.value().substring(2), 16);
        if (number.compareTo(WORD) >= 0) throw new Refused(Refusal.NETWORK_UNREACHABLE);
        return number;
    }

    private static Bytes hash(JsonValue value) throws Refused {
        if (!(value instanceof JsonValue.JsonText text) || !text.value().matches("0x[0-9a-fA-F]{64}")) throw new Refused(Refusal.NETWORK_UNREACHABLE);
        return Bytes.fromHex(text.value().substring(2));
    }
}
