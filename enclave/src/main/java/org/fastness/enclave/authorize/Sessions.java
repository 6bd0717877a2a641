package org.fastness.enclave.authorize;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.Ed25519;

/**
 * Session keys that an authenticator certified: for signing alone, for so many uses, for at most fifteen minutes, for this boot. They live in memory
 * only, so they die with it. Thread-safe.
 */
public final class Sessions {
    /** Most at once, over all accounts. */
    static final int MAX = 16_384;
    /** Most uses one certificate allows. */
    public static final long MAX_USES = 1_000_000;
    /** Longest life. */
    public static final int MAX_SECONDS = 900;

    private static final class Session {
        private final Id tenant;
        private final Id account;
        private final Id authenticator;
        private final Bytes publicKey;
        private final long deadlineNanos;
        private long usesLeft;

        Session(Id tenant, Id account, Id authenticator, Bytes publicKey, long deadlineNanos, long uses) {
            this.tenant = tenant;
            this.account = account;
            this.authenticator = authenticator;
            this.publicKey = publicKey;
            this.deadlineNanos = deadlineNanos;
            this.usesLeft = uses;
        }

        synchronized boolean use() {
            return usesLeft > 0 && usesLeft-- > 0;
        }
    }

    private final Ticker ticker;
    private final Map<Bytes, Session> byId = new LinkedHashMap<>();

    public Sessions(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether there is room for one more. */
    public synchronized void requireRoom() throws Refused {
        if (byId.size() < MAX) return;
        byId.values().removeIf(this::isOver);
        if (byId.size() >= MAX) throw new Refused(Refusal.TOO_MANY);
    }

    /** Begins a session; its life starts now. */
    public synchronized void begin(Bytes id, Id tenant, Id account, Id authenticator, Bytes publicKey, long uses, int seconds) {
        removeOver();
        byId.put(id, new Session(tenant, account, authenticator, publicKey, ticker.monotonicNanos() + seconds * 1_000_000_000L, uses));
    }

    private void removeOver() {
        Iterator<Session> oldest = byId.values().iterator();
        while (oldest.hasNext() && isOver(oldest.next())) oldest.remove();
    }

    private boolean isOver(Session session) {
        return session.deadlineNanos - ticker.monotonicNanos() <= 0;
    }

    /** Checks the signature, then takes one use. @return the authenticator that certified the session */
    Id use(Bytes id, Id tenant, Id account, Bytes challenge, Bytes signature) throws Denied {
        Session session = find(id);
        if (session == null || isOver(session) || !session.tenant.equals(tenant) || !session.account.equals(account)) throw new Denied(Denied.Cause.UNKNOWN_SESSION);
        if (!Ed25519.verify(session.publicKey, challenge, signature)) throw new Denied(Denied.Cause.SIGNATURE);
        if (!session.use()) throw new Denied(Denied.Cause.UNKNOWN_SESSION);
        return session.authenticator;
    }

    private synchronized Session find(Bytes id) {
        return byId.get(id);
    }

    /** Ends every session of the account. */
    public synchronized void end(Id account) {
        byId.values().removeIf(session -> session.account.equals(account));
    }
}
