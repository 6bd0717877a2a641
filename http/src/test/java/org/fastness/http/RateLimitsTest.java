package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {

    private final FakeTicker ticker = new FakeTicker();
    private final RateLimits limits = new RateLimits(ticker, 1);

    @Test
    void admitsTheBurstThenTheRefill() throws Exception {
        InetAddress client = InetAddress.getByName("192.0.2.1");

        for (int i = 0; i < 10; i++) assertThat(limits.admit(client, RateClass.GUESS)).isTrue();
        assertThat(limits.admit(client, RateClass.GUESS)).isFalse();

        ticker.nanos += 4_999_000_000L;
        assertThat(limits.admit(client, RateClass.GUESS)).isFalse();
        ticker.nanos += 1_000_000;
        assertThat(limits.admit(client, RateClass.GUESS)).isTrue();
        assertThat(limits.admit(client, RateClass.GUESS)).isFalse();
    }

    @Test
    void countsClassesAndClientsApart() throws Exception {
        for (int i = 0; i < 10; i++) limits.admit(InetAddress.getByName("192.0.2.1"), RateClass.GUESS);

        assertThat(limits.admit(InetAddress.getByName("192.0.2.1"), RateClass.WRITE)).isTrue();
        assertThat(limits.admit(InetAddress.getByName("192.0.2.2"), RateClass.GUESS)).isTrue();
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() throws Exception {
        for (int i = 0; i < 10; i++) limits.admit(InetAddress.getByName("2001:db8::" + i), RateClass.GUESS);

        assertThat(limits.admit(InetAddress.getByName("2001:db8::ffff"), RateClass.GUESS)).isFalse();
        assertThat(limits.admit(InetAddress.getByName("2001:db8:0:1::1"), RateClass.GUESS)).isTrue();
    }

    @Test
    void remembersNoMoreThanItsBound() throws Exception {
        for (int i = 0; i <= RateLimits.MAX_BUCKETS; i++) limits.admit(address(i), RateClass.READ);

        assertThat(limits.size()).isEqualTo(RateLimits.MAX_BUCKETS);
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    }
}
