package org.fastness.identity.code;

import java.net.InetAddress;
import java.time.Duration;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.identity.Ground;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.mail.Outbox;
import org.fastness.store.Tx;

/**
 * Sends a new code to an address, which replaces the one before. Does not look whether a user has the address: known and unknown
 * ones take the same steps, so answer and timing are the same.
 */
public final class RequestCode {

    /** How long a code is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String SUBJECT = "Your sign-in code";

    private final Ground ground;
    private final Limits limits;
    private final Outbox outbox;
    private final Runnable mailWaits;

    /** @param mailWaits told after each mail was put into the outbox */
    public RequestCode(Ground ground, Limits limits, Outbox outbox, Runnable mailWaits) {
        this.ground = ground;
        this.limits = limits;
        this.outbox = outbox;
        this.mailWaits = mailWaits;
    }

    /** Everything the transaction needs, made before it. */
    private record Prepared(Id tenant, Limits.Count byClient, Limits.Count byAddress, Bytes emailIndex, Bytes codeHash, Outbox.Sealed mail) {}

    /** Refuses with {@code TOO_MANY} a client that asks too often; an address that was asked for too often just gets no mail. */
    public void request(Id tenant, EmailAddress address, InetAddress client) throws Refused {
        Prepared prepared = prepare(tenant, address, client);
        long now = ground.ticker().epochMicros();
        Outcome outcome = ground.store().inTransaction(tx -> store(tx, prepared, now));
        ground.audit().happened(AuditEvent.of(now, tenant, AuditEvent.Kind.CODE_REQUEST, outcome));
        if (outcome == Outcome.CLIENT_LIMIT) throw new Refused(Refusal.TOO_MANY);
        mailWaits.run();
    }

    private Prepared prepare(Id tenant, EmailAddress address, InetAddress client) throws Refused {
        Code code = Code.random(ground.entropy());
        return new Prepared(tenant, limits.codes(ground.index(), tenant, client), limits.codes(ground.index(), tenant, address),
                ground.index().of(tenant, Code.EMAIL_INDEX, address.octets()), ground.index().of(tenant, Code.HASH, code.bound(address)),
                outbox.seal(tenant, address.normalized(), SUBJECT, text(code), LIFETIME));
    }

    private Outcome store(Tx tx, Prepared prepared, long now) {
        if (!prepared.byClient.take(tx, now)) return Outcome.CLIENT_LIMIT;
        if (!prepared.byAddress.take(tx, now)) return Outcome.ADDRESS_LIMIT;
        tx.update("""
                insert into identity_code (tenant, email_index, code_hash, attempts, expires_at) values (?, ?, ?, 0, ?)
                on conflict (tenant, email_index) do update set code_hash = excluded.code_hash, attempts = 0, expires_at = excluded.expires_at""",
                prepared.tenant, prepared.emailIndex, prepared.codeHash, now + LIFETIME.toMillis() * 1000);
        outbox.put(tx, prepared.mail);
        return Outcome.DONE;
    }

    private static String text(Code code) {
        return """
                Your sign-in code is %s

                It is good for %d minutes and for one sign-in. Enter it only on the page where you asked for it;
                nobody of us will ever ask you for it. If you did not ask, ignore this mail: nothing happens without the code.
                """.formatted(code.digits(), LIFETIME.toMinutes());
    }
}
