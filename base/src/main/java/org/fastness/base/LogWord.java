package org.fastness.base;

/**
 * A word of our own that may stand in a log: a route template, a state, the name of a component. The log sink prints arguments of
 * this type, numbers, enums, durations, classes and {@link Id}s, and withholds the rest, so input reaches a log only by being called
 * a word here.
 */
public record LogWord(String word) {

    @Override
    public String toString() {
        return word;
    }
}
