package org.fastness.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.fastness.base.Bytes;
import org.fastness.crypto.Entropy;
import org.fastness.testkit.ManualTicker;
import org.junit.jupiter.api.Test;

/** RFC 9562 section 5.7. */
final class Uuid7Test {

    @Test
    void holdsTimeVersionAndVariant() {
        Bytes id = Uuid7.next(new ManualTicker(), target -> java.util.Arrays.fill(target, (byte) 0xff));

        assertThat(id.slice(0, 6)).isEqualTo(Bytes.fromHex("%012x".formatted(1_795_219_200_000L)));
        assertThat(id.slice(6, 16)).isEqualTo(Bytes.fromHex("7fffbfffffffffffffff"));
    }

    @Test
    void sortsByTime() {
        ManualTicker ticker = new ManualTicker();
        String before = Uuid7.next(ticker, Entropy.system()).hex();
        ticker.advance(Duration.ofMillis(1));

        assertThat(Uuid7.next(ticker, Entropy.system()).hex()).isGreaterThan(before);
    }
}
