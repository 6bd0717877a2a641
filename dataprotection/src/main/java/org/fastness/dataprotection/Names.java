package org.fastness.dataprotection;

import java.util.regex.Pattern;

/** The form of names that stand in keys and bindings. */
final class Names {
    private Names() {}

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,32}");

    static void demand(String name) {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("a name is 1 to 32 of a-z, 0-9 and underscore");
    }
}
