package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.Assertions;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.client.AccountClient;
import org.fastness.client.EvidenceRefused;
import org.fastness.client.KnownVersions;
import org.fastness.client.SecureChannel;
import org.fastness.crypto.Entropy;
import org.fastness.e2e.fixture.Person;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One enclave process for a class of tests, two people who use it, and what must hold after every test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class HostileTest {
    static final HttpClient NO_HTTP = HttpClient.newHttpClient();
    /** A little less than the limit of level 0, so that two do not fit. */
    static final BigInteger NEARLY_ALL = BigInteger.valueOf(40_000_000_000_000_000L);

    /** Somebody on a channel that is open. */
    record Open(Person person, AccountClient client) {
        Result.Signed signMessage(String text) throws IOException, Refused {
            return person.sign(client, person.message(text));
        }

        Result.Signed pay(BigInteger wei) throws IOException, Refused {
            return person.sign(client, transfer(wei));
        }

        Payload transfer(BigInteger wei) {
            return person.transfer(31337, BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, Bytes.of(new byte[20]), wei);
        }

        AccountClient.Prepared prepare(Payload payload) throws IOException, Refused {
            return client.prepare(new Operation.Sign(List.of(payload)), person.approver(), Optional.empty());
        }

        Result.Signed send(AccountClient.Prepared prepared) throws IOException, Refused {
            return client.send(prepared, Result.Signatures.class).result().signed().getFirst();
        }
    }

    HostileHost host;
    Open ada;
    Open ben;
    private long pid;

    @BeforeAll
    void startHost() throws Exception {
        host = HostileHost.serving();
        ada = signUp(host, 1);
        ben = signUp(host, 1);
    }

    @BeforeEach
    void rememberProcess() {
        pid = host.pid();
    }

    /** The same process, no fault inside, and honest people are served at once. */
    @AfterEach
    void theEnclaveLivesOnAndServesTheHonest() throws Exception {
        host.makeHonest();
        assertThat(host.isAlive()).isTrue();
        assertThat(host.pid()).isEqualTo(pid);
        assertThat(host.faults()).as("faults inside the enclave").isZero();
        assertThat(unlocked(host, ada.person).signMessage("right after").signature().size()).isEqualTo(65);
    }

    @AfterAll
    void stopHost() {
        if (host != null) host.close();
    }

    static Open signUp(HostileHost host, int level) throws IOException, Refused, EvidenceRefused {
        Person person = new Person(URI.create(HostileHost.ORIGIN), URI.create(HostileHost.ORIGIN), NO_HTTP, false);
        AccountClient client = person.connect(host);
        person.createAccount(client, level);
        return new Open(person, client);
    }

    /** The person on a new channel, account open. */
    static Open unlocked(HostileHost host, Person person) throws IOException, Refused, EvidenceRefused {
        AccountClient client = person.connect(host);
        person.unlock(client);
        return new Open(person, client);
    }

    /** Whoever holds the person's passkey on a device that remembers no version. */
    static Open forgetful(HostileHost host, Person person) throws IOException, Refused, EvidenceRefused {
        SecureChannel channel = SecureChannel.open(host, EvidencePolicy.developmentUnsafe(), Entropy.system(), Ticker.system());
        AccountClient client = AccountClient.of(channel, person.account(), KnownVersions.inMemory(), Entropy.system());
        client.useKeys(keys(person));
        return new Open(person, client);
    }

    static List<Id> keys(Person person) {
        return person.view().keys().stream().map(AccountView.Key::id).toList();
    }

    /** The deed ends in a refusal, by the enclave in clear or inside the channel. */
    static void refused(ThrowingCallable deed, Refusal... expected) {
        Throwable thrown = Assertions.catchThrowable(deed);
        assertThat(thrown).isInstanceOf(Refused.class);
        assertThat(((Refused) thrown).refusal()).isIn((Object[]) expected);
    }

    /** The deed ends in a refusal, or the client finds that what came is not the enclave's. */
    static void fails(ThrowingCallable deed) {
        assertThat(Assertions.catchThrowable(deed)).isInstanceOfAny(Refused.class, IOException.class, EvidenceRefused.class);
    }
}
