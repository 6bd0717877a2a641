package org.fastness.cli;

/** Color where a person looks, none where a program reads or NO_COLOR is set. */
final class Paint {

    private static final boolean COLORED = System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;

    private Paint() {
    }

    static String red(String text) {
        return painted("31;1", text);
    }

    static String green(String text) {
        return painted("32", text);
    }

    static String bold(String text) {
        return painted("1", text);
    }

    private static String painted(String code, String text) {
        return COLORED ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
