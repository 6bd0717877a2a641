package org.fastness.enclave.operation;

import java.util.Optional;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Pending;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/** Step 6: starts the delay after which the seed phrase may be collected, once, by the key pinned now. */
public final class RequestExport {

    public Outcome run(Execution execution, Operation.RequestExport request) throws Refused {
        execution.requireThawed();
        if (execution.cold().level() == 0) throw new Refused(Refusal.LEVEL);
        execution.cold().key(request.key());
        if (!execution.slots().isUsable(request.pinnedKey())) throw new Refused(Refusal.MALFORMED);
        Settings settings = execution.realm().settings();
        long matures = execution.nowMicros() + settings.exportDelayMicros();
        Pending pending = new Pending(execution.nowMicros(), matures, matures + settings.actionWindowMicros(), request.key(), request.pinnedKey(), execution.realm().time().label());
        execution.draft(execution.hot().withExport(Optional.of(pending)));
        return new Outcome(account -> new Result.ActionPending(pending.view(Pending.Kind.EXPORT)), "Export of the seed phrase asked for");
    }
}
