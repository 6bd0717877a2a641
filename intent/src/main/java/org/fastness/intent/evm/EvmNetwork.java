package org.fastness.intent.evm;

/**
 * What the enclave itself knows of a chain: its name and the symbol of its coin, for display. A chain it does not know is shown by its
 * number, never by a name the host gives.
 */
record EvmNetwork(long chainId, String name, String symbol) {

    static EvmNetwork of(long chainId) {
        return switch ((int) Math.min(chainId, Integer.MAX_VALUE)) {
            case 1 -> new EvmNetwork(chainId, "Ethereum", "ETH");
            case 10 -> new EvmNetwork(chainId, "OP Mainnet", "ETH");
            case 56 -> new EvmNetwork(chainId, "BNB Smart Chain", "BNB");
            case 100 -> new EvmNetwork(chainId, "Gnosis", "xDAI");
            case 137 -> new EvmNetwork(chainId, "Polygon", "POL");
            case 8453 -> new EvmNetwork(chainId, "Base", "ETH");
            case 31337 -> new EvmNetwork(chainId, "Local test network", "ETH");
            case 42161 -> new EvmNetwork(chainId, "Arbitrum One", "ETH");
            case 43114 -> new EvmNetwork(chainId, "Avalanche C-Chain", "AVAX");
            case 17000 -> new EvmNetwork(chainId, "Holesky test network", "test ETH");
            case 560048 -> new EvmNetwork(chainId, "Hoodi test network", "test ETH");
            case 11155111 -> new EvmNetwork(chainId, "Sepolia test network", "test ETH");
            default -> new EvmNetwork(chainId, "Unknown network", "native coin");
        };
    }

    @Override
    public String toString() {
        return name + " (chain id " + chainId + ")";
    }
}
