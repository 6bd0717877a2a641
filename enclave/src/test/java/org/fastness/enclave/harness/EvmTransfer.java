package org.fastness.enclave.harness;

import java.math.BigInteger;
import java.util.Arrays;
import org.fastness.base.Bytes;

/** Unsigned EIP-1559 transfers, encoded by hand (EIP-2718, EIP-1559, RLP of the Yellow Paper, appendix B). */
public final class EvmTransfer {
    private EvmTransfer() {}

    /** To 0x00…2a, 21,000 gas at one gwei, no data, no access list. */
    public static Bytes unsigned(long chainId, long nonce, long wei) {
        Bytes to = Bytes.concat(Bytes.of(new byte[19]), Bytes.of((byte) 42));
        Bytes gwei = number(1_000_000_000L);
        Bytes body = Bytes.concat(number(chainId), number(nonce), gwei, gwei, number(21_000), string(to), number(wei), string(Bytes.EMPTY), Bytes.of((byte) 0xc0));
        return Bytes.concat(Bytes.of((byte) 2), head(0xc0, body.size()), body);
    }

    private static Bytes number(long value) {
        if (value == 0) return string(Bytes.EMPTY);
        byte[] octets = BigInteger.valueOf(value).toByteArray();
        return string(Bytes.of(octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets));
    }

    private static Bytes string(Bytes octets) {
        if (octets.size() == 1 && octets.at(0) < 0x80) return octets;
        return Bytes.concat(head(0x80, octets.size()), octets);
    }

    private static Bytes head(int base, int size) {
        if (size < 56) return Bytes.of((byte) (base + size));
        return Bytes.of((byte) (base + 55 + 1), (byte) size);
    }
}
