package org.fastness.identity.code;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.identity.BearerToken;
import org.fastness.identity.Ground;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.api.AuditEvent.Outcome;
import org.fastness.identity.handoff.Handoffs;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.user.Users;
import org.fastness.store.Tx;

/** Takes a code back and gives a handoff for it. The first right code of an address makes its user. */
public final class VerifyCode {

    /** Wrong codes after which the right one no longer helps. */
    public static final int ATTEMPTS = 5;

    private final Ground ground;
    private final Limits limits;
    private final Users users;
    private final Handoffs handoffs;

    public VerifyCode(Ground ground, Limits limits, Users users, Handoffs handoffs) {
        this.ground = ground;
        this.limits = limits;
        this.users = users;
        this.handoffs = handoffs;
    }

    private record Prepared(Id tenant, Limits.Count byClient, Limits.Count byAddress, Bytes emailIndex, Bytes codeHash, Users.Candidate user, BearerToken handoff) {}

    private record Ended(Outcome outcome, Optional<Id> user) {
        static Ended badly(Outcome outcome) {
            return new Ended(outcome, Optional.empty());
        }
    }

    private record Stored(Bytes codeHash, long attempts) {}

    /** The handoff; refused with {@code TOO_MANY}, or with {@code UNAUTHENTICATED} whatever else the cause. */
    public BearerToken verify(Id tenant, EmailAddress address, String typed, InetAddress client) throws Refused, Malformed {
        Prepared prepared = prepare(tenant, address, Code.parse(typed), client);
        long now = ground.ticker().epochMicros();
        Ended ended = ground.store().inTransaction(tx -> decide(tx, prepared, now));
        AuditEvent event = AuditEvent.of(now, tenant, AuditEvent.Kind.CODE_VERIFICATION, ended.outcome);
        ground.audit().happened(ended.user.map(event::with).orElse(event));
        return switch (ended.outcome) {
            case DONE, DONE_NEW_USER -> prepared.handoff;
            case CLIENT_LIMIT, ADDRESS_LIMIT -> throw new Refused(Refusal.TOO_MANY);
            default -> throw new Refused(Refusal.UNAUTHENTICATED);
        };
    }

    private Prepared prepare(Id tenant, EmailAddress address, Code code, InetAddress client) throws Refused {
        return new Prepared(tenant, limits.guesses(ground.index(), tenant, client), limits.guesses(ground.index(), tenant, address),
                ground.index().of(tenant, Code.EMAIL_INDEX, address.octets()), ground.index().of(tenant, Code.HASH, code.bound(address)),
                users.candidate(tenant, address), BearerToken.make(BearerToken.Kind.HANDOFF, ground.entropy()));
    }

    // Gives its refusals as data: the count of attempts must be kept.
    private Ended decide(Tx tx, Prepared prepared, long now) {
        if (!prepared.byClient.take(tx, now)) return Ended.badly(Outcome.CLIENT_LIMIT);
        if (!prepared.byAddress.take(tx, now)) return Ended.badly(Outcome.ADDRESS_LIMIT);
        Optional<Stored> stored = tx.one("""
                update identity_code set attempts = attempts + 1 where tenant = ? and email_index = ? and expires_at > ? returning code_hash, attempts""",
                row -> new Stored(row.bytes("code_hash"), row.int64("attempts")), prepared.tenant, prepared.emailIndex, now);
        if (stored.isEmpty()) return Ended.badly(Outcome.NO_CODE);
        if (stored.get().attempts > ATTEMPTS) return Ended.badly(Outcome.CODE_BURNT);
        if (!MessageDigest.isEqual(stored.get().codeHash.toArray(), prepared.codeHash.toArray())) return Ended.badly(Outcome.WRONG_CODE);
        tx.update("delete from identity_code where tenant = ? and email_index = ?", prepared.tenant, prepared.emailIndex);
        Users.Found found = users.findOrMake(tx, prepared.user);
        handoffs.put(tx, prepared.tenant, found.user(), prepared.handoff, now);
        return new Ended(found.isNew() ? Outcome.DONE_NEW_USER : Outcome.DONE, Optional.of(found.user()));
    }
}
