package org.fastness.enclave.operation;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Pending;
import org.fastness.enclave.account.Slot;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/**
 * Step 6: starts the delay of a recovery, in which every authenticator can veto it. Nothing opens here: who has the recovery code is asked at the end.
 * One at a time; one whose window has passed makes room.
 */
public final class StartRecovery {
    private static final Id NO_KEY = Id.key(Bytes.of(new byte[Id.SIZE]));
    private static final Bytes NO_PIN = Bytes.of(new byte[32]);

    public Outcome run(Execution execution, Operation.StartRecovery start) throws Refused {
        if (execution.cold().slot(Slot.Kind.RECOVERY).isEmpty()) throw new Refused(Refusal.LEVEL);
        long now = execution.nowMicros();
        if (execution.hot().recovery().filter(pending -> now < pending.windowEndsMicros()).isPresent()) throw new Refused(Refusal.CONFLICT);
        Settings settings = execution.realm().settings();
        long matures = now + settings.recoveryDelayMicros();
        Pending pending = new Pending(now, matures, matures + settings.actionWindowMicros(), NO_KEY, NO_PIN, execution.realm().time().label());
        execution.draft(execution.hot().withRecovery(Optional.of(pending)));
        return new Outcome(account -> new Result.ActionPending(pending.view(Pending.Kind.RECOVERY)), "Recovery started");
    }
}
