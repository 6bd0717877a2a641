package org.fastness.store;

import java.util.ArrayList;
import java.util.List;

/** Cuts a migration file into statements at each semicolon outside of quotes and comments. Knows no dollar quotes and no nested comments. */
final class SqlText {
    private SqlText() {}

    static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int next = tokenEnd(text, at);
            char first = text.charAt(at);
            if (first == ';') flush(statement, statements);
            else if (!text.startsWith("--", at)) statement.append(text, at, next);
            at = next;
        }
        flush(statement, statements);
        return statements;
    }

    private static int tokenEnd(String text, int at) {
        if (text.startsWith("--", at)) return orEnd(text, text.indexOf('\n', at));
        char first = text.charAt(at);
        if (first != '\'' && first != '"') return at + 1;
        int close = text.indexOf(first, at + 1);
        if (close < 0) throw new IllegalArgumentException("a quote does not end");
        return close + 1; // a doubled quote reads as two quoted pieces, which come out the same
    }

    private static int orEnd(String text, int at) {
        return at < 0 ? text.length() : at;
    }

    private static void flush(StringBuilder statement, List<String> statements) {
        String text = statement.toString().strip();
        if (!text.isEmpty()) statements.add(text);
        statement.setLength(0);
    }
}
