package org.fastness.identity.api;

import org.fastness.base.LogWord;

/** Where audit events go. Must not throw and must not take long; thread-safe. */
@FunctionalInterface
public interface AuditEvents {

    void happened(AuditEvent event);

    /** Writes each event as one structured line of the log {@code org.fastness.audit}. */
    static AuditEvents logged() {
        System.Logger log = System.getLogger("org.fastness.audit");
        LogWord nobody = new LogWord("-");
        return event -> log.log(System.Logger.Level.INFO, "{0} {1} tenant {2} user {3} account {4} at {5}", event.kind(), event.outcome(), event.tenant(),
                event.user().<Object>map(id -> id).orElse(nobody), event.account().<Object>map(id -> id).orElse(nobody), event.atMicros());
    }
}
