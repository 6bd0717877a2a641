package org.fastness.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * Counters, gauges and histograms, written as Prometheus text (exposition format 0.0.4). A label value is a word from a closed set of
 * ours (a route, a status, an outcome), never input; more than {@value #MAX_SERIES} series of one name is a bug and refused. Thread-safe.
 */
public final class Metrics {

    /** Series one name may have. */
    public static final int MAX_SERIES = 2_000;
    /** The content type of {@link #text}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper bounds of latency buckets, in seconds. */
    private static final double[] BOUNDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private record Family(String help, String type, Map<List<String>, Series> series) {
    }

    private sealed interface Series {
    }

    /** Counts up. */
    public static final class Counter implements Series {
        private final LongAdder value = new LongAdder();

        private Counter() {
        }

        public void increment() {
            value.increment();
        }

        public void add(long count) {
            value.add(count);
        }
    }

    /** Durations in buckets. */
    public static final class Histogram implements Series {
        private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
        private final LongAdder sumNanos = new LongAdder();

        private Histogram() {
        }

        public void observeNanos(long nanos) {
            int at = 0;
            while (at < BOUNDS.length && nanos > BOUNDS[at] * 1e9) at++;
            buckets.incrementAndGet(at);
            sumNanos.add(nanos);
        }
    }

    private record Gauge(DoubleSupplier value) implements Series {
    }

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /** The counter of the name and labels, made at first use. Labels are name, value, name, value. */
    public Counter counter(String name, String help, String... labels) {
        return (Counter) series(name, help, "counter", labels, new Counter());
    }

    /** The histogram of the name and labels, made at first use; its unit is seconds. */
    public Histogram histogram(String name, String help, String... labels) {
        return (Histogram) series(name, help, "histogram", labels, new Histogram());
    }

    /** A value asked for at each reading. The first supplier of a name and labels stays. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        series(name, help, "gauge", labels, new Gauge(value));
    }

    private Series series(String name, String help, String type, String[] labels, Series fresh) {
        if (!NAME.matcher(name).matches() || labels.length % 2 != 0) throw new IllegalArgumentException("not a metric: " + name);
        Family family = families.computeIfAbsent(name, absent -> new Family(help, type, new ConcurrentHashMap<>()));
        if (!family.type.equals(type)) throw new IllegalArgumentException(name + " is a " + family.type);
        List<String> key = List.of(labels);
        Series known = family.series.get(key);
        if (known != null) return known;
        if (family.series.size() >= MAX_SERIES) throw new IllegalStateException(name + " has too many series: is a label fed by input?");
        return family.series.computeIfAbsent(key, absent -> fresh);
    }

    /** All series, families in alphabetical order. */
    public String text() {
        StringBuilder out = new StringBuilder();
        families.forEach((name, family) -> {
            out.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(family.type).append('\n');
            family.series.entrySet().stream()
                    .sorted((a, b) -> Arrays.compare(a.getKey().toArray(String[]::new), b.getKey().toArray(String[]::new)))
                    .forEach(entry -> write(out, name, entry.getKey(), entry.getValue()));
        });
        return out.toString();
    }

    private static void write(StringBuilder out, String name, List<String> labels, Series series) {
        switch (series) {
            case Counter counter -> line(out, name, labels, Long.toString(counter.value.sum()));
            case Gauge gauge -> line(out, name, labels, number(gauge.value.getAsDouble()));
            case Histogram histogram -> {
                long count = 0;
                for (int i = 0; i <= BOUNDS.length; i++) {
                    count += histogram.buckets.get(i);
                    String bound = i < BOUNDS.length ? number(BOUNDS[i]) : "+Inf";
                    line(out, name + "_bucket", with(labels, "le", bound), Long.toString(count));
                }
                line(out, name + "_sum", labels, number(histogram.sumNanos.sum() / 1e9));
                line(out, name + "_count", labels, Long.toString(count));
            }
        }
    }

    private static List<String> with(List<String> labels, String name, String value) {
        List<String> more = new ArrayList<>(labels);
        more.add(name);
        more.add(value);
        return more;
    }

    private static void line(StringBuilder out, String name, List<String> labels, String value) {
        out.append(name);
        for (int i = 0; i < labels.size(); i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"").append(escaped(labels.get(i + 1))).append('"');
        }
        out.append(labels.isEmpty() ? " " : "} ").append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
