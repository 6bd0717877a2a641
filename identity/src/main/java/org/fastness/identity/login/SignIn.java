package org.fastness.identity.login;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Ground;
import org.fastness.identity.api.AccountLinks;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.api.LoginStatements;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.session.NewSession;
import org.fastness.identity.session.Sessions;
import org.fastness.store.Tx;

/** Begins a session for the user of the account that a statement names. Each statement is good once, and for {@link #LIFETIME}. */
public final class SignIn {

    /** A statement is used by the page that received it, at once. */
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    /** How far ahead of this server's clock another server's may be. */
    static final Duration SKEW = Duration.ofSeconds(10);

    private final Ground ground;
    private final Limits limits;
    private final LoginStatements statements;
    private final AccountLinks links;
    private final Sessions sessions;

    public SignIn(Ground ground, Limits limits, LoginStatements statements, AccountLinks links, Sessions sessions) {
        this.ground = ground;
        this.limits = limits;
        this.statements = statements;
        this.links = links;
        this.sessions = sessions;
    }

    private record Ended(Outcome outcome, Optional<NewSession> session) {
        static Ended badly(Outcome outcome) {
            return new Ended(outcome, Optional.empty());
        }
    }

    /** The new session; refused with {@code TOO_MANY}, {@code NOT_READY}, or {@code UNAUTHENTICATED} whatever else the cause. */
    public NewSession signIn(Id tenant, Bytes statement, InetAddress client) throws Refused {
        Limits.Count byClient = limits.guesses(ground.index(), tenant, client);
        long now = ground.ticker().epochMicros();
        Optional<LoginStatements.Verified> verified = verified(statement);
        BearerToken token = BearerToken.make(BearerToken.Kind.SESSION, ground.entropy());
        Ended ended = ground.store().inTransaction(tx -> decide(tx, tenant, verified, byClient, token, now));
        tell(now, tenant, verified, ended);
        if (ended.outcome == Outcome.CLIENT_LIMIT) throw new Refused(Refusal.TOO_MANY);
        return ended.session.orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED));
    }

    private Optional<LoginStatements.Verified> verified(Bytes statement) throws Refused {
        try {
            return Optional.of(statements.verify(statement));
        } catch (Refused refused) {
            if (refused.refusal() != Refusal.UNAUTHENTICATED) throw refused;
            return Optional.empty();
        }
    }

    private Ended decide(Tx tx, Id tenant, Optional<LoginStatements.Verified> verified, Limits.Count byClient, BearerToken token, long now) {
        if (!byClient.take(tx, now)) return Ended.badly(Outcome.CLIENT_LIMIT);
        if (verified.isEmpty()) return Ended.badly(Outcome.BAD_SIGNATURE);
        LoginStatements.Verified login = verified.get();
        if (!login.tenant().equals(tenant)) return Ended.badly(Outcome.WRONG_TENANT);
        long expiresAt = login.issuedMicros() + LIFETIME.toMillis() * 1000;
        if (expiresAt <= now || login.issuedMicros() > now + SKEW.toMillis() * 1000) return Ended.badly(Outcome.TOO_OLD);
        int first = tx.update("insert into identity_login_used (tenant, request_id, expires_at) values (?, ?, ?) on conflict (tenant, request_id) do nothing", tenant, login.requestId(), expiresAt);
        if (first == 0) return Ended.badly(Outcome.REPLAYED);
        return links.userOf(tx, tenant, login.account())
                .map(user -> new Ended(Outcome.DONE, Optional.of(sessions.begin(tx, tenant, user, token, now))))
                .orElse(Ended.badly(Outcome.NO_USER));
    }

    private void tell(long now, Id tenant, Optional<LoginStatements.Verified> verified, Ended ended) {
        AuditEvent event = AuditEvent.of(now, tenant, AuditEvent.Kind.LOGIN_STATEMENT, ended.outcome);
        AuditEvent about = verified.map(login -> event.withAccount(login.account())).orElse(event);
        ground.audit().happened(ended.session.map(session -> about.with(session.user())).orElse(about));
    }
}
