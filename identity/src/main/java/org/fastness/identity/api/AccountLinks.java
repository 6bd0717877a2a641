package org.fastness.identity.api;

import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.store.Rows;

/** Which wallet account belongs to which user. The wallet owns the table and gives this; it reads within the caller's transaction. */
public interface AccountLinks {

    /** The account of the user, once there is one. */
    Optional<Id> accountOf(Rows rows, Id tenant, Id user);

    /** The user of the account. */
    Optional<Id> userOf(Rows rows, Id tenant, Id account);
}
