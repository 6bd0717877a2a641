package org.fastness.crypto;

import org.fastness.base.Bytes;

/** Keccak-256 with the padding of the original submission (0x01), as Ethereum uses it; not SHA3-256. For public octets. Thread-safe. */
public final class Keccak256 {

    private static final int RATE_BYTES = 136;
    private static final long[] ROUND = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L, 0x000000000000808BL, 0x0000000080000001L,
        0x8000000080008081L, 0x8000000000008009L, 0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
        0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L, 0x8000000000008002L, 0x8000000000000080L,
        0x000000000000800AL, 0x800000008000000AL, 0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };

    private Keccak256() {}

    /** The 32-octet hash of the parts, one after the other. */
    public static Bytes hash(Bytes... parts) {
        byte[] input = Bytes.concat(parts).toArray();
        long[] state = new long[25];
        int at = 0;
        for (; input.length - at >= RATE_BYTES; at += RATE_BYTES) absorb(state, input, at);
        byte[] last = new byte[RATE_BYTES];
        System.arraycopy(input, at, last, 0, input.length - at);
        last[input.length - at] ^= 0x01;
        last[RATE_BYTES - 1] ^= (byte) 0x80;
        absorb(state, last, 0);
        byte[] out = new byte[32];
        for (int i = 0; i < 32; i++) out[i] = (byte) (state[i >>> 3] >>> (8 * (i & 7)));
        return Bytes.wrapUnsafe(out);
    }

    private static void absorb(long[] state, byte[] block, int at) {
        for (int i = 0; i < RATE_BYTES / 8; i++) {
            long lane = 0;
            for (int b = 7; b >= 0; b--) lane = lane << 8 | block[at + 8 * i + b] & 0xff;
            state[i] ^= lane;
        }
        permute(state);
    }

    /** Keccak-f[1600] (FIPS 202 section 3.3), lanes in locals. */
    private static void permute(long[] s) {
        long a0 = s[0], a1 = s[1], a2 = s[2], a3 = s[3], a4 = s[4], a5 = s[5], a6 = s[6], a7 = s[7], a8 = s[8], a9 = s[9], a10 = s[10], a11 = s[11], a12 = s[12];
        long a13 = s[13], a14 = s[14], a15 = s[15], a16 = s[16], a17 = s[17], a18 = s[18], a19 = s[19], a20 = s[20], a21 = s[21], a22 = s[22], a23 = s[23], a24 = s[24];
        for (long round : ROUND) {
            long c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20, c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21, c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22, c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23, c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
            long d0 = c4 ^ Long.rotateLeft(c1, 1), d1 = c0 ^ Long.rotateLeft(c2, 1), d2 = c1 ^ Long.rotateLeft(c3, 1), d3 = c2 ^ Long.rotateLeft(c4, 1), d4 = c3 ^ Long.rotateLeft(c0, 1);
            long b0 = a0 ^ d0, b10 = Long.rotateLeft(a1 ^ d1, 1), b20 = Long.rotateLeft(a2 ^ d2, 62), b5 = Long.rotateLeft(a3 ^ d3, 28), b15 = Long.rotateLeft(a4 ^ d4, 27);
            long b16 = Long.rotateLeft(a5 ^ d0, 36), b1 = Long.rotateLeft(a6 ^ d1, 44), b11 = Long.rotateLeft(a7 ^ d2, 6), b21 = Long.rotateLeft(a8 ^ d3, 55), b6 = Long.rotateLeft(a9 ^ d4, 20);
            long b7 = Long.rotateLeft(a10 ^ d0, 3), b17 = Long.rotateLeft(a11 ^ d1, 10), b2 = Long.rotateLeft(a12 ^ d2, 43), b12 = Long.rotateLeft(a13 ^ d3, 25), b22 = Long.rotateLeft(a14 ^ d4, 39);
            long b23 = Long.rotateLeft(a15 ^ d0, 41), b8 = Long.rotateLeft(a16 ^ d1, 45), b18 = Long.rotateLeft(a17 ^ d2, 15), b3 = Long.rotateLeft(a18 ^ d3, 21), b13 = Long.rotateLeft(a19 ^ d4, 8);
            long b14 = Long.rotateLeft(a20 ^ d0, 18), b24 = Long.rotateLeft(a21 ^ d1, 2), b9 = Long.rotateLeft(a22 ^ d2, 61), b19 = Long.rotateLeft(a23 ^ d3, 56), b4 = Long.rotateLeft(a24 ^ d4, 14);
            a0 = b0 ^ ~b1 & b2 ^ round;
            a1 = b1 ^ ~b2 & b3;
            a2 = b2 ^ ~b3 & b4;
            a3 = b3 ^ ~b4 & b0;
            a4 = b4 ^ ~b0 & b1;
            a5 = b5 ^ ~b6 & b7;
            a6 = b6 ^ ~b7 & b8;
            a7 = b7 ^ ~b8 & b9;
            a8 = b8 ^ ~b9 & b5;
            a9 = b9 ^ ~b5 & b6;
            a10 = b10 ^ ~b11 & b12;
            a11 = b11 ^ ~b12 & b13;
            a12 = b12 ^ ~b13 & b14;
            a13 = b13 ^ ~b14 & b10;
            a14 = b14 ^ ~b10 & b11;
            a15 = b15 ^ ~b16 & b17;
            a16 = b16 ^ ~b17 & b18;
            a17 = b17 ^ ~b18 & b19;
            a18 = b18 ^ ~b19 & b15;
            a19 = b19 ^ ~b15 & b16;
            a20 = b20 ^ ~b21 & b22;
            a21 = b21 ^ ~b22 & b23;
            a22 = b22 ^ ~b23 & b24;
            a23 = b23 ^ ~b24 & b20;
            a24 = b24 ^ ~b20 & b21;
        }
        s[0] = a0; s[1] = a1; s[2] = a2; s[3] = a3; s[4] = a4; s[5] = a5; s[6] = a6; s[7] = a7; s[8] = a8; s[9] = a9; s[10] = a10; s[11] = a11; s[12] = a12;
        s[13] = a13; s[14] = a14; s[15] = a15; s[16] = a16; s[17] = a17; s[18] = a18; s[19] = a19; s[20] = a20; s[21] = a21; s[22] = a22; s[23] = a23; s[24] = a24;
    }
}
