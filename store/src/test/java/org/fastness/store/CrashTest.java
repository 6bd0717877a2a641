package org.fastness.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.fastness.base.Malformed;
import org.fastness.testkit.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed while it writes loses nothing that it acknowledged, and leaves no half transaction. */
final class CrashTest {
    private static final int KILLS = 3;
    private static final long SEED = Long.getLong("fastness.seed", System.nanoTime());

    /** Writes pairs of rows as fast as it can and prints the number of each pair once it is durable. */
    static final class Writer {
        public static void main(String[] arguments) throws Malformed {
            Store store = Store.open(StoreUrl.parse(arguments[0]));
            long from = Long.parseLong(arguments[1]);
            for (long i = from; ; i++) {
                long number = i;
                var answer = store.submit(tx -> tx.update("insert into pair (number, half) values (?, 0)", number)
                        + tx.update("insert into pair (number, half) values (?, 1)", number));
                answer.thenRun(() -> acknowledge(number));
                if (i % 200 == 199) answer.join();
            }
        }

        private static synchronized void acknowledge(long number) {
            System.out.println(number);
            System.out.flush();
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNoAcknowledgedTransactionWhenKilled(Engine engine) throws Exception {
        System.out.println("seed " + SEED + " (rerun with -Dfastness.seed=)");
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(SEED);
        String url = engine.freshUrl();
        try (Store store = Store.open(StoreUrl.parse(url))) {
            store.inTransaction(tx -> {
                tx.define("create table pair (number bigint not null, half bigint not null, primary key (number, half))");
                return true;
            });
        }
        Set<Long> acknowledged = new HashSet<>();

        for (int kill = 0; kill < KILLS; kill++) writeAndKill(url, kill * 10_000_000L, 200 + random.nextInt(3000), acknowledged);

        try (Store store = Store.open(StoreUrl.parse(url))) {
            List<Long> whole = store.read(rows -> rows.query("select number from pair group by number having count(*) = 2", row -> row.int64("number")));
            List<Long> halves = store.read(rows -> rows.query("select number from pair group by number having count(*) <> 2", row -> row.int64("number")));
            assertThat(whole).containsAll(acknowledged);
            assertThat(halves).isEmpty();
        }
    }

    private static void writeAndKill(String url, long from, int lines, Set<Long> acknowledged) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process writer = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                Writer.class.getName(), url, Long.toString(from)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) acknowledged.add(Long.parseLong(out.readLine()));
            writer.destroyForcibly().waitFor(); // SIGKILL
        }
    }
}
