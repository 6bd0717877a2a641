package org.fastness.enclave.operation;

import org.fastness.base.Refused;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.PendingEnrolment;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;

/** Step 6: adds an authenticator with its slots, approved by one that is there. The level stays: what was born at level 0 is never more. */
public final class AddAuthenticator {

    public Outcome run(Execution execution, Operation.AddAuthenticator add) throws Refused, Denied {
        PendingEnrolment pending = execution.channel().pending(Request.Purpose.ADD, execution.tenant(), execution.account());
        Enrol.Enrolled enrolled = new Enrol(execution, pending).run(add.enrolment(), execution.cold().party(), execution.open().secret());
        boolean there = execution.cold().authenticators().stream().anyMatch(a -> a.key().equals(enrolled.authenticator().key()));
        if (there) throw new Denied(Denied.Cause.ATTESTATION);
        execution.draft(execution.cold().enrolled(enrolled.authenticator(), enrolled.slots()));
        execution.draft(execution.hot().used(new HotState.Use(enrolled.authenticator().id(), enrolled.signCount(), 0)));
        execution.whenDurable(() -> execution.channel().finish(pending));
        return Outcome.account("Device added");
    }
}
