package org.fastness.keyservice;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;
import org.fastness.testkit.Engine;

class EnclaveRelayFuzzTest {
    private static final EnclaveRelay RELAY = relay();

    private static EnclaveRelay relay() {
        try {
            Store store = Store.open(StoreUrl.parse(Engine.SQLITE.freshUrl()));
            store.migrate(Ticker.system(), List.of(SealedRecords.MIGRATIONS));
            return new EnclaveRelay(EnclaveDirectory.of(new RecordingEnclave()), new SealedRecords(store, CommitListener.NONE), Ticker.system());
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    /** Whatever a client posts: relayed, or one of the two refusals. */
    @FuzzTest
    void relaysOrRefuses(byte[] octets) {
        try {
            RELAY.frame(Bytes.of(octets), new Caller.Anonymous());
        } catch (Malformed | Refused expected) {
            // what hostile input deserves
        }
    }
}
