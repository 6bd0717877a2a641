package org.fastness.testkit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.testkit.Vectors.Json;

/**
 * A file of Project Wycheproof's edge cases (schema 1). Where it is missing the test is skipped.
 *
 * @param cases in the file's order, as many as the file claims
 */
public record WycheproofFile(List<Case> cases) {

    /** What an implementation must answer. */
    public enum Result {
        VALID,
        INVALID,
        /** Legal but weak: an implementation may refuse. */
        ACCEPTABLE
    }

    /**
     * One case with the group it stands in.
     *
     * @param group parameters and keys that its cases share
     * @param test the case's own members
     */
    public record Case(Json group, Json test) {

        public Result result() {
            return Result.valueOf(test.text("result").toUpperCase(Locale.ROOT));
        }

        public boolean hasFlag(String flag) {
            return test.items("flags").stream().anyMatch(each -> each.text().equals(flag));
        }

        public Bytes hex(String name) {
            return test.hex(name);
        }

        /** Names the case in a failure. */
        @Override
        public String toString() {
            return "tcId " + test.number("tcId") + " (" + test.text("comment") + ")";
        }
    }

    public WycheproofFile {
        cases = List.copyOf(cases);
    }

    /** Reads {@code wycheproof/<name>_test.json}. */
    public static WycheproofFile read(String name) {
        Json file = Vectors.json("wycheproof/" + name + "_test.json");
        List<Case> cases = file.items("testGroups").stream().flatMap(WycheproofFile::cases).toList();
        if (cases.size() != file.number("numberOfTests")) throw new AssertionError("the file does not hold the cases it claims");
        return new WycheproofFile(cases);
    }

    private static Stream<Case> cases(Json group) {
        return group.items("tests").stream().map(test -> new Case(group, test));
    }
}
