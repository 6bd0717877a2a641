package org.fastness.http;

/** Who may call a route. There is no default: each route says it. */
public enum Auth {
    /** Anybody who can reach the listener. */
    NONE,
    /** A bearer token that the {@link Authenticator} knows; else refused. */
    SESSION,
    /** A known bearer token or none at all; a token that is not known is refused. */
    SESSION_OPTIONAL,
    /** A process on this machine, directly and not through a proxy. */
    LOOPBACK,
    /** As {@link #LOOPBACK}, and the server runs in development mode; elsewhere the route does not exist. */
    LOOPBACK_DEV
}
