package org.fastness.http;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;

/**
 * Who calls, as the {@link Authenticator} says (step 2 of a request's life).
 *
 * @param tenant the tenant of the user
 * @param user the user
 * @param account the account the user is linked to, once there is one
 * @param session names the session so that it can be ended; not the token and of no use as one
 */
public record Principal(Id tenant, Id user, Optional<Id> account, Bytes session) {
}
