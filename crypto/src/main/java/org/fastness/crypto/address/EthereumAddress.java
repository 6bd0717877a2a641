package org.fastness.crypto.address;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.Secp256k1;

/**
 * An account of an EVM network: the last 20 octets of the Keccak-256 of its public key.
 *
 * @param value 20 octets
 */
public record EthereumAddress(Bytes value) {

    /** Octets of an address. */
    public static final int SIZE = 20;

    public EthereumAddress {
        if (value.size() != SIZE) throw new IllegalArgumentException("an address has 20 octets");
    }

    /** The address of a public key in either form. */
    public static EthereumAddress of(Bytes publicKey) throws Malformed {
        Bytes point = Secp256k1.uncompressed(publicKey);
        return new EthereumAddress(Keccak256.hash(point.slice(1, 65)).slice(12, 32));
    }

    /** Reads 0x and 40 digits: of one case (which carries no checksum), or mixed as EIP-55 wants and not otherwise. */
    public static EthereumAddress parse(String text) throws Malformed {
        if (text.length() != 42 || !text.startsWith("0x")) throw new Malformed("an address is 0x and 40 hex digits");
        boolean lower = false;
        boolean upper = false;
        for (int i = 2; i < 42; i++) {
            char c = text.charAt(i);
            lower |= c >= 'a' && c <= 'f';
            upper |= c >= 'A' && c <= 'F';
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F')) throw new Malformed("an address is 0x and 40 hex digits");
        }
        EthereumAddress address = new EthereumAddress(Bytes.fromHex(text.substring(2)));
        if (lower && upper && !address.text().equals(text)) throw new Malformed("the address's checksum does not match");
        return address;
    }

    /** The checksummed form of EIP-55. */
    public String text() {
        String hex = value.hex();
        Bytes hash = Keccak256.hash(Bytes.ofUtf8(hex));
        StringBuilder out = new StringBuilder("0x");
        for (int i = 0; i < hex.length(); i++) {
            int nibble = hash.at(i / 2) >>> (i % 2 == 0 ? 4 : 0) & 0xf;
            out.append(nibble >= 8 ? Character.toUpperCase(hex.charAt(i)) : hex.charAt(i));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
