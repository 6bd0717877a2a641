package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.channel.OpenAccount;
import org.fastness.enclave.keys.UserSecret;

/**
 * Makes a new user secret and seals everything to it in the same transition: every key, and every slot that stays, whether its owner is here or not. What
 * the old secret opens is worth nothing from then on.
 */
final class RenewSecret implements AutoCloseable {
    private final Execution execution;
    private final UserSecret old;
    private final UserSecret fresh;

    /** The execution then holds the account opened by the new secret. */
    RenewSecret(Execution execution) throws Refused {
        this.execution = execution;
        this.old = new UserSecret(execution.open().secret().octets().copy(), execution.cold().secretEpoch());
        this.fresh = UserSecret.generate(execution.realm().entropy(), old.epoch() + 1);
        execution.opened(new OpenAccount(execution.tenant(), execution.account(), fresh));
    }

    UserSecret fresh() {
        return fresh;
    }

    /** @param kept slots that stay, to be sealed anew; @param made slots already sealed to the new secret */
    void draft(List<Authenticator> authenticators, List<Slot> kept, List<Slot> made) throws Refused {
        KeyRecords.reseal(execution, old, fresh);
        List<Slot> slots = new ArrayList<>(made);
        for (Slot slot : kept) slots.add(execution.slots().seal(slot, fresh));
        execution.draft(execution.cold().resealed(authenticators, slots));
        execution.draft(execution.hot().usesOf(authenticators));
        execution.whenDurable(() -> execution.realm().sessions().end(execution.account()));
    }

    /** Wipes the old secret. */
    @Override
    public void close() {
        old.close();
    }
}
