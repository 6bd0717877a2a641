package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.client.AccountClient;
import org.fastness.crypto.Entropy;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.link.SealedRecord.Kind;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Enrolment;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

/** A host that alters, swaps, withholds and rolls back what it keeps. */
class HostileRecordsTest extends HostileTest {

    private SealedRecord stored(Kind kind, Bytes id) {
        return host.store().find(kind, id).orElseThrow();
    }

    private static SealedRecord with(SealedRecord address, Bytes blob) {
        return new SealedRecord(address.kind(), address.tenant(), address.id(), address.sub(), address.version(), blob);
    }

    private void present(SealedRecord... others) {
        host.records = HostileHost.presenting(List.of(others));
    }

    /** A channel on which the account is open but no key was used, so that the host must bring the key's record. */
    private Open fresh() throws Exception {
        host.records = HostileHost.Twist.none();
        return unlocked(host, ada.person());
    }

    // ---- altered ----

    @Test
    void everyBitFlippedInARecordIsRefused() throws Exception {
        Open open = fresh();
        Seeded.check(40, random -> {
            host.records = named -> named.stream().map(record -> record.kind() == Kind.KEY ? record : with(record, random.flipBit(record.blob()))).toList();
            refused(() -> open.signMessage("altered"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
        });
        Open other = fresh();
        Seeded.check(20, random -> {
            host.records = named -> named.stream().map(record -> record.kind() == Kind.KEY ? with(record, random.flipBit(record.blob())) : record).toList();
            refused(() -> other.signMessage("altered"), Refusal.ALTERED_RECORD);
        });
    }

    @Test
    void recordsCutShortEmptyOrOverlongAreRefused() throws Exception {
        Open open = fresh();
        for (Bytes blob : List.of(Bytes.EMPTY, Bytes.of(new byte[1]), Bytes.of(new byte[64 * 1024]))) {
            host.records = named -> named.stream().map(record -> with(record, blob)).toList();
            refused(() -> open.signMessage("cut"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
        }
    }

    /** Not the settled half: the enclave knows its octets, and does not look at the number beside them. */
    @Test
    void anotherVersionNumberOnTheSameOctetsIsRefused() throws Exception {
        Open open = fresh();
        for (Kind kind : List.of(Kind.ACCOUNT_HOT, Kind.KEY)) {
            for (long step : new long[] {1, 1000, Long.MAX_VALUE / 2}) {
                host.records = named -> named.stream().map(r -> r.kind() != kind ? r : new SealedRecord(kind, r.tenant(), r.id(), r.sub(), r.version() + step, r.blob())).toList();
                refused(() -> open.signMessage("renumbered"), Refusal.STALE_RECORD);
            }
        }
    }

    @Test
    void withheldRecordsAreMissed() throws Exception {
        for (Kind kind : List.of(Kind.ACCOUNT, Kind.ACCOUNT_HOT, Kind.KEY)) {
            Open open = fresh();
            host.records = named -> named.stream().filter(record -> record.kind() != kind).toList();
            refused(() -> open.signMessage("withheld"), Refusal.RECORD_MISSING);
        }
    }

    @Test
    void moreRecordsThanTheLinkCarriesAreRefused() throws Exception {
        Open open = fresh();
        host.records = named -> java.util.Collections.nCopies(129, named.getFirst());

        refused(() -> open.signMessage("too many"), Refusal.MALFORMED);
    }

    // ---- swapped ----

    @Test
    void anotherPersonsBlobInTheSamePlaceIsRefused() throws Exception {
        Open open = fresh();
        Id mine = ada.person().account();
        Id theirs = ben.person().account();
        for (Kind kind : List.of(Kind.ACCOUNT, Kind.ACCOUNT_HOT)) {
            present(with(stored(kind, mine.value()), stored(kind, theirs.value()).blob()));
            refused(() -> open.signMessage("swapped"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
        }
        present(with(stored(Kind.ACCOUNT, mine.value()), stored(Kind.ACCOUNT, theirs.value()).blob()), with(stored(Kind.ACCOUNT_HOT, mine.value()), stored(Kind.ACCOUNT_HOT, theirs.value()).blob()));
        refused(() -> open.signMessage("swapped"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
        SealedRecord myKey = stored(Kind.KEY, keys(ada.person()).getFirst().value());
        present(with(myKey, stored(Kind.KEY, keys(ben.person()).getFirst().value()).blob()));
        refused(() -> fresh(myKey).signMessage("another's key"), Refusal.ALTERED_RECORD);
    }

    private Open fresh(SealedRecord kept) throws Exception {
        HostileHost.Twist<List<SealedRecord>> twist = host.records;
        Open open = fresh();
        host.records = twist;
        assertThat(kept.kind()).isEqualTo(Kind.KEY);
        return open;
    }

    @Test
    void aBlobOfAnotherKindIsRefused() throws Exception {
        Open open = fresh();
        Id mine = ada.person().account();
        present(with(stored(Kind.ACCOUNT, mine.value()), stored(Kind.ACCOUNT_HOT, mine.value()).blob()));
        refused(() -> open.signMessage("hot as cold"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
        present(with(stored(Kind.ACCOUNT_HOT, mine.value()), stored(Kind.ACCOUNT, mine.value()).blob()));
        refused(() -> open.signMessage("cold as hot"), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD);
    }

    @Test
    void recordsUnderAnotherTenantAreNotTaken() throws Exception {
        Open open = fresh();
        Id other = Id.tenant(Entropy.system().bytes(16));
        host.records = named -> named.stream().map(r -> new SealedRecord(r.kind(), other, r.id(), r.sub(), r.version(), r.blob())).toList();

        refused(() -> open.signMessage("another tenant"), Refusal.RECORD_MISSING);
    }

    /** Ben's approval, with Ben's credential, on Ada's account, whatever records come with it. */
    @Test
    void anotherPersonsCredentialApprovesNothing() throws Exception {
        Open open = fresh();
        AccountClient.Prepared honest = open.prepare(open.person().message("not by me"));
        Request.Execute request = honest.request();
        var approval = ben.person().approver().approve(request.context(), request.operation(), request.context().challenge(request.operation()));
        AccountClient.Prepared forged = new AccountClient.Prepared(honest.routing(), new Request.Execute(request.context(), request.operation(), approval, Optional.empty()));

        refused(() -> open.send(forged), Refusal.NOT_AUTHORISED);
        present(with(stored(Kind.ACCOUNT, ada.person().account().value()), stored(Kind.ACCOUNT, ben.person().account().value()).blob()));
        refused(() -> open.send(forged), Refusal.ALTERED_RECORD, Refusal.STALE_RECORD, Refusal.REPLAYED);
    }

    @Test
    void aStoredAnswerOfAnotherRequestIsAReplay() throws Exception {
        Open open = fresh();
        AccountClient.Prepared first = open.prepare(open.person().message("first"));
        open.send(first);
        SealedRecord answer = stored(Kind.ANSWER, first.request().context().requestId().value());
        AccountClient.Prepared second = open.prepare(open.person().message("second"));
        Id requested = second.request().context().requestId();
        present(new SealedRecord(Kind.ANSWER, answer.tenant(), requested.value(), 0, 1, answer.blob()));

        refused(() -> open.send(second), Refusal.ALTERED_RECORD);
    }

    @Test
    void activityThatIsSwappedAlteredOrLeftOutIsRefused() throws Exception {
        Open open = fresh();
        open.signMessage("an entry more");
        Response.Activity honest = open.client().activity(1, 2);
        assertThat(honest.entries()).hasSize(2);
        host.records = named -> named.stream().map(r -> r.kind() == Kind.ACTIVITY ? new SealedRecord(r.kind(), r.tenant(), r.id(), 3 - r.sub(), r.version(), r.blob()) : r).toList();
        refused(() -> open.client().activity(1, 2), Refusal.ALTERED_RECORD);
        host.records = named -> named.stream().filter(r -> r.sub() != 2).toList();
        refused(() -> open.client().activity(1, 2), Refusal.RECORD_MISSING);
        host.records = named -> named.stream().map(r -> r.kind() == Kind.ACTIVITY ? with(r, r.blob().slice(0, r.blob().size() - 1)) : r).toList();
        refused(() -> open.client().activity(1, 2), Refusal.ALTERED_RECORD);
    }

    // ---- rolled back within a boot ----

    @Test
    void anOlderStateIsRefused() throws Exception {
        Open open = fresh();
        MemoryStore.Moment before = host.store().moment();
        open.signMessage("forward");
        MemoryStore.Moment after = host.store().moment();
        host.store().restore(before);

        refused(() -> open.signMessage("back"), Refusal.STALE_RECORD);
        refused(() -> open.client().view(), Refusal.STALE_RECORD);
        refused(() -> forgetful(host, open.person()).person().unlock(forgetful(host, open.person()).client()), Refusal.STALE_RECORD);
        host.store().restore(after);
    }

    @Test
    void aReplayedLimitCounterIsRefused() throws Exception {
        Open poor = signUp(host, 0);
        SealedRecord unspent = stored(Kind.ACCOUNT_HOT, poor.person().account().value());
        poor.pay(NEARLY_ALL);
        present(unspent);
        refused(() -> poor.pay(NEARLY_ALL), Refusal.STALE_RECORD);
        host.records = HostileHost.Twist.none();

        refused(() -> poor.pay(NEARLY_ALL), Refusal.LIMIT);
        poor.pay(BigInteger.ONE);
    }

    @Test
    void halvesOfDifferentTimesAreRefused() throws Exception {
        SealedRecord oldCold = stored(Kind.ACCOUNT, ada.person().account().value());
        Open open = fresh(); // unlocking moves the slot, and so the cold half
        present(oldCold);

        refused(() -> open.signMessage("half old"), Refusal.STALE_RECORD);
    }

    @Test
    void theKeyRecordOfBeforeARevocationIsRefused() throws Exception {
        Open open = signUp(host, 1);
        Id key = keys(open.person()).getFirst();
        SealedRecord oldKey = stored(Kind.KEY, key.value());
        open.client().beginEnrolment(Request.Purpose.ADD);
        Enrolment device = new Enrolment("Stolen", new Enrolment.NewDeviceKey(devicePoint()), List.of());
        AccountView with = open.client().run(new Operation.AddAuthenticator(device), open.person().approver(), Optional.empty(), Result.Account.class).result().view();
        open.client().run(new Operation.RemoveAuthenticator(with.authenticators().getLast().id()), open.person().approver(), Optional.empty(), Result.Account.class);
        present(oldKey);

        refused(() -> open.signMessage("with the old key record"), Refusal.STALE_RECORD);
        host.records = HostileHost.Twist.none();
        open.signMessage("with the new one");
    }

    /** A P-256 public key, made by the JDK. */
    private static Bytes devicePoint() throws Exception {
        java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        var point = ((java.security.interfaces.ECPublicKey) generator.generateKeyPair().getPublic()).getW();
        return Bytes.concat(Bytes.of((byte) 4), unsigned(point.getAffineX()), unsigned(point.getAffineY()));
    }

    private static Bytes unsigned(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] out = new byte[32];
        int from = Math.max(0, octets.length - 32);
        System.arraycopy(octets, from, out, 32 - (octets.length - from), octets.length - from);
        return Bytes.of(out);
    }
}
