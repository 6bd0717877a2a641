package org.fastness.wallet.network;

import java.net.URI;
import java.util.Optional;
import org.fastness.base.Malformed;

/**
 * A configured EVM network.
 *
 * @param chainId EIP-155 chain id, 1 or more
 * @param explorer where a person can look at transactions; {@code /tx/HASH} is appended
 */
public record EvmNetwork(long chainId, String name, String symbol, URI node, Optional<URI> explorer) {
    public EvmNetwork {
        if (chainId < 1) throw new IllegalArgumentException("a chain id is at least 1");
    }

    /** Networks one configuration may name. */
    public static final int MAX_NETWORKS = 64;

    /** Reads {@code CHAINID|NAME|SYMBOL|NODE URL[|EXPLORER URL]}. */
    public static EvmNetwork parse(String text) throws Malformed {
        String[] parts = text.split("\\|", -1);
        if (parts.length < 4 || parts.length > 5) throw new Malformed("a network is CHAINID|NAME|SYMBOL|NODE URL[|EXPLORER URL]");
        String name = parts[1].strip();
        String symbol = parts[2].strip();
        if (name.isEmpty() || name.length() > 64) throw new Malformed("a network's name has 1 to 64 characters");
        if (!symbol.matches("[A-Za-z0-9]{1,12}")) throw new Malformed("a network's symbol has 1 to 12 letters or digits");
        return new EvmNetwork(chainId(parts[0].strip()), name, symbol, http(parts[3].strip()), parts.length == 5 ? Optional.of(http(parts[4].strip())) : Optional.empty());
    }

    private static long chainId(String text) throws Malformed {
        if (!text.matches("[1-9][0-9]{0,17}")) throw new Malformed("a chain id is a number of at most 18 digits");
        return Long.parseLong(text);
    }

    private static URI http(String text) throws Malformed {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) || uri.getUserInfo() != null) throw new Malformed("a network's address is an http or https URL without user name");
            return uri;
        } catch (IllegalArgumentException notAUri) {
            throw new Malformed("a network's address is not a URL");
        }
    }

    /** Without the node's address, which may carry an access key in its path. */
    @Override
    public String toString() {
        return name + " (" + chainId + ")";
    }
}
