package org.fastness.cli;

/**
 * One thing about this machine.
 *
 * @param remedy a command or a setting, empty if nothing is wrong
 */
record Finding(String what, State state, String detail, String remedy) {

    /** How good it is. */
    enum State {
        GOOD,
        /** The product runs, with less protection or later. */
        WEAKER,
        /** The product does not run. */
        MISSING,
        /** The product runs; some tests are skipped. */
        TESTS_ONLY
    }

    static Finding good(String what, String detail) {
        return new Finding(what, State.GOOD, detail, "");
    }
}
