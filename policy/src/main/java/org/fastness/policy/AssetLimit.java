package org.fastness.policy;

import java.math.BigInteger;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.intent.Asset;

/**
 * The most of an asset that may leave, fees included, in base units.
 *
 * @param asset text of an {@link Asset}, or {@link #EVERY_EVM_COIN}; a limit that matches several assets counts each by itself
 * @param perTransaction of one payload
 * @param perWindow of all payloads in the policy's window
 */
public record AssetLimit(String asset, BigInteger perTransaction, BigInteger perWindow) {

    /** Matches the coin of every EVM network. */
    public static final String EVERY_EVM_COIN = "eip155:*";

    /** Octets of an asset's text. */
    static final int MAX_ASSET = 128;
    private static final int NUMBER_SIZE = 32;

    public AssetLimit {
        if (asset.isEmpty() || asset.length() > MAX_ASSET) throw new IllegalArgumentException("an asset's text has 1 to 128 characters");
        if (!isNumber(perTransaction) || !isNumber(perWindow)) throw new IllegalArgumentException("a limit has at most 256 bits");
    }

    private static boolean isNumber(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= 8 * NUMBER_SIZE;
    }

    public boolean covers(Asset other) {
        return asset.equals(other.text()) || asset.equals(EVERY_EVM_COIN) && other.isNative() && other.text().startsWith("eip155:");
    }

    void write(Writer out) {
        out.text(asset);
        writeNumber(out, perTransaction);
        writeNumber(out, perWindow);
    }

    static AssetLimit read(Reader in) throws Malformed {
        String asset = in.text(MAX_ASSET);
        if (asset.isEmpty() || asset.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) throw new Malformed("not an asset");
        return new AssetLimit(asset, readNumber(in), readNumber(in));
    }

    /** Octet string without leading zeros. */
    static void writeNumber(Writer out, BigInteger number) {
        byte[] octets = number.toByteArray();
        int skip = octets[0] == 0 ? 1 : 0;
        out.bytes(Bytes.of(octets, skip, octets.length - skip));
    }

    static BigInteger readNumber(Reader in) throws Malformed {
        Bytes octets = in.bytes(NUMBER_SIZE);
        if (!octets.isEmpty() && octets.at(0) == 0) throw new Malformed("number with leading zeros");
        return new BigInteger(1, octets.toArray());
    }
}
