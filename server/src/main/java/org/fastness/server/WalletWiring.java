package org.fastness.server;

import java.util.List;
import org.fastness.http.Route;
import org.fastness.server.configuration.Configuration;
import org.fastness.wallet.network.EvmNetwork;
import org.fastness.wallet.network.NetworkEndpoints;
import org.fastness.wallet.network.Networks;

/** The wallet's back end: networks and broadcasting. Its table of links is made before, since others need it. */
record WalletWiring(List<Route> routes) {

    static WalletWiring start(Configuration configuration, Closing closing) {
        List<EvmNetwork> configured = configuration.networks().stream().map(network -> new EvmNetwork(network.chainId(), network.name(), network.symbol(), network.node(), network.explorer())).toList();
        return new WalletWiring(new NetworkEndpoints(closing.keep("networks", new Networks(configured))).routes());
    }
}
