package org.fastness.wallet.network;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.Body;
import org.fastness.http.Exchange;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.RateClass;
import org.fastness.http.Route;

/** What the pages ask about networks. */
public final class NetworkEndpoints {

    /** The largest signed transaction taken, in octets. */
    public static final int MAX_RAW = 128 * 1024;

    private static final String NETWORK = "/api/v1/wallet/networks/{chainId}";

    private final Networks networks;

    public NetworkEndpoints(Networks networks) {
        this.networks = networks;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/wallet/networks", Auth.SESSION, RateClass.READ, "The configured networks, and whether their nodes answer.", this::list),
                Route.get(NETWORK + "/accounts/{address}", Auth.SESSION, RateClass.READ, "Balance, next nonce and current fees, in wei.", this::account),
                Route.post(NETWORK + "/transactions", Auth.SESSION, RateClass.WRITE, Body.json(2 * MAX_RAW + 64), "Broadcasts a signed transaction.", this::broadcast),
                Route.get(NETWORK + "/transactions/{hash}", Auth.SESSION, RateClass.READ, "Where a transaction stands.", this::inclusion));
    }

    private Answer list(Exchange exchange) throws Exception {
        List<EvmNode> nodes = networks.all();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> reachable = nodes.stream().map(node -> each.submit(node::reachable)).toList();
            List<JsonObject> out = new java.util.ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) out.add(describe(nodes.get(i).network(), reachable.get(i).get()));
            return Answer.json(Json.object().put("networks", Json.array(out)).build());
        }
    }

    private static JsonObject describe(EvmNetwork network, boolean reachable) {
        Json.Builder out = Json.object().put("chainId", network.chainId()).put("name", network.name()).put("symbol", network.symbol()).put("reachable", reachable);
        network.explorer().ifPresentOrElse(explorer -> out.put("explorer", explorer.toString()), () -> out.putNull("explorer"));
        return out.build();
    }

    private Answer account(Exchange exchange) throws Malformed, Refused {
        EvmNode.AccountState state = node(exchange).account(EvmAddress.parse(exchange.path("address")));
        return Answer.json(Json.object()
                .put("balanceWei", state.balanceWei().toString())
                .put("nonce", state.nonce().toString())
                .put("maxFeePerGas", state.maxFeePerGasWei().toString())
                .put("maxPriorityFeePerGas", state.maxPriorityFeePerGasWei().toString()).build());
    }

    private Answer broadcast(Exchange exchange) throws Malformed, Refused {
        String raw = exchange.json().only("raw").text("raw", 2 * MAX_RAW + 2);
        if (!raw.matches("0x([0-9a-fA-F]{2})+")) throw new Malformed("raw is not 0x and hex octets");
        Bytes hash = node(exchange).broadcast(Bytes.fromHex(raw.substring(2)));
        return Answer.json(202, Json.object().put("hash", "0x" + hash.hex()).build());
    }

    private Answer inclusion(Exchange exchange) throws Malformed, Refused {
        String hash = exchange.path("hash");
        if (!hash.matches("0x[0-9a-fA-F]{64}")) throw new Malformed("not a transaction hash");
        return Answer.json(switch (node(exchange).inclusion(Bytes.fromHex(hash.substring(2)))) {
            case EvmNode.Inclusion.Unknown unknown -> Json.object().put("status", "unknown").build();
            case EvmNode.Inclusion.Pending pending -> Json.object().put("status", "pending").build();
            case EvmNode.Inclusion.Mined mined -> Json.object()
                    .put("status", mined.success() ? "mined" : "failed")
                    .put("block", mined.block().toString())
                    .put("gasUsed", mined.gasUsed().toString()).build();
        });
    }

    private EvmNode node(Exchange exchange) throws Malformed, Refused {
        return networks.of(exchange.pathNumber("chainId"));
    }
}
