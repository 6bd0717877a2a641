package org.fastness.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Signer;
import org.fastness.intent.evm.EvmTransaction;
import org.fastness.intent.evm.PersonalMessage;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class PolicyTest {
    private static final Signer SIGNER = new Signer(new KeyPath(KeyPath.Family.EVM, 0, 0, 0), Bytes.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));
    private static final EthereumAddress TOKEN = new EthereumAddress(Bytes.fromHex("22".repeat(20)));
    private static final String COIN = "eip155:1";
    private static final String TOKENS = "eip155:1/token:0x" + "22".repeat(20);
    private static final long NOW = 1_000_000;

    /** The fee is part of the amount: one gas at one wei. */
    private static Intent transfer(long amount) {
        return new EvmTransaction(EvmTransaction.Type.LEGACY, SIGNER, 1, 0, BigInteger.ONE, BigInteger.ONE, 1, Optional.of(TOKEN), BigInteger.valueOf(amount - 1), Bytes.EMPTY, List.of(), List.of());
    }

    private static Intent call(String data) {
        return new EvmTransaction(EvmTransaction.Type.LEGACY, SIGNER, 1, 0, BigInteger.ONE, BigInteger.ONE, 1, Optional.of(TOKEN), BigInteger.ZERO, Bytes.fromHex(data), List.of(), List.of());
    }

    private static Intent tokens(long amount) {
        return call("a9059cbb" + "0".repeat(24) + "11".repeat(20) + String.format("%064x", amount));
    }

    private static Intent approval() {
        return call("095ea7b3" + "0".repeat(24) + "11".repeat(20) + "f".repeat(64));
    }

    private static AssetLimit limit(String asset, long perTransaction, long perWindow) {
        return new AssetLimit(asset, BigInteger.valueOf(perTransaction), BigInteger.valueOf(perWindow));
    }

    private static AccountPolicy limited(int level, AssetLimit... limits) {
        return new AccountPolicy(level, AccountPolicy.standard(1).enabled(), List.of(limits), 1000);
    }

    private static Bytes id(int number) {
        return Bytes.fromHex(String.format("%032x", number));
    }

    private static void denied(PolicyDecision decision, Refusal refusal) {
        assertThat(decision).isInstanceOfSatisfying(PolicyDecision.Deny.class, deny -> assertThat(deny.refusal()).isEqualTo(refusal));
    }

    private static LimitWindow allowed(PolicyDecision decision) {
        assertThat(decision).isInstanceOf(PolicyDecision.Allow.class);
        return ((PolicyDecision.Allow) decision).window();
    }

    @Test
    void deniesCapabilitiesThatAreOffByDefault() {
        AccountPolicy policy = AccountPolicy.standard(1);

        denied(policy.decide(LimitWindow.EMPTY, List.of(approval()), id(1), NOW), Refusal.CAPABILITY_OFF);
        denied(policy.decide(LimitWindow.EMPTY, List.of(call("deadbeef")), id(1), NOW), Refusal.CAPABILITY_OFF);
        allowed(policy.with(Capability.APPROVAL, true).decide(LimitWindow.EMPTY, List.of(approval()), id(1), NOW));
        denied(policy.with(Capability.TRANSFER, false).decide(LimitWindow.EMPTY, List.of(transfer(5)), id(1), NOW), Refusal.CAPABILITY_OFF);
    }

    @Test
    void startsWithTheSafeCapabilitiesAlone() {
        for (int level = 0; level <= AccountPolicy.MAX_LEVEL; level++) {
            assertThat(AccountPolicy.standard(level).enabled()).containsExactlyInAnyOrder(Capability.TRANSFER, Capability.MESSAGE);
        }
        assertThatThrownBy(() -> AccountPolicy.standard(AccountPolicy.MAX_LEVEL + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signsAtLevelZeroOnlyPlainTransfersOfListedAssets() {
        AccountPolicy policy = limited(0, limit(COIN, 100, 100));
        PersonalMessage message = new PersonalMessage(SIGNER, Bytes.ofUtf8("hi"), Optional.of("hi"), Optional.empty());

        allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(5)), id(1), NOW));
        denied(policy.decide(LimitWindow.EMPTY, List.of(tokens(5)), id(1), NOW), Refusal.LEVEL);
        denied(policy.decide(LimitWindow.EMPTY, List.of(message), id(1), NOW), Refusal.LEVEL);
        denied(policy.with(Capability.APPROVAL, true).decide(LimitWindow.EMPTY, List.of(approval()), id(1), NOW), Refusal.LEVEL);
        allowed(policy.with(limit(TOKENS, 10, 10)).decide(LimitWindow.EMPTY, List.of(tokens(5)), id(1), NOW));
        allowed(policy.withLevel(1).decide(LimitWindow.EMPTY, List.of(message), id(1), NOW));
    }

    @Test
    void countsTheFeeInTheLimit() {
        AccountPolicy policy = limited(0, limit(COIN, 100, 1000));

        allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(100)), id(1), NOW));
        denied(policy.decide(LimitWindow.EMPTY, List.of(transfer(101)), id(1), NOW), Refusal.LIMIT);
    }

    @Test
    void addsUpTheBatchAndTheWindow() {
        AccountPolicy policy = limited(1, limit(COIN, 60, 100));

        denied(policy.decide(LimitWindow.EMPTY, List.of(transfer(60), transfer(41)), id(1), NOW), Refusal.LIMIT);
        LimitWindow first = allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(60), transfer(10)), id(1), NOW));
        denied(policy.decide(first, List.of(transfer(31)), id(2), NOW), Refusal.LIMIT);
        allowed(policy.decide(first, List.of(transfer(30)), id(2), NOW));
        allowed(policy.decide(first.refund(id(1)), List.of(transfer(60)), id(2), NOW));
    }

    @Test
    void appliesEveryLimitThatCoversTheAsset() {
        AccountPolicy policy = limited(1, limit(AssetLimit.EVERY_EVM_COIN, 50, 50), limit(COIN, 100, 100));

        denied(policy.decide(LimitWindow.EMPTY, List.of(transfer(51)), id(1), NOW), Refusal.LIMIT);
    }

    @Test
    void takesUnlimitedApprovalForUnlimited() {
        AccountPolicy policy = limited(1, new AssetLimit(TOKENS, BigInteger.ONE.shiftLeft(255), BigInteger.ONE.shiftLeft(255))).with(Capability.APPROVAL, true);

        denied(policy.decide(LimitWindow.EMPTY, List.of(approval()), id(1), NOW), Refusal.LIMIT);
    }

    @Test
    void countsCommittedAmountsForAtLeastTheWindow() {
        AccountPolicy policy = limited(1, limit(COIN, 100, 100));
        LimitWindow spent = allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(100)), id(1), NOW)).commit(id(1), NOW, 1000);

        denied(policy.decide(spent, List.of(transfer(2)), id(2), NOW + 1000), Refusal.LIMIT);
        allowed(policy.decide(spent, List.of(transfer(100)), id(2), NOW + 1000 + 1000 / LimitWindow.SLICES + 1));
    }

    @Test
    void neverLetsTimeRunBack() {
        AccountPolicy policy = limited(1, limit(COIN, 100, 100));
        LimitWindow later = allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(100)), id(1), NOW)).commit(id(1), NOW + 5000, 1000);

        assertThat(later.latestSeconds()).isEqualTo(NOW + 5000);
        denied(policy.decide(later, List.of(transfer(2)), id(2), 0), Refusal.LIMIT);
        assertThat(later.used(new Asset(COIN), 0, 1000)).isEqualTo(BigInteger.valueOf(100));
    }

    @Test
    void deniesTheSameReservationTwice() {
        AccountPolicy policy = limited(1, limit(COIN, 100, 100));
        LimitWindow once = allowed(policy.decide(LimitWindow.EMPTY, List.of(transfer(5)), id(1), NOW));

        denied(policy.decide(once, List.of(transfer(5)), id(1), NOW), Refusal.TOO_MANY);
    }

    @Test
    void boundsReservationsUnderWay() {
        AccountPolicy policy = limited(1, limit(COIN, 100, 1000));
        LimitWindow window = LimitWindow.EMPTY;
        for (int i = 0; i < LimitWindow.MAX_RESERVATIONS; i++) window = allowed(policy.decide(window, List.of(transfer(2)), id(i), NOW));

        denied(policy.decide(window, List.of(transfer(2)), id(1000), NOW), Refusal.TOO_MANY);
        allowed(policy.decide(window.refund(id(3)), List.of(transfer(2)), id(1000), NOW));
    }

    @Test
    void staysWithinItsOwnBoundsHoweverLongItIsUsed() {
        Seeded.check(20, random -> {
            AccountPolicy policy = limited(1, limit(COIN, 100, 1_000_000), limit(TOKENS, 100, 1_000_000));
            LimitWindow window = LimitWindow.EMPTY;
            long now = NOW;
            for (int i = 0; i < 500; i++) {
                now += random.below(60);
                PolicyDecision decision = policy.decide(window, List.of(random.flip() ? transfer(2) : tokens(2)), id(i), now);
                if (decision instanceof PolicyDecision.Allow allow) window = random.below(10) > 0 ? allow.window().commit(id(i), now, 1000) : allow.window();
                if (random.below(20) == 0 && !window.reservations().isEmpty()) window = window.refund(window.reservations().getFirst().id());
                assertThat(LimitWindow.decode(window.encode())).isEqualTo(window);
            }
        });
    }

    @Test
    void neverPassesTheLimitWithThousandConcurrentReservations() throws Exception {
        AccountPolicy policy = limited(1, limit(COIN, 100, 50));
        AtomicReference<LimitWindow> head = new AtomicReference<>(LimitWindow.EMPTY);
        AtomicInteger granted = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                threads.submit(() -> {
                    if (reserve(policy, head, number)) granted.incrementAndGet();
                });
            }
        }

        assertThat(granted).hasValue(50);
        assertThat(head.get().used(new Asset(COIN), NOW, 1000)).isEqualTo(BigInteger.valueOf(50));
    }

    @Test
    void neverPassesTheLimitWhereReservationsAreCommittedAndRefundedAtOnce() throws Exception {
        AccountPolicy policy = limited(1, limit(COIN, 100, 200));
        AtomicReference<LimitWindow> head = new AtomicReference<>(LimitWindow.EMPTY);
        AtomicInteger committed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                threads.submit(() -> {
                    if (!reserve(policy, head, number)) return;
                    if (number % 3 == 0) {
                        head.updateAndGet(window -> window.refund(id(number)));
                    } else {
                        head.updateAndGet(window -> window.commit(id(number), NOW + number % 500, 1000));
                        committed.incrementAndGet();
                    }
                });
            }
        }

        assertThat(committed.get()).isBetween(1, 200);
        assertThat(head.get().reservations()).isEmpty();
        assertThat(head.get().used(new Asset(COIN), NOW, 1000)).isEqualTo(BigInteger.valueOf(committed.get()));
    }

    /** As an account's owner does: compare and set of an immutable value. */
    private static boolean reserve(AccountPolicy policy, AtomicReference<LimitWindow> head, int number) {
        while (true) {
            LimitWindow before = head.get();
            if (!(policy.decide(before, List.of(transfer(1)), id(number), NOW) instanceof PolicyDecision.Allow allow)) return false;
            if (head.compareAndSet(before, allow.window())) return true;
        }
    }

    @Test
    void addingDenyNeverAllows() {
        Seeded.check(2000, random -> {
            AccountPolicy policy = randomPolicy(random);
            AccountPolicy stricter = stricter(random, policy);
            LimitWindow window = randomWindow(random);
            List<Intent> intents = new ArrayList<>();
            for (int i = random.between(1, 3); i > 0; i--) {
                intents.add(random.oneOf(transfer(1 + random.below(120)), tokens(random.below(120)), approval(), call("deadbeef")));
            }

            PolicyDecision loose = policy.decide(window, intents, id(9), NOW);
            PolicyDecision strict = stricter.decide(window, intents, id(9), NOW);

            if (strict instanceof PolicyDecision.Allow) assertThat(loose).isInstanceOf(PolicyDecision.Allow.class);
        });
    }

    private static AccountPolicy randomPolicy(Seeded random) {
        Set<Capability> enabled = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) if (random.below(4) > 0) enabled.add(capability);
        List<AssetLimit> limits = new ArrayList<>();
        for (String asset : List.of(COIN, TOKENS, AssetLimit.EVERY_EVM_COIN, "solana")) if (random.flip()) limits.add(limit(asset, random.below(200), random.below(400)));
        return new AccountPolicy(random.below(2), enabled, limits, 1000);
    }

    /** One capability less, one level down, a limit lowered, or (above level 0, where limits only ever deny) one more. */
    private static AccountPolicy stricter(Seeded random, AccountPolicy policy) {
        return switch (random.below(4)) {
            case 0 -> policy.with(random.oneOf(Capability.values()), false);
            case 1 -> policy.withLevel(0);
            case 2 -> policy.limits().isEmpty() ? policy : lowered(random, policy, policy.limits().get(random.below(policy.limits().size())));
            default -> policy.level() == 0 ? policy : added(random, policy);
        };
    }

    private static AccountPolicy lowered(Seeded random, AccountPolicy policy, AssetLimit limit) {
        return policy.with(limit(limit.asset(), random.between(0, limit.perTransaction().intValue()), random.between(0, limit.perWindow().intValue())));
    }

    private static AccountPolicy added(Seeded random, AccountPolicy policy) {
        String asset = random.oneOf(COIN, TOKENS, AssetLimit.EVERY_EVM_COIN);
        boolean there = policy.limits().stream().anyMatch(limit -> limit.asset().equals(asset));
        return there ? policy : policy.with(limit(asset, random.below(200), random.below(400)));
    }

    private static LimitWindow randomWindow(Seeded random) {
        AccountPolicy generous = limited(1, limit(COIN, 1000, 1000), limit(TOKENS, 1000, 1000));
        LimitWindow window = LimitWindow.EMPTY;
        for (int i = random.below(4); i > 0; i--) {
            window = allowed(generous.decide(window, List.of(random.flip() ? transfer(1 + random.below(60)) : tokens(random.below(60))), id(i), NOW - random.below(2000)));
            if (random.flip()) window = window.commit(id(i), NOW - random.below(2000), 1000);
        }
        return window;
    }

    @Test
    void readsBackWhateverItWrites() {
        Seeded.check(200, random -> {
            AccountPolicy policy = randomPolicy(random);
            assertThat(AccountPolicy.decode(policy.encode())).isEqualTo(policy);
            LimitWindow window = randomWindow(random);
            assertThat(LimitWindow.decode(window.encode())).isEqualTo(window);
        });
    }

    @Test
    void keepsItsGoldenOctets() {
        assertThat(limited(0, limit(COIN, 256, 0)).encode().hex()).isEqualTo("a7010000020102000100000008" + "6569703135353a31" + "000000020100" + "00000000" + "00000000000003e8");
        assertThat(LimitWindow.EMPTY.encode().hex()).isEqualTo("a801" + "0000000000000000" + "0000" + "0000");
    }

    @Test
    void refusesFormsThatAreNotCanonical() throws Malformed {
        Bytes policy = limited(1, limit(COIN, 1, 1), limit("solana", 1, 1)).encode();
        assertThat(AccountPolicy.decode(policy).limits()).hasSize(2);
        assertThatThrownBy(() -> AccountPolicy.decode(Bytes.fromHex(policy.hex().replace("00020102", "00020201")))).hasMessageContaining("order");
        assertThatThrownBy(() -> AccountPolicy.decode(Bytes.fromHex(policy.hex().replace("00020102", "00020101")))).hasMessageContaining("order");
        assertThatThrownBy(() -> AccountPolicy.decode(Bytes.concat(Bytes.fromHex("a702"), policy.slice(2, policy.size())))).hasMessageContaining("version");
        assertThatThrownBy(() -> AccountPolicy.decode(Bytes.concat(policy, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
    }

    @Test
    void boundsLimits() {
        List<AssetLimit> most = java.util.stream.IntStream.range(0, AccountPolicy.MAX_LIMITS).mapToObj(i -> limit("asset" + i, 1, 1)).toList();
        List<AssetLimit> more = java.util.stream.IntStream.range(0, AccountPolicy.MAX_LIMITS + 1).mapToObj(i -> limit("asset" + i, 1, 1)).toList();
        assertThat(new AccountPolicy(1, Set.of(), most, 1).limits()).hasSize(AccountPolicy.MAX_LIMITS);
        assertThatThrownBy(() -> new AccountPolicy(1, Set.of(), more, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AccountPolicy(1, Set.of(), List.of(limit(COIN, 1, 1), limit(COIN, 2, 2)), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new AssetLimit("a".repeat(AssetLimit.MAX_ASSET), BigInteger.ONE, BigInteger.ONE).asset()).hasSize(AssetLimit.MAX_ASSET);
        assertThatThrownBy(() -> limit("a".repeat(AssetLimit.MAX_ASSET + 1), 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AssetLimit("a", BigInteger.ONE.shiftLeft(256), BigInteger.ONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
