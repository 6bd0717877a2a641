package org.fastness.store;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the engines differ. The shared text is PostgreSQL's with the types {@code text}, {@code bigint}, {@code boolean} and
 * {@code bytea}; ids are made by the application, times are microseconds, and there is no identity, jsonb or array.
 */
public enum Dialect {
    SQLITE {
        @Override
        Optional<String> ddl(String shared) {
            String statement = BYTEA.matcher(shared).replaceAll("blob");
            statement = NUMBER.matcher(statement).replaceAll("integer");
            String lower = statement.toLowerCase(Locale.ROOT).strip();
            if (lower.startsWith("comment on ")) return Optional.empty(); // SQLite has no comments: the migration file keeps them
            // strict: a value of another type is refused, as PostgreSQL refuses it
            return Optional.of(lower.startsWith("create table ") ? statement + " strict" : statement);
        }
    },
    POSTGRES {
        @Override
        Optional<String> ddl(String shared) {
            return Optional.of(shared);
        }
    };

    private static final Pattern BYTEA = Pattern.compile("\\bbytea\\b");
    private static final Pattern NUMBER = Pattern.compile("\\b(bigint|boolean)\\b");

    /** The engine's own form of a statement of data definition, or nothing where the engine has no such statement. */
    abstract Optional<String> ddl(String shared);
}
