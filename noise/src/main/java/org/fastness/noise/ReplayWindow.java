package org.fastness.noise;

import java.util.BitSet;

/**
 * Remembers which of the last {@link #SIZE} nonces were used; whatever lies further back counts as used. Nonces are unsigned. Not
 * thread-safe.
 */
final class ReplayWindow {

    /** How far back a nonce may come late; a power of two. */
    static final int SIZE = 4096;

    private final BitSet used = new BitSet(SIZE);
    private boolean started;
    private long highest;

    boolean isFresh(long nonce) {
        if (isAhead(nonce)) return true;
        return Long.compareUnsigned(highest - nonce, SIZE) < 0 && !used.get(place(nonce));
    }

    /** Marks a fresh nonce as used. */
    void mark(long nonce) {
        if (isAhead(nonce)) advance(nonce);
        used.set(place(nonce));
    }

    private boolean isAhead(long nonce) {
        return !started || Long.compareUnsigned(nonce, highest) > 0;
    }

    private void advance(long nonce) {
        if (!started || Long.compareUnsigned(nonce - highest, SIZE) >= 0) used.clear();
        else for (long skipped = highest + 1; skipped != nonce; skipped++) used.clear(place(skipped));
        used.clear(place(nonce));
        started = true;
        highest = nonce;
    }

    private static int place(long nonce) {
        return (int) (nonce & SIZE - 1);
    }
}
