package org.fastness.identity.handoff;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Ground;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.session.NewSession;
import org.fastness.identity.session.Sessions;
import org.fastness.store.Tx;

/** One-time words that become a session once, within {@link #LIFETIME}. The store holds their hashes alone. */
public final class Handoffs {

    /** From one page to the next: a redirect takes less. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Ground ground;
    private final Limits limits;
    private final Sessions sessions;

    public Handoffs(Ground ground, Limits limits, Sessions sessions) {
        this.ground = ground;
        this.limits = limits;
        this.sessions = sessions;
    }

    /** Keeps a handoff for the user. */
    public void put(Tx tx, Id tenant, Id user, BearerToken handoff, long nowMicros) {
        tx.update("insert into identity_handoff (token_hash, tenant, user_id, expires_at) values (?, ?, ?, ?)", handoff.hash(), tenant, user, nowMicros + LIFETIME.toMillis() * 1000);
    }

    private record Ended(Outcome outcome, Optional<NewSession> session) {}

    /** The session that the handoff stands for; refused if it is unknown, used or old. */
    public NewSession redeem(Id tenant, String text, InetAddress client) throws Refused, Malformed {
        BearerToken handoff = BearerToken.parse(BearerToken.Kind.HANDOFF, text);
        Limits.Count byClient = limits.guesses(ground.index(), tenant, client);
        BearerToken token = BearerToken.make(BearerToken.Kind.SESSION, ground.entropy());
        long now = ground.ticker().epochMicros();
        Ended ended = ground.store().inTransaction(tx -> decide(tx, tenant, handoff, byClient, token, now));
        AuditEvent event = AuditEvent.of(now, tenant, AuditEvent.Kind.HANDOFF, ended.outcome);
        ground.audit().happened(ended.session.map(session -> event.with(session.user())).orElse(event));
        if (ended.outcome == Outcome.CLIENT_LIMIT) throw new Refused(Refusal.TOO_MANY);
        return ended.session.orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED));
    }

    private Ended decide(Tx tx, Id tenant, BearerToken handoff, Limits.Count byClient, BearerToken token, long now) {
        if (!byClient.take(tx, now)) return new Ended(Outcome.CLIENT_LIMIT, Optional.empty());
        Optional<Id> user = tx.one("delete from identity_handoff where token_hash = ? and tenant = ? and expires_at > ? returning user_id",
                row -> Id.user(row.bytes("user_id")), handoff.hash(), tenant, now);
        if (user.isEmpty()) return new Ended(Outcome.NO_HANDOFF, Optional.empty());
        return new Ended(Outcome.DONE, Optional.of(sessions.begin(tx, tenant, user.get(), token, now)));
    }
}
