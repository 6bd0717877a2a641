package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.account.Pending;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.PendingEnrolment;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;

/**
 * Step 6: ends a matured recovery. The recovery code has opened the user secret; every old authenticator and slot goes, the new ones come, under a new
 * user secret and a new code. The channel does not stay open: the new authenticator unlocks.
 */
public final class CompleteRecovery {

    public Outcome run(Execution execution, Operation.CompleteRecovery complete) throws Refused, Denied {
        execution.requireRecoveryCode();
        Pending recovery = execution.hot().recovery().orElseThrow(() -> new Refused(Refusal.NOT_PENDING));
        recovery.requireOpen(execution.nowMicros());
        PendingEnrolment pending = execution.channel().pending(Request.Purpose.RECOVER, execution.tenant(), execution.account());
        Enrol enrol = new Enrol(execution, pending);
        Enrol.Enrolled enrolled;
        try (RenewSecret renewal = new RenewSecret(execution)) {
            enrolled = enrol.run(complete.enrolment(), execution.cold().party(), renewal.fresh());
            requireLevel(execution.cold().level(), enrolled);
            List<Slot> slots = new ArrayList<>(enrolled.slots());
            if (execution.cold().level() == 0) slots.add(enrol.operator(renewal.fresh()));
            renewal.draft(List.of(enrolled.authenticator()), List.of(), slots);
        }
        execution.draft(execution.hot().withRecovery(Optional.empty()).withExport(Optional.empty()).withFrozen(false).used(new HotState.Use(enrolled.authenticator().id(), enrolled.signCount(), 0)));
        execution.whenDurable(() -> execution.channel().finish(pending));
        return Outcome.account("Account recovered with the recovery code");
    }

    /** Whoever recovers ends with a code again, and at level 1 with a passkey that opens. */
    private static void requireLevel(int level, Enrol.Enrolled enrolled) throws Refused {
        if (!enrolled.has(Slot.Kind.RECOVERY)) throw new Refused(Refusal.LEVEL);
        CreateAccount.requireLevel(level, enrolled);
    }
}
