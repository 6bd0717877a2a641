package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.protocol.message.LoginStatement;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/** Step 6: opens the account on the channel and gives the owner a login statement for identity. */
public final class UnlockAccount {

    public Outcome run(Execution execution, Operation.Unlock unlock) throws Refused {
        execution.open();
        if (execution.line().provesOwner(execution.context().knownVersion())) {
            execution.whenDurable(() -> execution.realm().accounts().ownerSeen(execution.line()));
        }
        Bytes statement = statement(execution).encode();
        return new Outcome(account -> new Result.Unlocked(Views.of(account), statement), "Unlocked");
    }

    private static LoginStatement statement(Execution execution) {
        Bytes unsigned = Bytes.of(new byte[64]);
        LoginStatement draft = new LoginStatement(execution.context().environment(), execution.tenant(), execution.account(), execution.approver(), execution.context().requestId(), execution.nowMicros(), unsigned);
        Bytes signature = execution.realm().loginKey().sign(draft.signedOctets());
        return new LoginStatement(draft.environment(), draft.tenant(), draft.account(), draft.authenticator(), draft.requestId(), draft.issuedMicros(), signature);
    }
}
