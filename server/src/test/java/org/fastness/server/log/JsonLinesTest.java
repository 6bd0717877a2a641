package org.fastness.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.LogManager;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.LogWord;
import org.fastness.base.Malformed;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {

    private static final String CANARY = "canary-7f3a";

    private final List<String> lines = new ArrayList<>();
    private Consumer<String> before = line -> { };

    @BeforeEach
    void redirect() {
        before = JsonLines.redirect(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLines.redirect(before);
    }

    @Test
    void everySystemLoggerEndsHere() throws Malformed {
        System.getLogger("org.fastness.test").log(System.Logger.Level.INFO, "{0} of {1} took {2}", 3, new LogWord("GET /x"), Id.DEFAULT_TENANT);

        JsonObject line = Json.readObject(Bytes.ofUtf8(lines.getFirst()), 10_000);
        assertThat(line.text("message", 1_000)).isEqualTo("3 of GET /x took " + Id.DEFAULT_TENANT.text());
        assertThat(line.text("level", 10)).isEqualTo("INFO");
        assertThat(line.text("logger", 100)).isEqualTo("org.fastness.test");
    }

    @Test
    void withholdsWhatIsNotPublicByType() {
        System.getLogger("org.fastness.test").log(System.Logger.Level.ERROR, "{0} {1} {2}", CANARY, List.of(CANARY), Bytes.ofUtf8(CANARY));

        assertThat(lines).singleElement().asString().contains("[withheld] [withheld] [withheld]").doesNotContain(CANARY).doesNotContain(Bytes.ofUtf8(CANARY).hex());
    }

    @Test
    void showsWhereItBrokeAndNeverTheMessage() {
        System.getLogger("org.fastness.test").log(System.Logger.Level.ERROR, "broke", new IllegalStateException(CANARY, new IllegalArgumentException(CANARY)));

        assertThat(lines).singleElement().asString().contains("java.lang.IllegalStateException").contains("java.lang.IllegalArgumentException").contains("JsonLinesTest").doesNotContain(CANARY);
    }

    @Test
    void keepsOnlyTroubleOfOtherLibrariesAndNoneOfTheirWords() {
        System.Logger other = System.getLogger("io.helidon.test");

        other.log(System.Logger.Level.INFO, CANARY);
        other.log(System.Logger.Level.WARNING, CANARY + " {0}", CANARY);

        assertThat(lines).singleElement().asString().contains("io.helidon.test").doesNotContain(CANARY);
    }

    @Test
    void leadsJavaUtilLoggingHereToo() {
        JsonLinesFinder.leadJavaUtilLogging();
        try {
            java.util.logging.Logger.getLogger("org.postgresql.test").log(java.util.logging.Level.SEVERE, CANARY, new IllegalStateException(CANARY));
        } finally {
            LogManager.getLogManager().reset();
        }

        assertThat(lines).singleElement().asString().contains("org.postgresql.test").contains("IllegalStateException").doesNotContain(CANARY);
    }

    @Test
    void aLineIsOneLineWhateverItSays() {
        System.getLogger("org.fastness.test").log(System.Logger.Level.WARNING, "{0}", new LogWord("a\n{\"level\":\"ERROR\"}\u2028"));

        assertThat(lines).singleElement().asString().doesNotContain("\n").startsWith("{\"time\":");
    }

    @Test
    void silentBelowItsLevel() {
        System.Logger ours = System.getLogger("org.fastness.test");

        assertThat(ours.isLoggable(System.Logger.Level.DEBUG)).isFalse();
        JsonLines.level(System.Logger.Level.DEBUG);
        try {
            assertThat(ours.isLoggable(System.Logger.Level.DEBUG)).isTrue();
        } finally {
            JsonLines.level(System.Logger.Level.INFO);
        }
    }
}
