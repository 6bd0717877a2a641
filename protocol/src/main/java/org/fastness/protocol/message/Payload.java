package org.fastness.protocol.message;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * One thing to be signed.
 *
 * @param path BIP-32 text form, such as {@code m/44'/60'/0'/0/0}
 * @param network the network as the page names it: an EVM chain id in decimal, {@code bitcoin}, {@code bitcoin-testnet}, {@code bitcoin-regtest},
 *     {@code solana}; empty for a message without one. The enclave compares it with the payload's own
 */
public record Payload(Id key, String path, PayloadKind kind, String network, Bytes octets) {
    void write(Writer out) {
        out.fixed(key.value()).text(path).u8(kind.code()).text(network).bytes(octets);
    }

    static Payload read(Reader in) throws Malformed {
        return new Payload(Id.key(in.fixed(Id.SIZE)), in.text(Bounds.TEXT), PayloadKind.ofCode(in.u8()), in.text(Bounds.TEXT), in.bytes(Bounds.PAYLOAD));
    }
}
