package org.fastness.crypto.hd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Writer;

/**
 * The way from a master key to a descendant.
 *
 * @param steps from the master downwards, at most {@link #MAX_DEPTH}
 */
public record DerivationPath(List<Step> steps) {

    /** Deepest path. */
    public static final int MAX_DEPTH = 16;

    /**
     * One child number.
     *
     * @param index 0 to 2^31 - 1
     * @param hardened whether the child needs the parent's secret
     */
    public record Step(int index, boolean hardened) {
        public Step {
            if (index < 0) throw new IllegalArgumentException("an index is 0 to 2^31 - 1");
        }

        public static Step hardened(int index) {
            return new Step(index, true);
        }

        public static Step normal(int index) {
            return new Step(index, false);
        }

        /** The number with the hardening bit: u32. */
        public long number() {
            return hardened ? index | 0x80000000L : index;
        }

        Bytes octets() {
            return new Writer().u32(number()).toBytes();
        }

        @Override
        public String toString() {
            return index + (hardened ? "'" : "");
        }
    }

    /** The master itself. */
    public static final DerivationPath MASTER = new DerivationPath(List.of());

    public DerivationPath {
        steps = List.copyOf(steps);
        if (steps.size() > MAX_DEPTH) throw new IllegalArgumentException("a path has at most " + MAX_DEPTH + " steps");
    }

    /** Reads {@code m/84'/0'/0'/0/0}: decimal numbers without leading zeros, hardened by an apostrophe and nothing else. */
    public static DerivationPath parse(String text) throws Malformed {
        if (text.length() > 1 + MAX_DEPTH * 12) throw new Malformed("a path longer than its bound");
        String[] parts = text.split("/", -1);
        if (!parts[0].equals("m")) throw new Malformed("a path starts with m");
        if (parts.length - 1 > MAX_DEPTH) throw new Malformed("a path has at most " + MAX_DEPTH + " steps");
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) steps.add(step(parts[i]));
        return new DerivationPath(steps);
    }

    private static Step step(String part) throws Malformed {
        boolean hardened = part.endsWith("'");
        String digits = hardened ? part.substring(0, part.length() - 1) : part;
        if (digits.isEmpty() || digits.length() > 10 || digits.length() > 1 && digits.charAt(0) == '0') throw new Malformed("not a child number");
        long index = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') throw new Malformed("not a child number");
            index = index * 10 + c - '0';
        }
        if (index > Integer.MAX_VALUE) throw new Malformed("a child number passes 2^31 - 1");
        return new Step((int) index, hardened);
    }

    /** This path and one step more. */
    public DerivationPath child(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new DerivationPath(longer);
    }

    /** BIP-44 for Ethereum: {@code m/44'/60'/0'/0/index}. */
    public static DerivationPath ethereum(int index) {
        return of(Step.hardened(44), Step.hardened(60), Step.hardened(0), Step.normal(0), Step.normal(index));
    }

    /** BIP-84, pay to witness public key hash, on Bitcoin's main network: {@code m/84'/0'/0'/change/index}. */
    public static DerivationPath bitcoinSegwit(int change, int index) {
        return of(Step.hardened(84), Step.hardened(0), Step.hardened(0), Step.normal(change), Step.normal(index));
    }

    /** BIP-86, Taproot by key, on Bitcoin's main network: {@code m/86'/0'/0'/change/index}. */
    public static DerivationPath bitcoinTaproot(int change, int index) {
        return of(Step.hardened(86), Step.hardened(0), Step.hardened(0), Step.normal(change), Step.normal(index));
    }

    /** SLIP-44 coin 501 by the custom of Solana's wallets: {@code m/44'/501'/account'/0'}. */
    public static DerivationPath solana(int account) {
        return of(Step.hardened(44), Step.hardened(501), Step.hardened(account), Step.hardened(0));
    }

    private static DerivationPath of(Step... steps) {
        return new DerivationPath(List.of(steps));
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> "/" + step).collect(Collectors.joining("", "m", ""));
    }
}
