package org.fastness.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.http.Auth;
import org.fastness.http.Route;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnclaveRelayTest {
    private static final Id ACCOUNT = Id.account(Bytes.fromHex("01".repeat(16)));
    private static final Id REQUEST = Id.request(Bytes.fromHex("02".repeat(16)));
    private static final Id NONE = Id.request(Id.DEFAULT_TENANT.value());
    private static final Caller ANONYMOUS = new Caller.Anonymous();
    private static final Caller ALICE = new Caller.User(Id.DEFAULT_TENANT, Id.user(Bytes.fromHex("03".repeat(16))));

    private final RecordingEnclave enclave = new RecordingEnclave();
    private Store store;
    private SealedRecords records;
    private EnclaveRelay relay;

    @BeforeEach
    void open() throws Malformed {
        store = Store.open(StoreUrl.parse(Engine.SQLITE.freshUrl()));
        store.migrate(Ticker.system(), List.of(SealedRecords.MIGRATIONS));
        records = new SealedRecords(store, CommitListener.NONE);
        relay = new EnclaveRelay(EnclaveDirectory.of(enclave), records, Ticker.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static SealedRecord record(SealedRecord.Kind kind, long sub, int size) {
        return new SealedRecord(kind, Id.DEFAULT_TENANT, ACCOUNT.value(), sub, 1, Bytes.of(new byte[size]));
    }

    private void store(SealedRecord... stored) {
        List<Effect> effects = new ArrayList<>();
        for (SealedRecord record : stored) effects.add(new Effect.Put(record));
        assertThat(records.commit(new EnclaveMessage.Commit(1, List.of(new EnclaveMessage.Transition(1, effects)), List.of()), correlation -> ANONYMOUS)).isTrue();
    }

    private static Bytes frame(Id account, Id request, int activity) {
        RoutingHeader header = new RoutingHeader(Id.DEFAULT_TENANT, account, request, List.of(), 1, activity);
        return new Frame(Bytes.of(new byte[16]), 1, header.encode(), List.of(Bytes.of(new byte[40]))).encode();
    }

    @Test
    void handsTheFrameOverAsItCameWithTheRecordsItNames() throws Exception {
        SealedRecord cold = record(SealedRecord.Kind.ACCOUNT, 0, 10);
        SealedRecord hot = record(SealedRecord.Kind.ACCOUNT_HOT, 0, 10);
        store(cold, hot);
        Bytes octets = frame(ACCOUNT, REQUEST, 0);

        assertThat(relay.frame(octets, ALICE)).isEqualTo(RecordingEnclave.ANSWER);

        HostMessage.ProcessFrame asked = (HostMessage.ProcessFrame) enclave.asked.getFirst();
        assertThat(asked.frame()).isEqualTo(octets);
        assertThat(asked.records()).containsExactlyInAnyOrder(cold, hot);
        assertThat(enclave.callers).containsExactly(ALICE);
    }

    @Test
    void carriesHandshakes() throws Exception {
        assertThat(relay.openChannel(Bytes.ofUtf8("opening"))).isEqualTo(RecordingEnclave.REPLY);
        assertThat(enclave.asked).containsExactly(new HostMessage.OpenChannel(Bytes.ofUtf8("opening")));
    }

    @Test
    void letsAnybodyAskAndOnlySomebodySignedInMakeAnAccount() throws Exception {
        relay.frame(frame(Id.account(NONE.value()), NONE, 0), ANONYMOUS);
        relay.frame(frame(ACCOUNT, NONE, 0), ANONYMOUS);

        assertRefused(Refusal.UNAUTHENTICATED, frame(ACCOUNT, REQUEST, 0), ANONYMOUS);
        assertRefused(Refusal.UNAUTHENTICATED, frame(Id.account(NONE.value()), REQUEST, 0), ANONYMOUS);
        relay.frame(frame(ACCOUNT, REQUEST, 0), ALICE);
        store(record(SealedRecord.Kind.ACCOUNT, 0, 10));
        relay.frame(frame(ACCOUNT, REQUEST, 0), ANONYMOUS);
    }

    @Test
    void carriesTheLargestFrameWithAFullPageAndRefusesWhatNoPacketHolds() throws Exception {
        List<SealedRecord> page = new ArrayList<>();
        for (int i = 1; i <= Bounds.ACTIVITY_PAGE; i++) page.add(record(SealedRecord.Kind.ACTIVITY, i, Bounds.RECORD));
        store(page.toArray(SealedRecord[]::new));
        store(record(SealedRecord.Kind.ACCOUNT, 0, Bounds.RECORD), record(SealedRecord.Kind.ACCOUNT_HOT, 0, Bounds.RECORD));
        List<Id> keys = new ArrayList<>();
        for (int i = 1; i <= Bounds.ROUTED_KEYS; i++) {
            keys.add(Id.key(Bytes.fromHex(String.format("%032x", i))));
            store(new SealedRecord(SealedRecord.Kind.KEY, Id.DEFAULT_TENANT, keys.getLast().value(), 0, 1, Bytes.of(new byte[Bounds.RECORD])));
        }

        assertThat(relay.frame(largest(keys.subList(0, 1)), ALICE)).isEqualTo(RecordingEnclave.ANSWER);
        assertThat(enclave.asked.getFirst().encode().length).isLessThan(Bounds.LINK);
        assertRefused(Refusal.TOO_LARGE, largest(keys), ALICE);
    }

    private static Bytes largest(List<Id> keys) {
        List<Bytes> fragments = new ArrayList<>();
        for (int i = 0; i < Bounds.FRAGMENTS; i++) fragments.add(Bytes.of(new byte[Bounds.FRAGMENT + 16]));
        return new Frame(Bytes.of(new byte[16]), 1, new RoutingHeader(Id.DEFAULT_TENANT, ACCOUNT, NONE, keys, 1, Bounds.ACTIVITY_PAGE).encode(), fragments).encode();
    }

    @Test
    void refusesAFrameThatBreaksItsFormat() {
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> relay.frame(Bytes.EMPTY, ALICE));
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> relay.frame(Bytes.of(new byte[Bounds.FRAME + 1]), ALICE));
        Bytes noHeader = new Frame(Bytes.of(new byte[16]), 1, Bytes.EMPTY, List.of(Bytes.of(new byte[40]))).encode();
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> relay.frame(noHeader, ALICE));
        assertThat(enclave.asked).isEmpty();
    }

    private void assertRefused(Refusal refusal, Bytes frame, Caller caller) {
        assertThatThrownBy(() -> relay.frame(frame, caller)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void opensExactlyTheRoutesOfTheTable() {
        List<Route> routes = new EnclaveRoutes(relay, enclave).routes();

        assertThat(routes).extracting(Route::toString).containsExactly("POST /api/v1/enclave/channels", "POST /api/v1/enclave/frames", "GET /api/v1/enclave/evidence", "GET /api/v1/enclave/inspection");
        assertThat(routes).extracting(Route::auth).containsExactly(Auth.NONE, Auth.SESSION_OPTIONAL, Auth.NONE, Auth.LOOPBACK);
        assertThat(routes.get(1).body().limitBytes()).isEqualTo(Bounds.FRAME);
    }
}
