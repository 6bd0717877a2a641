package org.fastness.e2e.canary;

import org.fastness.base.Bytes;

/**
 * Something that must not be found.
 *
 * @param name tells what leaked without saying it
 */
sealed interface Canary {
    String name();

    /** Octets of at least eight: found in any encoding. */
    record Octets(String name, Bytes value) implements Canary {
        public Octets {
            if (value.size() < LeakScanner.SHORTEST) throw new IllegalArgumentException("too short to be told from chance: " + name);
        }
    }

    /** Text: also found in the other case, percent-encoded and in UTF-16. */
    record Text(String name, String value) implements Canary {
        public Text {
            if (value.length() < LeakScanner.SHORTEST) throw new IllegalArgumentException("too short to be told from chance: " + name);
        }
    }

    /** A few digits: found only where nothing but punctuation or space is beside them, since chance makes them too. */
    record Digits(String name, String value) implements Canary {}

    /** Words in their order: four in a row are found, whatever stands between them. */
    record Words(String name, String sentence) implements Canary {}
}
