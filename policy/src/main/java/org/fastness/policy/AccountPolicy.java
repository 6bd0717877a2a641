package org.fastness.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Writer;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Intent;
import org.fastness.intent.Outflow;
import org.fastness.policy.LimitWindow.Amount;
import org.fastness.policy.PolicyDecision.Allow;
import org.fastness.policy.PolicyDecision.Deny;

/**
 * The rules of one account. Every rule can only deny: what is allowed is what none of them denies.
 *
 * <p>Form: magic 0xA7, version 1, u8 level, list of capability codes, list of limits, u64 window; lists in ascending order.
 *
 * @param level 0 to 3 (keys.md, section Levels); at level 0 the limits are also the list of what may leave at all
 * @param limits at most one for each text; all that cover an asset apply
 * @param windowSeconds length of the sliding window, 1 second to 366 days
 */
public record AccountPolicy(int level, Set<Capability> enabled, List<AssetLimit> limits, long windowSeconds) {

    private static final int MAGIC = 0xA7;
    private static final int VERSION = 1;
    /** Limits of one account. */
    public static final int MAX_LIMITS = 64;
    public static final int MAX_LEVEL = 3;
    /** The window of a new account: one day. */
    public static final long DAY = 86_400;
    private static final long MAX_WINDOW = 366 * DAY;

