package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MetricsTest {

    private final Metrics metrics = new Metrics();

    @Test
    void writesCountersGaugesAndHistogramsAsPrometheusReadsThem() {
        metrics.counter("b_total", "Bs.", "kind", "x\"y").add(3);
        metrics.gauge("a", "As.", () -> 1.5);
        metrics.histogram("c_seconds", "Cs.").observeNanos(1_500_000);

        assertThat(metrics.text()).startsWith("""
                # HELP a As.
                # TYPE a gauge
                a 1.5
                # HELP b_total Bs.
                # TYPE b_total counter
                b_total{kind="x\\"y"} 3
                # HELP c_seconds Cs.
                # TYPE c_seconds histogram
                c_seconds_bucket{le="5.0E-4"} 0
                c_seconds_bucket{le="0.001"} 0
                c_seconds_bucket{le="0.0025"} 1
                """).endsWith("c_seconds_bucket{le=\"+Inf\"} 1\nc_seconds_sum 0.0015\nc_seconds_count 1\n");
    }

    @Test
    void refusesLabelThatIsFedByInput() {
        for (int i = 0; i < Metrics.MAX_SERIES; i++) metrics.counter("a_total", "As.", "n", Integer.toString(i));

        assertThatThrownBy(() -> metrics.counter("a_total", "As.", "n", "one more")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesOneNameOfTwoTypes() {
        metrics.counter("a", "As.");

        assertThatThrownBy(() -> metrics.histogram("a", "As.")).isInstanceOf(IllegalArgumentException.class);
    }
}
