package org.fastness.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fastness.base.Bytes;
import org.fastness.base.Id;

/**
 * What this client last saw of each account: the second, independent witness against a host that rolls back. Keep it where the
 * device keeps state; this one lives in memory.
 */
public interface KnownVersions {

    /** A version and the head that belongs to it. */
    record Seen(long version, Bytes head) {
        /** Nothing seen yet. */
        public static final Seen NOTHING = new Seen(0, Bytes.of(new byte[32]));
    }

    Seen of(Id account);

    /** Remembers the newer of what was known and this. */
    void remember(Id account, Seen seen);

    /** In memory, for the life of the process. */
    static KnownVersions inMemory() {
        Map<Id, Seen> known = new ConcurrentHashMap<>();
        return new KnownVersions() {
            @Override
            public Seen of(Id account) {
                return known.getOrDefault(account, Seen.NOTHING);
            }

            @Override
            public void remember(Id account, Seen seen) {
                known.merge(account, seen, (old, now) -> now.version >= old.version ? now : old);
            }
        };
    }
}
