package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.protocol.message.Response;
import org.fastness.testkit.Seeded;
import org.fastness.tlog.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many people at once, a host that commits on a thread of its own and fails now and then. */
class ConcurrencyTest {
    private static final int PEOPLE = 6;
    private static final int SIGNATURES = 25;

    private record Signed(Bytes leaf, long index) {}

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyAcknowledgedSignatureStandsInTheLogOnceAndNoOtherDoes() throws Exception {
        InMemoryHost host = InMemoryHost.serving();
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) people.add(Person.atLevel1(host));
        host.commits = InMemoryHost.Commits.HOLD;
        AtomicBoolean over = new AtomicBoolean();
        List<Signed> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PEOPLE + 1)) {
            Future<?> committer = threads.submit(() -> commit(host, over));
            List<Callable<List<Signed>>> work = people.stream().<Callable<List<Signed>>>map(person -> () -> sign(person)).toList();
            for (Future<List<Signed>> done : threads.invokeAll(work)) all.addAll(done.get());
            over.set(true);
            committer.get();
        }

        assertThat(all).hasSize(PEOPLE * SIGNATURES);
        assertThat(all).extracting(Signed::index).doesNotHaveDuplicates();
        assertThat(host.leaves()).hasSize(PEOPLE + PEOPLE * SIGNATURES);
        for (Signed signed : all) assertThat(host.leaves().get((int) signed.index)).isEqualTo(signed.leaf);
        for (Person person : people) assertThat(person.knownVersion).isEqualTo(1 + SIGNATURES);
    }

    /** One in ten fails. */
    private static void commit(InMemoryHost host, AtomicBoolean over) {
        Seeded random = Seeded.of(42);
        while (!over.get()) {
            if (host.heldCommits() > 0) host.outcome(random.below(10) > 0);
            else Thread.onSpinWait();
        }
    }

    private static List<Signed> sign(Person person) throws Exception {
        List<Signed> signed = new ArrayList<>();
        while (signed.size() < SIGNATURES) {
            switch (person.signMessage("number " + signed.size())) {
                case Response.Done done -> {
                    Receipt receipt = Receipt.parse(done.receipt());
                    signed.add(new Signed(receipt.opening().leafHash(), receipt.proof().index()));
                }
                case Response.Refused refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_DURABLE);
                default -> throw new AssertionError("another answer");
            }
        }
        return signed;
    }
}
