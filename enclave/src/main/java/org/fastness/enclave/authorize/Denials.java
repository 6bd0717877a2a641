package org.fastness.enclave.authorize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import org.fastness.protocol.link.Property;

/** How often each cause denied an authorization in this boot: the true cause stays inside, its count is for the operator. */
public final class Denials {
    private final AtomicLongArray counts = new AtomicLongArray(Denied.Cause.values().length);

    public void count(Denied denied) {
        counts.incrementAndGet(denied.reason().ordinal());
    }

    public List<Property> properties() {
        List<Property> properties = new ArrayList<>();
        for (Denied.Cause cause : Denied.Cause.values()) {
            long count = counts.get(cause.ordinal());
            if (count > 0) properties.add(new Property("denied." + cause.name().toLowerCase(Locale.ROOT), Long.toString(count)));
        }
        return properties;
    }
}
