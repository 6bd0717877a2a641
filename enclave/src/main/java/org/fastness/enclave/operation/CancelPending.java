package org.fastness.enclave.operation;

import java.util.Optional;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.account.Pending;
import org.fastness.protocol.message.Operation;

/**
 * Step 6: cancels an export, or vetoes a recovery. A veto means that somebody else has the recovery code or that a stolen device defends itself, so it
 * freezes whatever leaves the account; the same call once more, approved afresh when nothing is pending, thaws it. A recovery may be started again
 * meanwhile: completing it thaws too.
 */
public final class CancelPending {

    public Outcome run(Execution execution, Operation.CancelPending cancel) throws Refused {
        HotState hot = execution.hot();
        return switch (Pending.Kind.ofCode(cancel.pending())) {
            case EXPORT -> {
                if (hot.export().isEmpty()) throw new Refused(Refusal.NOT_PENDING);
                execution.draft(hot.withExport(Optional.empty()));
                yield Outcome.account("Export cancelled");
            }
            case RECOVERY -> {
                if (hot.recovery().isEmpty() && !hot.frozen()) throw new Refused(Refusal.NOT_PENDING);
                boolean veto = hot.recovery().isPresent();
                execution.draft(hot.withRecovery(Optional.empty()).withFrozen(veto));
                yield Outcome.account(veto ? "Recovery vetoed, account frozen" : "Account thawed");
            }
        };
    }
}
