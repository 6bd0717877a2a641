package org.fastness.keyservice;

import org.fastness.base.Id;

/** On whose behalf a frame came, as the host knows it (step 2). The enclave never hears of it: it trusts no session of the host. */
public sealed interface Caller {

    /** Without a session. */
    record Anonymous() implements Caller {}

    /** With a session of the user. */
    record User(Id tenant, Id user) implements Caller {}
}
