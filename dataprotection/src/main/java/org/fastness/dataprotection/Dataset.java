package org.fastness.dataprotection;

/**
 * The fields that share data keys, such as {@code identity}. The name is part of the key hierarchy, so it never changes.
 *
 * @param name 1 to 32 of a-z, 0-9 and underscore
 */
public record Dataset(String name) {
    public Dataset {
        Names.demand(name);
    }
}
