package org.fastness.wallet.network;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;

/** The configured networks, each with its node. */
public final class Networks implements AutoCloseable {
    private final Map<Long, EvmNode> nodes = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).followRedirects(HttpClient.Redirect.NEVER).build();

    public Networks(List<EvmNetwork> networks) {
        for (EvmNetwork network : networks) {
            if (nodes.putIfAbsent(network.chainId(), new EvmNode(network, http)) != null) throw new IllegalArgumentException("chain id " + network.chainId() + " twice");
        }
    }

    public List<EvmNode> all() {
        return List.copyOf(nodes.values());
    }

    public EvmNode of(long chainId) throws Refused {
        EvmNode node = nodes.get(chainId);
        if (node == null) throw new Refused(Refusal.NOT_FOUND);
        return node;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
