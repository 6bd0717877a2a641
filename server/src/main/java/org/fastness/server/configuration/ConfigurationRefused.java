package org.fastness.server.configuration;

import java.util.List;

/** The configuration has problems: each one a sentence that names key and remedy, never a value. */
public final class ConfigurationRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigurationRefused(List<String> problems) {
        super(String.join(System.lineSeparator(), problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
