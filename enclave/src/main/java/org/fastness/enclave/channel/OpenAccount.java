package org.fastness.enclave.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.enclave.keys.ChildKey;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.intent.KeyPath;

/**
 * An account that somebody opened on a channel: its user secret, and the child keys derived so far, all off the heap. Wiped when the channel ends,
 * opens another account, or the user secret is renewed.
 */
public final class OpenAccount implements AutoCloseable {
    /** Child keys kept; the one used least recently makes room. */
    static final int CHILDREN = 32;

    private record Child(Id key, KeyPath path) {}

    /** Makes a child key that is not kept yet. */
    @FunctionalInterface
    public interface Derivation {
        ChildKey derive() throws Refused;
    }

    private final Id tenant;
    private final Id account;
    private final UserSecret secret;
    private final Map<Child, ChildKey> children = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /** Takes the secret over. */
    public OpenAccount(Id tenant, Id account, UserSecret secret) {
        this.tenant = tenant;
        this.account = account;
        this.secret = secret;
    }

    /** Whether this is the account, under the user secret that its record says is current. */
    public boolean is(Id otherTenant, Id otherAccount, long secretEpoch) {
        return tenant.equals(otherTenant) && account.equals(otherAccount) && secret.epoch() == secretEpoch;
    }

    public UserSecret secret() {
        return secret;
    }

    /** The child key, derived at first use. Stays this object's to close. */
    public synchronized ChildKey child(Id key, KeyPath path, Derivation derivation) throws Refused {
        Child name = new Child(key, path);
        ChildKey known = children.get(name);
        if (known != null) return known;
        if (closed) throw new IllegalStateException("the account was closed on this channel");
        ChildKey derived = derivation.derive();
        if (children.size() >= CHILDREN) evictOldest();
        children.put(name, derived);
        return derived;
    }

    private void evictOldest() {
        var eldest = children.entrySet().iterator();
        eldest.next().getValue().close();
        eldest.remove();
    }

    @Override
    public synchronized void close() {
        closed = true;
        children.values().forEach(ChildKey::close);
        children.clear();
        secret.close();
    }
}
