package org.fastness.wallet.network;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** A 20-octet EVM address as a node wants it. The EIP-55 checksum is the enclave's and the page's business, not the node's. */
public record EvmAddress(Bytes octets) {
    public EvmAddress {
        if (octets.size() != 20) throw new IllegalArgumentException("an address has 20 octets");
    }

    public static EvmAddress parse(String text) throws Malformed {
        if (!text.matches("0x[0-9a-fA-F]{40}")) throw new Malformed("not an EVM address");
        return new EvmAddress(Bytes.fromHex(text.substring(2)));
    }

    /** 0x and 40 lower-case hex digits. */
    public String text() {
        return "0x" + octets.hex();
    }
}
