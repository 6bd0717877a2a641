package org.fastness.enclave.account;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Writer;
import org.fastness.crypto.Labels;

/**
 * Both halves of an authority record that belong together, and their head: SHA-256 of the label, the version and the hashes of both.
 * Immutable: a transition makes the next one.
 *
 * @param coldHash kept because most transitions leave the cold half alone
 */
public record Account(ColdRecord cold, Bytes coldHash, HotState hot, Bytes head) {

    /** Pairs two halves as they stand. Whoever calls has checked that they belong together. */
    static Account of(ColdRecord cold, Bytes coldHash, HotState hot) {
        return new Account(cold, coldHash, hot, head(hot.version(), coldHash, Digests.sha256(hot.encode())));
    }

    /** The first version of a new account, from halves of version 0. */
    public static Account first(ColdRecord cold, HotState hot, long nowMicros) {
        ColdRecord firstCold = cold.advanced();
        Bytes coldHash = firstCold.hash();
        return of(firstCold, coldHash, hot.advanced(firstCold, coldHash, nowMicros));
    }

    /** The next version; the cold half advances if it is another than this one's. */
    public Account next(ColdRecord changedCold, HotState changedHot, long nowMicros) {
        if (changedCold.equals(cold)) return of(cold, coldHash, changedHot.advanced(cold, coldHash, nowMicros));
        ColdRecord nextCold = changedCold.advanced();
        Bytes nextHash = nextCold.hash();
        return of(nextCold, nextHash, changedHot.advanced(nextCold, nextHash, nowMicros));
    }

    private static Bytes head(long version, Bytes coldHash, Bytes hotHash) {
        return Digests.sha256(Labels.RECORD_HEAD.bind(new Writer().u64(version).toBytes(), coldHash, hotHash));
    }

    public Id id() {
        return cold.account();
    }

    public Id tenant() {
        return cold.tenant();
    }

    public long version() {
        return hot.version();
    }
}
