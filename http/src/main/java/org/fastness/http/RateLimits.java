package org.fastness.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Ticker;

/**
 * Token buckets per client address and rate class. An IPv6 client is its /64, since one subscriber has all of it. At most
 * {@value #MAX_BUCKETS} buckets: the one unused for longest goes first, and a forgotten bucket is a full one, so a flood of
 * addresses gains no more than those addresses' own bursts. Safe for use by many threads; owns its map.
 */
public final class RateLimits {

    /** Buckets remembered. */
    public static final int MAX_BUCKETS = 65_536;

    private record Key(Bytes network, RateClass rate) {
    }

    private static final class Bucket {
        private double tokens;
        private long asOfNanos;

        Bucket(double tokens, long asOfNanos) {
            this.tokens = tokens;
            this.asOfNanos = asOfNanos;
        }
    }

    private final Ticker ticker;
    private final double factor;
    private final LinkedHashMap<Key, Bucket> buckets = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    /**
     * Limits on a clock.
     *
     * @param factor multiplies burst and refill of every class, above 0
     */
    public RateLimits(Ticker ticker, double factor) {
        if (!(factor > 0)) throw new IllegalArgumentException("the factor is above 0");
        this.ticker = ticker;
        this.factor = factor;
    }

    /** Takes a token; false if there is none. */
    public boolean admit(InetAddress client, RateClass rate) {
        long now = ticker.monotonicNanos();
        double burst = rate.burst() * factor;
        synchronized (buckets) {
            Bucket bucket = buckets.computeIfAbsent(new Key(network(client), rate), absent -> new Bucket(burst, now));
            double refilled = bucket.tokens + (now - bucket.asOfNanos) / 1e9 * rate.perSecond() * factor;
            bucket.tokens = Math.min(burst, refilled);
            bucket.asOfNanos = now;
            if (bucket.tokens < 1) return false;
            bucket.tokens -= 1;
            return true;
        }
    }

    int size() {
        synchronized (buckets) {
            return buckets.size();
        }
    }

    private static Bytes network(InetAddress client) {
        byte[] address = client.getAddress();
        return client instanceof Inet6Address ? Bytes.of(address, 0, 8) : Bytes.of(address);
    }
}
