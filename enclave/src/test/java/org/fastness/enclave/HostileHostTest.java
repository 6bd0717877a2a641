package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fastness.enclave.harness.Person.done;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.enclave.harness.TestClient;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

/** A host that alters, swaps, hides and rolls back what it stores, and relays what it likes. */
class HostileHostTest {
    private final InMemoryHost host = InMemoryHost.serving();

    HostileHostTest() throws Exception {}

    private static Refusal refusal(Response response) {
        return ((Response.Refused) response).refusal();
    }

    private static UnaryOperator<List<SealedRecord>> replacing(SealedRecord.Kind kind, UnaryOperator<SealedRecord> change) {
        return records -> records.stream().map(r -> r.kind() == kind ? change.apply(r) : r).toList();
    }

    // ---- rollback within a boot ----

    @Test
    void refusesAnOlderStateWithinABoot() throws Exception {
        Person person = Person.atLevel0(host, false);
        InMemoryHost.Snapshot before = host.snapshot();
        done(person.sign(person.transfer(1_000)));
        host.restore(before);

        assertThat(refusal(person.sign(person.transfer(1_000)))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void refusesAReplayedLimitCounter() throws Exception {
        Person person = Person.atLevel0(host, false);
        SealedRecord unspent = host.stored(SealedRecord.Kind.ACCOUNT_HOT, person.account.value());
        done(person.sign(person.transfer(40_000_000_000_000_000L)));
        host.presents = replacing(SealedRecord.Kind.ACCOUNT_HOT, r -> unspent);

        assertThat(refusal(person.sign(person.transfer(40_000_000_000_000_000L)))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void refusesHalvesThatDoNotBelongTogether() throws Exception {
        Person person = Person.atLevel1(host);
        SealedRecord oldCold = host.stored(SealedRecord.Kind.ACCOUNT, person.account.value());
        done(person.unlock(person.prf()));
        host.presents = replacing(SealedRecord.Kind.ACCOUNT, r -> oldCold);

        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.STALE_RECORD);
        host.restart();
        person.reconnect();
        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void refusesAnOldKeyRecordAfterARevocation() throws Exception {
        Person person = Person.atLevel1(host);
        SealedRecord oldKey = host.stored(SealedRecord.Kind.KEY, person.key().value());
        person.begin(Request.Purpose.ADD, person.account);
        var enrolment = new org.fastness.protocol.message.Enrolment("Browser", new org.fastness.protocol.message.Enrolment.NewDeviceKey(person.deviceKey.publicKey()), List.of());
        done(person.execute(new org.fastness.protocol.message.Operation.AddAuthenticator(enrolment), Optional.empty()));
        done(person.execute(new org.fastness.protocol.message.Operation.RemoveAuthenticator(person.view.authenticators().getLast().id()), Optional.empty()));
        host.presents = replacing(SealedRecord.Kind.KEY, r -> oldKey);

        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void refusesAHistoryThatThisEnclaveDidNotMake() throws Exception {
        Person person = Person.atLevel1(host);
        InMemoryHost.Snapshot fork = host.snapshot();
        done(person.signMessage("one"));
        done(person.signMessage("two"));
        InMemoryHost.Snapshot ahead = host.snapshot();
        host.restore(fork);
        host.restart();
        person.knownVersion = 1;
        person.reconnect();
        done(person.unlock(person.prf()));
        host.restore(ahead);

        assertThat(refusal(person.signMessage("on the other branch"))).isEqualTo(Refusal.STALE_RECORD);
    }

    // ---- rollback across boots ----

    @Test
    void aClientThatKnowsMoreRefusesAnOlderStateAcrossABoot() throws Exception {
        Person person = Person.atLevel1(host);
        InMemoryHost.Snapshot before = host.snapshot();
        done(person.signMessage("hello"));
        host.restore(before);
        host.restart();
        person.reconnect();

        assertThat(refusal(person.unlock(person.prf()))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void aRollbackAcrossABootThatNobodyRemembersIsAcceptedAndItsLabelSaysSo() throws Exception {
        Person person = Person.atLevel1(host);
        InMemoryHost.Snapshot before = host.snapshot();
        done(person.signMessage("hello"));
        host.restore(before);
        host.restart();
        person.reconnect();
        person.knownVersion = 0;

        Response.Done done = done(person.unlock(person.prf()));

        assertThat(org.fastness.tlog.Receipt.parse(done.receipt()).labels().freshness().text()).isEqualTo("host");
    }

    @Test
    void levelZeroSignsAfterAStartOnlyWhenItsOwnerKnowsTheState() throws Exception {
        Person person = Person.atLevel0(host, false);
        long known = person.knownVersion;
        host.restart();
        person.reconnect();
        person.knownVersion = 0;
        done(person.unlock(new SlotMaterial.Operator()));
        assertThat(refusal(person.sign(person.transfer(1)))).isEqualTo(Refusal.COLD_START);
        done(person.unlock(new SlotMaterial.Operator())); // knows only what this boot told
        assertThat(refusal(person.sign(person.transfer(1)))).isEqualTo(Refusal.COLD_START);

        person.knownVersion = known;
        done(person.unlock(new SlotMaterial.Operator()));

        done(person.sign(person.transfer(1)));
    }

    @Test
    void levelZeroSignsAfterAStartWithTheRecoveryCode() throws Exception {
        Person person = Person.atLevel0(host, true);
        host.restart();
        person.reconnect();
        person.knownVersion = 0;

        done(person.unlock(person.recoveryCode()));

        done(person.sign(person.transfer(1)));
    }

    // ---- altered and swapped records ----

    @Test
    void refusesEveryAlteredRecord() throws Exception {
        Person person = Person.atLevel1(host);
        for (SealedRecord.Kind kind : List.of(SealedRecord.Kind.ACCOUNT, SealedRecord.Kind.ACCOUNT_HOT)) {
            Seeded.check(20, random -> {
                host.presents = replacing(kind, r -> flipped(r, random));
                assertThat(refusal(person.signMessage("hello"))).isIn(Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
            });
        }
        host.presents = records -> records;
        person.reconnect();
        host.presents = replacing(SealedRecord.Kind.KEY, r -> flipped(r, Seeded.of(1)));
        done(person.unlock(person.prf()));
        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.ALTERED_RECORD);
    }

    private static SealedRecord flipped(SealedRecord record, Seeded random) {
        byte[] octets = record.blob().toArray();
        octets[random.below(octets.length)] ^= (byte) (1 << random.below(8));
        return new SealedRecord(record.kind(), record.tenant(), record.id(), record.sub(), record.version(), Bytes.of(octets));
    }

    @Test
    void refusesAnotherPersonsRecords() throws Exception {
        Person person = Person.atLevel1(host);
        Person other = Person.atLevel1(host);
        for (SealedRecord.Kind kind : List.of(SealedRecord.Kind.ACCOUNT, SealedRecord.Kind.ACCOUNT_HOT)) {
            SealedRecord others = host.stored(kind, other.account.value());
            host.presents = replacing(kind, r -> new SealedRecord(kind, r.tenant(), r.id(), r.sub(), r.version(), others.blob()));
            assertThat(refusal(person.signMessage("hello"))).as("%s", kind).isEqualTo(Refusal.ALTERED_RECORD);
        }
        SealedRecord othersKey = host.stored(SealedRecord.Kind.KEY, other.key().value());
        host.presents = records -> records;
        person.reconnect();
        done(person.unlock(person.prf()));
        host.presents = replacing(SealedRecord.Kind.KEY, r -> new SealedRecord(r.kind(), r.tenant(), r.id(), r.sub(), r.version(), othersKey.blob()));
        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.ALTERED_RECORD);
    }

    @Test
    void anotherPersonsCredentialApprovesNothing() throws Exception {
        Person person = Person.atLevel1(host);
        Person other = Person.atLevel1(host);
        person.authenticator = other.authenticator;
        person.credential = other.credential;

        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.NOT_AUTHORISED);
    }

    @Test
    void refusesMissingRecords() throws Exception {
        Person person = Person.atLevel1(host);
        host.presents = records -> List.of();
        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.RECORD_MISSING);
        host.presents = records -> records;
        done(person.signMessage("hello"));
        host.presents = records -> records.stream().filter(r -> r.kind() != SealedRecord.Kind.ACTIVITY || r.sub() != 1).toList();
        RoutingHeader routing = new RoutingHeader(Id.DEFAULT_TENANT, person.account, person.client.routing().requestId(), List.of(), 1, 2);
        assertThat(refusal(person.client.ask(routing, new Request.ListActivity()))).isEqualTo(Refusal.RECORD_MISSING);
    }

    // ---- frames ----

    @Test
    void refusesARoutingHeaderThatDiffersFromTheOneInside() throws Exception {
        Person person = Person.atLevel1(host);
        Person other = Person.atLevel1(host);
        RoutingHeader inside = person.routing(person.account, person.client.routing().requestId());
        RoutingHeader clear = person.routing(other.account, person.client.routing().requestId());

        Response response = person.client.open(host.frame(person.client.seal(clear, inside, new Request.ViewAccount())));

        assertThat(refusal(response)).isEqualTo(Refusal.ROUTING_MISMATCH);
    }

    @Test
    void refusesEveryFlippedFrameWithoutHarmToTheChannel() throws Exception {
        Person person = Person.atLevel1(host);
        RoutingHeader routing = person.client.routing();
        Seeded.check(60, random -> {
            byte[] frame = person.client.seal(routing, routing, new Request.Info()).toArray();
            frame[random.below(frame.length)] ^= (byte) (1 << random.below(8));
            try {
                Response response = person.client.open(host.frame(Bytes.of(frame)));
                assertThat(refusal(response)).isEqualTo(Refusal.ROUTING_MISMATCH); // the clear header is compared, not encrypted
            } catch (Refused refused) {
                assertThat(refused.refusal()).isIn(Refusal.MALFORMED, Refusal.UNKNOWN_CHANNEL, Refusal.REPLAYED);
            }
        });

        done(person.signMessage("still here"));
    }

    @Test
    void framesMayComeInAnotherOrder() throws Exception {
        TestClient client = TestClient.connect(host);
        Bytes first = client.seal(client.routing(), client.routing(), new Request.Info());
        Bytes second = client.seal(client.routing(), client.routing(), new Request.Info());

        assertThat(client.open(host.frame(second))).isInstanceOf(Response.InfoAnswer.class);
        assertThat(client.open(host.frame(first))).isInstanceOf(Response.InfoAnswer.class);
    }

    @Test
    void anEnvelopeThatDoesNotDecodeIsRefusedInsideTheChannel() throws Exception {
        Person person = Person.atLevel1(host);
        RoutingHeader big = new RoutingHeader(Id.DEFAULT_TENANT, person.account, person.client.routing().requestId(), List.of(), 1, 51);

        assertThatThrownBy(() -> person.client.ask(big, new Request.ListActivity())).isInstanceOf(Refused.class);
    }

    // ---- boot ----

    @Test
    void servesNothingBeforeItsRootIsStored() throws Exception {
        InMemoryHost fresh = new InMemoryHost();
        fresh.ask(fresh.bootMessage());

        assertThatThrownBy(() -> TestClient.connect(fresh)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_READY));
        fresh.ask(new HostMessage.RootStored());
        TestClient.connect(fresh);
    }

    @Test
    void refusesAWrongPassphraseAndAnotherEnvironmentThenTakesTheRightOne() throws Exception {
        host.cold();
        host.passphrase = "wrong";
        assertThatThrownBy(host::boot).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_AUTHORISED));
        host.passphrase = "correct horse";
        host.boot();
        host.cold();
        host.environment = 1;
        assertThatThrownBy(host::boot).isInstanceOf(Refused.class);
    }

    @Test
    void theClusterIdOutlivesRestarts() throws Exception {
        assertThat(host.restart().clusterId()).isEqualTo(host.restart().clusterId());
        assertThat(new InMemoryHost().boot().clusterId()).isNotEqualTo(host.restart().clusterId());
    }

    @Test
    void refusesEverythingAfterShutdown() throws Exception {
        TestClient client = TestClient.connect(host);
        host.begin(new HostMessage.Shutdown());
        host.begin(new HostMessage.Shutdown());

        assertThatThrownBy(() -> client.ask(client.routing(), new Request.Info())).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_READY));
    }

    @Test
    void denialsAreCountedInsideByTheirCause() throws Exception {
        Person person = Person.atLevel1(host);
        person.authenticator = Person.atLevel1(host).authenticator;
        person.credential = person.authenticator.credentialIds().getFirst();
        person.signMessage("hello");

        var inspection = (org.fastness.protocol.link.EnclaveMessage.Inspection) host.ask(new HostMessage.Inspect());

        assertThat(inspection.properties()).extracting(p -> p.name() + "=" + p.value()).contains("denied.unknown_credential=1", "sandbox=missing");
    }
}
