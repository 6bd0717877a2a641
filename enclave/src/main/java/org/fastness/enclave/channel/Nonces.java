package org.fastness.enclave.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;

/** The nonces of one channel: one is issued with every response, each is good for one authorization, within five minutes of monotonic time. */
public final class Nonces {
    /** How long one is good. */
    public static final long LIFETIME_MILLIS = 5 * 60 * 1000;
    /** How many a channel keeps; the oldest make room. */
    static final int KEPT = 128;
    private static final int SIZE = 32;

    private final Entropy entropy;
    private final Ticker ticker;
    private final Map<Bytes, Long> deadlines = new LinkedHashMap<>();

    Nonces(Entropy entropy, Ticker ticker) {
        this.entropy = entropy;
        this.ticker = ticker;
    }

    synchronized Bytes issue() {
        Bytes nonce = entropy.bytes(SIZE);
        remember(nonce, ticker.monotonicNanos() + LIFETIME_MILLIS * 1_000_000);
        return nonce;
    }

    private void remember(Bytes nonce, long deadline) {
        if (deadlines.size() >= KEPT) deadlines.remove(deadlines.keySet().iterator().next());
        deadlines.put(nonce, deadline);
    }

    /** Uses the nonce up; the answer is its deadline, for {@link #giveBack}. One that is unknown, used or made room is a replay. */
    public synchronized long use(Bytes nonce) throws Refused {
        Long deadline = deadlines.remove(nonce);
        if (deadline == null) throw new Refused(Refusal.REPLAYED);
        if (deadline - ticker.monotonicNanos() < 0) throw new Refused(Refusal.EXPIRED);
        return deadline;
    }

    /** After an operation of which nothing was released: its octets may come again. */
    public synchronized void giveBack(Bytes nonce, long deadline) {
        remember(nonce, deadline);
    }
}
