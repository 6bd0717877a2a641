package org.fastness.base;

/** Input that breaks its format or its bound. The message names the field and the rule, never the content. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    public Malformed(String rule) {
        super(rule, null, false, false);
    }
}
