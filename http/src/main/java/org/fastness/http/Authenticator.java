package org.fastness.http;

import java.util.Optional;

/** Turns a bearer token into a principal. The identity module implements it. */
@FunctionalInterface
public interface Authenticator {

    /**
     * The principal of the token, or empty if the token is malformed, unknown, ended or expired: callers cannot tell these apart.
     *
     * @param token what followed {@code Bearer }, at most {@value Reception#MAX_TOKEN_CHARS} characters
     */
    Optional<Principal> authenticate(String token);
}
