package org.fastness.protocol.channel;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * What the host must know to fetch sealed records, in clear beside the frame and again inside it; the enclave compares the two.
 *
 * <p>For an account that is not zero the host hands over the account's cold and hot record, the named keys, the stored answer of the request id
 * if that is not zero, and {@code activityCount} activity entries from number {@code activityFrom} on.
 *
 * @param tenant 16 octets
 * @param account 16 octets, zero where there is none yet
 * @param requestId 16 random octets chosen by the client for an {@link org.fastness.protocol.message.Operation}, zero otherwise
 */
public record RoutingHeader(Id tenant, Id account, Id requestId, List<Id> keys, long activityFrom, int activityCount) {
    public RoutingHeader {
        keys = List.copyOf(keys);
    }

    /** Order: tenant, account, request id, keys, u64 activity from, u16 activity count. */
    public Bytes encode() {
        return new Writer().fixed(tenant.value()).fixed(account.value()).fixed(requestId.value())
                .list(keys, (out, key) -> out.fixed(key.value())).u64(activityFrom).u16(activityCount).toBytes();
    }

    public static RoutingHeader decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        RoutingHeader header = new RoutingHeader(
                Id.tenant(in.fixed(Id.SIZE)), Id.account(in.fixed(Id.SIZE)), Id.request(in.fixed(Id.SIZE)),
                in.list(Bounds.ROUTED_KEYS, r -> Id.key(r.fixed(Id.SIZE))), in.u64(), in.u16());
        if (header.activityCount > Bounds.ACTIVITY_PAGE || header.activityFrom < 0) throw new Malformed("activity page out of bounds");
        in.end();
        return header;
    }
}
