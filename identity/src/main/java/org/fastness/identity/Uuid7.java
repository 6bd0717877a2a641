package org.fastness.identity;

import org.fastness.base.Bytes;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;

/** Identifiers that sort by the time they were made (RFC 9562 section 5.7), for rows whose age is no secret. */
public final class Uuid7 {
    private Uuid7() {}

    /** 48 bits of milliseconds, version 7, the variant, 74 random bits. */
    public static Bytes next(Ticker ticker, Entropy entropy) {
        byte[] octets = new byte[16];
        entropy.fill(octets);
        long millis = ticker.epochMicros() / 1000;
        for (int i = 0; i < 6; i++) octets[i] = (byte) (millis >>> (40 - 8 * i));
        octets[6] = (byte) (octets[6] & 0x0f | 0x70);
        octets[8] = (byte) (octets[8] & 0x3f | 0x80);
        return Bytes.wrapUnsafe(octets);
    }
}
