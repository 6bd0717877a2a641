package org.fastness.identity.session;

import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.identity.BearerToken;

/** A session just begun: the only moment its token exists here. */
public record NewSession(BearerToken token, long endsAtMicros, Id user, Optional<Id> account) {}
