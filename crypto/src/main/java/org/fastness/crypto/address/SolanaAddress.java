package org.fastness.crypto.address;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * A Solana account: an Ed25519 public key in base 58 (or a program's address, which is no point of the curve).
 *
 * @param value 32 octets
 */
public record SolanaAddress(Bytes value) {

    /** Octets of an address. */
    public static final int SIZE = 32;

    private static final int MAX_TEXT = 44;

    public SolanaAddress {
        if (value.size() != SIZE) throw new IllegalArgumentException("an address has 32 octets");
    }

    public static SolanaAddress parse(String text) throws Malformed {
        if (text.length() > MAX_TEXT) throw new Malformed("an address has at most 44 characters");
        Bytes value = Base58.decode(text);
        if (value.size() != SIZE) throw new Malformed("an address has 32 octets");
        return new SolanaAddress(value);
    }

    public String text() {
        return Base58.encode(value);
    }

    @Override
    public String toString() {
        return text();
    }
}
