package org.fastness.enclave.operation;

import java.util.List;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.Slot;
import org.fastness.protocol.message.Operation;

/** Step 6: removes an authenticator and its slots, and with a new user secret makes worthless what it may have kept. */
public final class RemoveAuthenticator {

    public Outcome run(Execution execution, Operation.RemoveAuthenticator remove) throws Refused {
        execution.cold().authenticator(remove.authenticator()).orElseThrow(() -> new Refused(Refusal.NOT_FOUND));
        List<Authenticator> left = execution.cold().authenticators().stream().filter(a -> !a.id().equals(remove.authenticator())).toList();
        List<Slot> kept = execution.cold().slotsWhere(slot -> !slot.authenticator().equals(remove.authenticator()));
        requireEnough(execution.cold().level(), left, kept);
        try (RenewSecret renewal = new RenewSecret(execution)) {
            renewal.draft(left, kept, List.of());
        }
        execution.keepOpen();
        return Outcome.account("Device removed");
    }

    /** Somebody must be able to approve, and at level 1 a passkey to open, beside the recovery code. */
    private static void requireEnough(int level, List<Authenticator> left, List<Slot> kept) throws Refused {
        boolean opens = level == 0 || kept.stream().anyMatch(slot -> slot.kind() == Slot.Kind.PRF);
        if (left.isEmpty() || !opens) throw new Refused(Refusal.LAST_AUTHENTICATOR);
    }
}
