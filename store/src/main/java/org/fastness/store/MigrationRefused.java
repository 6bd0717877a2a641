package org.fastness.store;

/** The store's tables and this version's migration files do not belong together. The message says which file, and what to do. */
public final class MigrationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationRefused(String why) {
        super(why, null, false, false);
    }
}
