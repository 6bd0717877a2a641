package org.fastness.enclave.dispatch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;

/**
 * Request ids under way, and those that lately became durable. The stored answer is what makes a retry safe; this closes the gap between the host's look
 * into its store and its commit, so that one request id never stands in two transitions. Bounded; thread-safe.
 */
final class RecentRequests {
    /** Durable ones remembered. */
    static final int KEPT = 8192;

    private record Key(Id tenant, Id request) {}

    private final Set<Key> underWay = new HashSet<>();
    private final Map<Key, Bytes> durable = new LinkedHashMap<>();

    /** Refuses an id that is under way, or whose answer the host failed to bring. */
    synchronized void begin(Id tenant, Id request, Bytes identity) throws Refused {
        Key key = new Key(tenant, request);
        Bytes known = durable.get(key);
        if (known != null) throw new Refused(known.equals(identity) ? Refusal.CONFLICT : Refusal.REPLAYED);
        if (!underWay.add(key)) throw new Refused(Refusal.CONFLICT);
    }

    synchronized void undone(Id tenant, Id request) {
        underWay.remove(new Key(tenant, request));
    }

    synchronized void durable(Id tenant, Id request, Bytes identity) {
        Key key = new Key(tenant, request);
        underWay.remove(key);
        if (durable.size() >= KEPT) durable.remove(durable.keySet().iterator().next());
        durable.put(key, identity);
    }
}
