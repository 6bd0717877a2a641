package org.fastness.testkit;

import java.util.SplittableRandom;
import org.fastness.base.Bytes;

/**
 * Random values for property tests that can be run again: {@code -Dfastness.seed=N} repeats a run from the seed its failure named.
 * Not thread-safe.
 */
public final class Seeded {

    /** One run of a property. */
    @FunctionalInterface
    public interface Property {
        void check(Seeded random) throws Exception;
    }

    private final SplittableRandom random;

    private Seeded(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static Seeded of(long seed) {
        return new Seeded(seed);
    }

    /** Checks the property as often as said, each time from a seed of its own; a failure names that seed. */
    public static void check(int times, Property property) {
        String fixed = System.getProperty("fastness.seed", "");
        if (!fixed.isEmpty()) {
            once(Long.parseLong(fixed), property);
            return;
        }
        long first = new SplittableRandom().nextLong();
        System.out.println("seeds from " + first + ", " + times + " of them");
        for (int i = 0; i < times; i++) once(first + i, property);
    }

    private static void once(long seed, Property property) {
        try {
            property.check(new Seeded(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("property failed; repeat with -Dfastness.seed=" + seed, failure);
        }
    }

    /** From 0 inclusive to the bound exclusive. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code from} inclusive to {@code to} inclusive. */
    public int between(int from, int to) {
        return random.nextInt(from, Math.addExact(to, 1));
    }

    public long nextLong() {
        return random.nextLong();
    }

    public boolean flip() {
        return random.nextBoolean();
    }

    public Bytes bytes(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return Bytes.wrapUnsafe(octets);
    }

    /** Up to {@code maxSize} octets, short ones more often. */
    public Bytes bytesUpTo(int maxSize) {
        return bytes(below(flip() ? maxSize + 1 : Math.min(maxSize, 8) + 1));
    }

    /** The octets with one bit of one octet flipped; there must be at least one. */
    public Bytes flipBit(Bytes octets) {
        byte[] changed = octets.toArray();
        changed[below(changed.length)] ^= (byte) (1 << below(8));
        return Bytes.wrapUnsafe(changed);
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }
}
