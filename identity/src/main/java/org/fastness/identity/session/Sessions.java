package org.fastness.identity.session;

import java.time.Duration;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.http.Authenticator;
import org.fastness.http.Principal;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Ground;
import org.fastness.identity.api.AccountLinks;
import org.fastness.identity.api.AuditEvent;
import org.fastness.store.Rows;
import org.fastness.store.Tx;

/**
 * Sessions, from the first request to the last (step 2 of a request's life: the session becomes a {@link Principal}). A session
 * ends {@link #IDLE} after it was last seen, {@link #LIFETIME} after it began, or when it is revoked, whichever comes first.
 */
public final class Sessions implements Authenticator {

    /** Without a request a session ends after this. */
    public static final Duration IDLE = Duration.ofHours(2);

    /** No session lasts longer. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** A session is marked as seen at most this often, so that reading costs no write. */
    static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final Ground ground;
    private final AccountLinks links;

    public Sessions(Ground ground, AccountLinks links) {
        this.ground = ground;
        this.links = links;
    }

    /** Begins a session inside the transaction that proved who the user is. */
    public NewSession begin(Tx tx, Id tenant, Id user, BearerToken token, long nowMicros) {
        long endsAt = nowMicros + LIFETIME.toMillis() * 1000;
        tx.update("insert into identity_session (id, tenant, token_hash, user_id, created_at, seen_at, ends_at) values (?, ?, ?, ?, ?, ?, ?)",
                ground.entropy().bytes(16), tenant, token.hash(), user, nowMicros, nowMicros, endsAt);
        return new NewSession(token, endsAt, user, links.accountOf(tx, tenant, user));
    }

    private record Live(Principal principal, long seenAtMicros) {}

    @Override
    public Optional<Principal> authenticate(String token) {
        try {
            Bytes hash = BearerToken.parse(BearerToken.Kind.SESSION, token).hash();
            long now = ground.ticker().epochMicros();
            Optional<Live> live = ground.store().read(rows -> live(rows, hash, now));
            live.filter(session -> now - session.seenAtMicros >= micros(SEEN_STEP)).ifPresent(session -> see(session.principal, now));
            return live.map(Live::principal);
        } catch (Malformed noToken) {
            return Optional.empty();
        }
    }

    private Optional<Live> live(Rows rows, Bytes hash, long now) {
        return rows.one("select id, tenant, user_id, seen_at from identity_session where token_hash = ? and ends_at > ? and seen_at > ?", row -> {
            Id tenant = Id.tenant(row.bytes("tenant"));
            Id user = Id.user(row.bytes("user_id"));
            return new Live(new Principal(tenant, user, links.accountOf(rows, tenant, user), row.bytes("id")), row.int64("seen_at"));
        }, hash, now, now - micros(IDLE));
    }

    // Not waited for: a session that is seen late ends early, which is the safe side.
    private void see(Principal principal, long now) {
        ground.store().submit(tx -> tx.update("update identity_session set seen_at = ? where id = ? and seen_at < ?", now, principal.session(), now));
    }

    /** Ends the caller's own session at once. */
    public void end(Principal principal) {
        ground.store().inTransaction(tx -> tx.update("delete from identity_session where id = ? and tenant = ?", principal.session(), principal.tenant()));
        ground.audit().happened(AuditEvent.of(ground.ticker().epochMicros(), principal.tenant(), AuditEvent.Kind.SESSION_END, AuditEvent.Outcome.DONE).with(principal.user()));
    }

    /** Ends every session of the user; gives how many there were. */
    public int endAll(Id tenant, Id user) {
        int ended = ground.store().inTransaction(tx -> tx.update("delete from identity_session where tenant = ? and user_id = ?", tenant, user));
        ground.audit().happened(AuditEvent.of(ground.ticker().epochMicros(), tenant, AuditEvent.Kind.SESSION_END, AuditEvent.Outcome.DONE).with(user));
        return ended;
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1000;
    }
}