    public AccountPolicy {
        if (level < 0 || level > MAX_LEVEL) throw new IllegalArgumentException("a level is 0 to 3");
        if (windowSeconds < 1 || windowSeconds > MAX_WINDOW) throw new IllegalArgumentException("a window is 1 second to 366 days");
        enabled = enabled.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(enabled));
        limits = limits.stream().sorted(Comparator.comparing(AssetLimit::asset)).toList();
        if (limits.size() > MAX_LIMITS || limits.stream().map(AssetLimit::asset).distinct().count() < limits.size()) throw new IllegalArgumentException("at most 64 limits, one for each asset");
    }

    /** A new account: the safe capabilities; at level 0 small limits of the coins and nothing else. */
    public static AccountPolicy standard(int level) {
        Set<Capability> on = Arrays.stream(Capability.values()).filter(Capability::onByDefault).collect(Collectors.toSet());
        return new AccountPolicy(level, on, level == 0 ? SMALL : List.of(), DAY);
    }

    /** About what one would carry in a pocket; test networks have coins without worth. */
    private static final List<AssetLimit> SMALL = List.of(
            both(AssetLimit.EVERY_EVM_COIN, "50000000000000000"),
            both("bitcoin", "200000"),
            both("bitcoin-testnet", "100000000"),
            both("bitcoin-regtest", "100000000"),
            both("solana", "1000000000"));

    private static AssetLimit both(String asset, String amount) {
        return new AssetLimit(asset, new BigInteger(amount), new BigInteger(amount));
    }

    public AccountPolicy with(Capability capability, boolean on) {
        Set<Capability> changed = EnumSet.noneOf(Capability.class);
        changed.addAll(enabled);
        if (on) changed.add(capability);
        else changed.remove(capability);
        return new AccountPolicy(level, changed, limits, windowSeconds);
    }

    public AccountPolicy withLevel(int other) {
        return new AccountPolicy(other, enabled, limits, windowSeconds);
    }

    /** In place of the one with the same asset. */
    public AccountPolicy with(AssetLimit limit) {
        List<AssetLimit> changed = new ArrayList<>(limits);
        changed.removeIf(other -> other.asset().equals(limit.asset()));
        changed.add(limit);
        return new AccountPolicy(level, enabled, changed, windowSeconds);
    }

    /**
     * Decides on payloads that are signed all or none.
     *
     * @param reservation the request's id, 16 octets
     */
    public PolicyDecision decide(LimitWindow window, List<Intent> intents, Bytes reservation, long nowSeconds) {
        for (Intent intent : intents) {
            Optional<Deny> denied = kindDenied(intent).or(() -> amountDenied(intent));
            if (denied.isPresent()) return denied.get();
        }
        Map<Asset, BigInteger> sums = new LinkedHashMap<>();
        for (Intent intent : intents) for (Outflow outflow : intent.outflows()) sums.merge(outflow.asset(), outflow.amount(), BigInteger::add);
        return withinWindow(window, sums, reservation, nowSeconds);
    }

    private Optional<Deny> kindDenied(Intent intent) {
        for (Capability needed : intent.capabilities()) {
            if (!enabled.contains(needed)) return Optional.of(new Deny(Refusal.CAPABILITY_OFF, "The capability " + needed + " is off."));
        }
        if (level == 0 && !intent.plainTransfer()) return Optional.of(new Deny(Refusal.LEVEL, "At level 0 only plain transfers are signed."));
        return Optional.empty();
    }

    private Optional<Deny> amountDenied(Intent intent) {
        for (Outflow outflow : intent.outflows()) {
            List<AssetLimit> covering = covering(outflow.asset());
            if (level == 0 && covering.isEmpty()) return Optional.of(new Deny(Refusal.LEVEL, "At level 0 only listed assets may leave."));
            boolean over = covering.stream().anyMatch(limit -> outflow.amount().compareTo(limit.perTransaction()) > 0);
            if (over) return Optional.of(new Deny(Refusal.LIMIT, "The amount with its fee passes the limit of one transaction."));
        }
        return Optional.empty();
    }

    private PolicyDecision withinWindow(LimitWindow window, Map<Asset, BigInteger> sums, Bytes reservation, long nowSeconds) {
        List<Amount> counted = new ArrayList<>();
        for (Map.Entry<Asset, BigInteger> sum : sums.entrySet()) {
            List<AssetLimit> covering = covering(sum.getKey());
            if (covering.isEmpty()) continue;
            BigInteger total = window.used(sum.getKey(), nowSeconds, windowSeconds).add(sum.getValue());
            boolean over = covering.stream().anyMatch(limit -> total.compareTo(limit.perWindow()) > 0);
            if (over) return new Deny(Refusal.LIMIT, "The amount with what left before passes the limit of the window.");
            counted.add(new Amount(sum.getKey(), sum.getValue()));
        }
        if (counted.isEmpty()) return new Allow(window);
        return window.reserve(reservation, counted, nowSeconds, windowSeconds).<PolicyDecision>map(Allow::new)
                .orElseGet(() -> new Deny(Refusal.TOO_MANY, "Too many requests of this account are under way."));
    }

    private List<AssetLimit> covering(Asset asset) {
        return limits.stream().filter(limit -> limit.covers(asset)).toList();
    }

    public Bytes encode() {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).u8(level);
        out.list(enabled.stream().map(Capability::code).sorted().toList(), Writer::u8);
        return out.list(limits, (w, limit) -> limit.write(w)).u64(windowSeconds).toBytes();
    }

    public static AccountPolicy decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != VERSION) throw new Malformed("not a policy of version 1");
        int level = in.u8();
        List<Capability> enabled = in.list(Capability.values().length, r -> Capability.ofCode(r.u8()));
        List<AssetLimit> limits = in.list(MAX_LIMITS, AssetLimit::read);
        long windowSeconds = in.u64();
        in.end();
        if (level > MAX_LEVEL || windowSeconds < 1 || windowSeconds > MAX_WINDOW) throw new Malformed("level or window out of range");
        for (int i = 1; i < limits.size(); i++) if (limits.get(i - 1).asset().compareTo(limits.get(i).asset()) >= 0) throw new Malformed("limits out of order");
        for (int i = 1; i < enabled.size(); i++) if (enabled.get(i - 1).code() >= enabled.get(i).code()) throw new Malformed("capabilities out of order");
        return new AccountPolicy(level, Set.copyOf(enabled), limits, windowSeconds);
    }
}
