package org.fastness.e2e.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.client.AccountClient;
import org.fastness.e2e.fixture.Api;
import org.fastness.e2e.fixture.Eventually;
import org.fastness.e2e.fixture.Person;
import org.fastness.e2e.fixture.ServerProcess;
import org.fastness.e2e.fixture.TappedHttpClient;
import org.fastness.http.JsonObject;
import org.fastness.http.JsonValue;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One experiment: a client that signs up and signs, a hand that kills, and a look at what is left. */
abstract class KillSuite {
    private static final int KILLS = 20;
    private static final int NIGHTLY_KILLS = 200;
    /** A sign-up and two signatures take about so many exchanges: the killed one is any of them. */
    private static final int EXCHANGES = 26;
    private static final int JITTER_MICROS = 12_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** What the client outside noted the moment it was told. */
    private record Acknowledged(Person person) {}

    /** An operation that left and whose answer never came. */
    private record Unanswered(Person person, AccountClient.Prepared prepared, Class<? extends Result> type) {}

    private final List<Acknowledged> ledger = new ArrayList<>();
    private Optional<Unanswered> unanswered = Optional.empty();
    private int people;

    /** The settings that choose the store. */
    abstract Map<String, String> store();

    /** Where its rows can be read. */
    abstract String jdbcUrl(Path data);

    @Test
    void losesNoAcknowledgedKeyAndLeavesNoHalfAccountWhereverItIsKilled(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("fastness.seed", new SplittableRandom().nextLong());
        int kills = Boolean.getBoolean("fastness.nightly") ? NIGHTLY_KILLS : KILLS;
        System.out.println(getClass().getSimpleName() + ": " + kills + " kills, seed " + seed + " (repeat with -Dfastness.seed=" + seed + ")");
        Seeded random = Seeded.of(seed);
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), store())) {
            Rows rows = new Rows(jdbcUrl(server.data()));
            for (int kill = 1; kill <= kills; kill++) {
                boolean wholeServer = random.flip();
                int exchange = random.between(1, EXCHANGES);
                int micros = random.below(JITTER_MICROS);
                try {
                    int before = ledger.size();
                    workUntilKilled(server, wholeServer, exchange, micros);
                    rise(server, wholeServer);
                    rows.assertWhole();
                    try (HttpClient http = HttpClient.newHttpClient()) {
                        settleUnanswered(server, http);
                        for (Acknowledged each : ledger.subList(before, ledger.size())) readBackAndSign(each.person.movedTo(http));
                    }
                } catch (Exception | AssertionError failure) {
                    throw new AssertionError("kill " + kill + " of " + kills + ", " + (wholeServer ? "server" : "enclave") + " at exchange " + exchange + " plus " + micros + " us, seed " + seed, failure);
                }
            }
            try (HttpClient http = HttpClient.newHttpClient()) {
                for (Acknowledged each : ledger) readBackAndSign(each.person.movedTo(http));
            }
            rows.assertWhole();
            System.out.println(getClass().getSimpleName() + ": " + ledger.size() + " acknowledged accounts read back and used");
        }
    }

    // ---- the client and the hand ----

    private void workUntilKilled(ServerProcess server, boolean wholeServer, int exchange, int micros) throws Exception {
        CompletableFuture<Void> killed = new CompletableFuture<>();
        try (TappedHttpClient http = new TappedHttpClient(number -> {
            if (number == exchange) Thread.ofPlatform().start(() -> kill(server, wholeServer, micros, killed));
        })) {
            while (http.exchanges() < exchange) work(server, http);
        } catch (IOException died) {
            // whoever it talked to is gone
        } catch (Refused refused) {
            assertThat(refused.refusal().retryable()).as("%s, told to whoever lost its enclave, is retryable", refused.refusal()).isTrue();
        }
        killed.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static void kill(ServerProcess server, boolean wholeServer, int micros, CompletableFuture<Void> killed) {
        try {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros)); // the random point itself, not a wait for something
            List<ProcessHandle> below = server.enclaves();
            if (wholeServer) server.killServer();
            else server.killEnclave();
            Eventually.get("the enclave's end", SOON, () -> below.stream().anyMatch(ProcessHandle::isAlive) ? Optional.empty() : Optional.of(true));
            killed.complete(null);
        } catch (Exception | AssertionError failed) {
            killed.completeExceptionally(failed);
        }
    }

    /** A sign-up and two signatures, each noted when its answer came. */
    private void work(ServerProcess server, HttpClient http) throws Exception {
        Person person = new Person(server.origin(), server.walletOrigin(), http, false);
        person.signInByMail("kill" + ++people + "@example.test");
        AccountClient client = person.connect();
        AccountClient.Prepared creation = person.prepareAccount(client, 1);
        unanswered = Optional.of(new Unanswered(person, creation, Result.Account.class));
        person.created(client.send(creation, Result.Account.class));
        unanswered = Optional.empty();
        ledger.add(new Acknowledged(person));
        sign(person, client);
        sign(person, person.open());
    }

    private void sign(Person person, AccountClient client) throws Exception {
        AccountClient.Prepared prepared = client.prepare(new Operation.Sign(List.of(person.message("under fire"))), person.approver(), Optional.empty());
        unanswered = Optional.of(new Unanswered(person, prepared, Result.Signatures.class));
        client.send(prepared, Result.Signatures.class);
        unanswered = Optional.empty();
    }

    // ---- afterwards ----

    private static void rise(ServerProcess server, boolean wholeServer) throws Exception {
        if (wholeServer) server.restart();
        else Eventually.get("another enclave", SOON, () -> server.isReady() ? Optional.of(true) : Optional.empty());
    }

    /** The same octets once more: either the answer that was lost, or nothing ever happened and the person starts over. */
    private void settleUnanswered(ServerProcess server, HttpClient http) throws Exception {
        if (unanswered.isEmpty()) return;
        Unanswered lost = unanswered.get();
        unanswered = Optional.empty();
        Person person = lost.person.movedTo(http);
        try {
            var answer = person.connect().send(lost.prepared, lost.type);
            if (answer.result() instanceof Result.Account account) {
                person.seen(account.view());
                ledger.add(new Acknowledged(person));
            }
        } catch (Refused refused) {
            assertThat(refused.refusal()).as("an operation that never happened").isEqualTo(Refusal.NOT_AUTHORISED);
            if (lost.type == Result.Account.class) startsOver(person);
        }
        assertThat(server.isReady()).isTrue();
    }

    private void startsOver(Person person) throws Exception {
        JsonObject session = Api.expect(200, person.api().get("/api/v1/identity/session", person.token())).json();
        assertThat(session.members().get("accountId")).as("no link to an account that never was").isInstanceOf(JsonValue.JsonNull.class);
        Person again = person.anew();
        again.createAccount(again.connect(), 1);
        ledger.add(new Acknowledged(again));
    }

    /** Opens the account by the passkey alone and signs: what cannot be used is lost, whatever its row says. */
    private static void readBackAndSign(Person person) throws Exception {
        String address = person.ethereumAddress();
        AccountClient client = Eventually.succeeds("a new channel", SOON, failure -> failure instanceof Refused refused && refused.refusal() == Refusal.NOT_READY, person::open);
        assertThat(person.ethereumAddress()).isEqualTo(address);
        assertThat(person.sign(client, person.message("still there")).signature().size()).isEqualTo(65);
        JsonObject session = Api.expect(200, person.api().get("/api/v1/identity/session", person.token())).json();
        assertThat(session.text("accountId", 100)).isEqualTo(person.account().text());
    }
}
