package org.fastness.intent;

/**
 * Something that can be counted and limited. Text forms: {@code eip155:1} (the native coin of chain 1), {@code eip155:1/token:0x…}
 * (a contract's tokens, lower-case hex), {@code bitcoin}, {@code bitcoin-testnet}, {@code bitcoin-regtest}, {@code solana}.
 */
public record Asset(String text) {

    public static Asset evmNative(long chainId) {
        return new Asset("eip155:" + chainId);
    }

    /** @param contractHex 40 lower-case hex digits */
    public static Asset evmToken(long chainId, String contractHex) {
        return new Asset("eip155:" + chainId + "/token:0x" + contractHex);
    }

    public static Asset named(String network) {
        return new Asset(network);
    }

    /** Whether this is a chain's own coin rather than a contract's token. */
    public boolean isNative() {
        return text.indexOf('/') < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
