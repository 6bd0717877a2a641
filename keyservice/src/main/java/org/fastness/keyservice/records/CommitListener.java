package org.fastness.keyservice.records;

import org.fastness.base.Id;
import org.fastness.store.Tx;

/** What else must become durable together with the enclave's effects. */
@FunctionalInterface
public interface CommitListener {

    /** Nobody listens. */
    CommitListener NONE = (tx, tenant, user, account) -> {};

    /**
     * A frame that came with the user's session created the account. Runs inside the transaction of the commit: whatever it throws fails
     * the whole batch, other people's frames included, so a user who already has an account is no reason to throw.
     */
    void accountCreated(Tx tx, Id tenant, Id user, Id account);
}
