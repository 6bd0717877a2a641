package org.fastness.identity.api;

import java.util.Optional;
import org.fastness.base.Id;

/**
 * Something that happened, told in enums and ids: no address, no token, no text. The true cause of a refusal stands here, and only
 * here, since callers are told all causes alike.
 */
public record AuditEvent(long atMicros, Id tenant, Kind kind, Outcome outcome, Optional<Id> user, Optional<Id> account) {

    /** What was tried. */
    public enum Kind { CODE_REQUEST, CODE_VERIFICATION, HANDOFF, LOGIN_STATEMENT, SESSION_END, MAIL_DELIVERY, OUTBOX_READ }

    /** How it ended. */
    public enum Outcome {
        DONE, DONE_NEW_USER, CLIENT_LIMIT, ADDRESS_LIMIT, NO_CODE, WRONG_CODE, CODE_BURNT, NO_HANDOFF, BAD_SIGNATURE, WRONG_TENANT, TOO_OLD, REPLAYED, NO_USER, RETRY_LATER, GIVEN_UP
    }

    /** An event about nobody who is known yet. */
    public static AuditEvent of(long atMicros, Id tenant, Kind kind, Outcome outcome) {
        return new AuditEvent(atMicros, tenant, kind, outcome, Optional.empty(), Optional.empty());
    }

    public AuditEvent with(Id user) {
        return new AuditEvent(atMicros, tenant, kind, outcome, Optional.of(user), account);
    }

    public AuditEvent withAccount(Id of) {
        return new AuditEvent(atMicros, tenant, kind, outcome, user, Optional.of(of));
    }
}
