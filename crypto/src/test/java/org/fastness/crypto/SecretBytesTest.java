package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class SecretBytesTest {
    private static final SecretAccess ACCESS = SecretAccess.tcb();

    @Test
    void closingWipesTheMemory() {
        SecretBytes secret = SecretBytes.copyOf(Bytes.ofUtf8("a secret that must not stay here"));
        MemorySegment memory = secret.segment(ACCESS);

        secret.close();

        assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void closingTwiceIsHarmlessEvenWhenTheBlockBelongsToAnotherSecret() {
        SecretBytes first = SecretBytes.random(32);
        first.close();
        try (SecretBytes second = SecretBytes.copyOf(Bytes.ofUtf8("second"))) {
            first.close();

            assertThat(second).isEqualTo(SecretBytes.copyOf(Bytes.ofUtf8("second")));
        }
    }

    @Test
    void refusesUseAfterClosing() {
        SecretBytes secret = SecretBytes.random(32);
        secret.close();

        assertThat(secret.isClosed()).isTrue();
        assertThatThrownBy(() -> secret.segment(ACCESS)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.withArray(ACCESS, byte[]::clone)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.slice(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.equals(SecretBytes.random(32))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Ed25519.sign(secret, Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeWaitsForAUseInProgress() {
        SecretBytes secret = SecretBytes.copyOf(Bytes.ofUtf8("held"));
        MemorySegment held = secret.hold();

        secret.close();
        assertThat(Bytes.of(held.toArray(ValueLayout.JAVA_BYTE)).utf8()).isEqualTo("held");
        assertThatThrownBy(secret::hold).isInstanceOf(IllegalStateException.class);

        secret.release();
        assertThat(held.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void takingZeroesTheSourceAndLendingZeroesTheArray() {
        byte[] source = {1, 2, 3};
        SecretBytes secret = SecretBytes.takeFrom(source);
        byte[] lent = secret.withArray(ACCESS, octets -> {
            assertThat(octets).containsExactly(1, 2, 3);
            return octets;
        });

        assertThat(source).containsOnly(0);
        assertThat(lent).containsOnly(0);
        secret.close();
    }

    @Test
    void lendingZeroesTheArrayWhenTheBorrowerThrows() {
        byte[][] seen = new byte[1][];
        try (SecretBytes secret = SecretBytes.copyOf(new byte[] {7})) {
            assertThatThrownBy(() -> secret.withArray(ACCESS, octets -> {
                seen[0] = octets;
                throw new IllegalArgumentException();
            })).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(seen[0]).containsOnly(0);
    }

    @Test
    void showsOnlyItsLength() {
        try (SecretBytes secret = SecretBytes.random(32)) {
            assertThat(secret).hasToString("SecretBytes[32]");
            assertThat(secret.hashCode()).isEqualTo(32);
        }
    }

    @Test
    void equalsByContentAndLength() {
        Seeded.check(50, random -> {
            Bytes octets = random.bytes(random.between(1, 100));
            try (SecretBytes one = SecretBytes.copyOf(octets);
                    SecretBytes same = SecretBytes.copyOf(octets);
                    SecretBytes other = SecretBytes.copyOf(random.flipBit(octets));
                    SecretBytes shorter = one.slice(0, one.size() - 1)) {
                assertThat(one.equals(same)).isTrue();
                assertThat(one.equals(other)).isFalse();
                assertThat(one.equals(shorter)).isFalse();
            }
        });
    }

    @Test
    void slicesAndJoinsLikePublicOctets() {
        Seeded.check(100, random -> {
            Bytes left = random.bytesUpTo(200);
            Bytes right = random.bytesUpTo(200);
            int from = random.between(0, left.size() + right.size());
            int to = random.between(from, left.size() + right.size());
            try (SecretBytes first = SecretBytes.copyOf(left);
                    SecretBytes second = SecretBytes.copyOf(right);
                    SecretBytes both = SecretBytes.concat(first, second);
                    SecretBytes part = both.slice(from, to)) {
                Bytes seen = part.withArray(ACCESS, Bytes::of);
                assertThat(seen).isEqualTo(Bytes.concat(left, right).slice(from, to));
            }
        });
    }

    @Test
    void holdsTheLargestSizeAndRefusesOneMore() {
        try (SecretBytes largest = SecretBytes.random(SecretArena.MAX_SIZE)) {
            assertThat(largest.isZero()).isFalse();
        }
        assertThatThrownBy(() -> SecretBytes.random(SecretArena.MAX_SIZE + 1)).isInstanceOf(IllegalArgumentException.class);
        try (SecretBytes empty = SecretBytes.random(0)) {
            assertThat(empty.size()).isZero();
        }
    }

    @Test
    void thousandsOfSecretsReuseTheirMemory() {
        long live = SecretArena.live();
        fillAndClose(10_000);
        long mapped = SecretArena.mappedBytes();

        for (int i = 0; i < 10; i++) fillAndClose(10_000);

        assertThat(SecretArena.mappedBytes()).isEqualTo(mapped);
        assertThat(SecretArena.live()).isEqualTo(live);
    }

    private static void fillAndClose(int count) {
        List<SecretBytes> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) secrets.add(SecretBytes.random(32));
        secrets.forEach(SecretBytes::close);
    }

    @Test
    void newMemoryIsZero() {
        for (int size : new int[] {0, 1, 31, 32, 33, 64, 1000, 16_384, 16_385, 100_000}) {
            SecretBytes.random(size).close();
            try (SecretBytes fresh = SecretBytes.filled(size, memory -> {})) {
                assertThat(fresh.isZero()).as("size %d", size).isTrue();
            }
        }
    }

    @Test
    void leaksNothingWhenTheFillerThrows() {
        long live = SecretArena.live();

        assertThatThrownBy(() -> SecretBytes.filled(32, memory -> {
            throw new IllegalArgumentException();
        })).isInstanceOf(IllegalArgumentException.class);

        assertThat(SecretArena.live()).isEqualTo(live);
    }

    @Test
    void secretsOfManyThreadsNeverShareABlock() throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                byte mark = (byte) (t + 1);
                results.add(executor.submit(() -> {
                    start.await();
                    return marksStay(mark);
                }));
            }
            start.countDown();
            for (Future<Boolean> result : results) assertThat(result.get()).isTrue();
        }
    }

    private static boolean marksStay(byte mark) {
        byte[] octets = new byte[48];
        Arrays.fill(octets, mark);
        for (int i = 0; i < 5_000; i++) {
            try (SecretBytes secret = SecretBytes.copyOf(octets)) {
                boolean same = secret.withArray(ACCESS, seen -> Arrays.equals(seen, octets));
                if (!same) return false;
            }
        }
        return true;
    }
}
