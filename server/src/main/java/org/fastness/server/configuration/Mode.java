package org.fastness.server.configuration;

/** How much the server forgives. */
public enum Mode {
    /** Runs with nothing configured, says loudly what it does not protect. The default. */
    DEVELOPMENT,
    /** As production, but development evidence is allowed: clients still say "not attested". */
    STAGING,
    /** Refuses every shortcut. */
    PRODUCTION
}
