package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.authorize.Sessions;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/** Step 6: lets a session key sign for a while, and nothing else. */
public final class CertifySession {

    public Outcome run(Execution execution, Operation.CertifySession certify) throws Refused {
        execution.requireThawed();
        boolean bounded = certify.maxUses() >= 1 && certify.maxUses() <= Sessions.MAX_USES && certify.lifetimeSeconds() >= 1 && certify.lifetimeSeconds() <= Sessions.MAX_SECONDS;
        if (!bounded) throw new Refused(Refusal.MALFORMED);
        Sessions sessions = execution.realm().sessions();
        sessions.requireRoom();
        Bytes session = execution.realm().entropy().bytes(16);
        Id approver = execution.approver();
        execution.whenDurable(() -> sessions.begin(session, execution.tenant(), execution.account(), approver, certify.publicKey(), certify.maxUses(), certify.lifetimeSeconds()));
        Result result = new Result.SessionCertified(session, certify.maxUses(), certify.lifetimeSeconds() * 1000L);
        return new Outcome(account -> result, "Session key certified for " + certify.maxUses() + " uses within " + certify.lifetimeSeconds() + " seconds");
    }
}
