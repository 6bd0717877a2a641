package org.fastness.server.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fastness.base.Id;
import org.fastness.base.LogWord;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.JsonValue;

/**
 * Turns log records into lines of JSON and withholds by type. Of our own loggers ({@code org.fastness.*}) the message is a constant of
 * ours and is printed; of its arguments numbers, booleans, enums, classes, durations, {@link Id}s and {@link LogWord}s are printed and
 * all others withheld. Of other libraries only warnings and errors are kept, without their message, which may hold anything. Of a
 * throwable the classes and the places in the code are kept, never the message. Thread-safe.
 */
public final class JsonLines {

    private static final String OURS = "org.fastness.";
    private static final String WITHHELD = "[withheld]";
    private static final int FRAMES = 12;
    private static final int CAUSES = 4;

    private static volatile System.Logger.Level least = System.Logger.Level.INFO;
    private static volatile Consumer<String> sink = standardError();

    private JsonLines() {
    }

    private static Consumer<String> standardError() {
        PrintStream stream = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return stream::println;
    }

    /** The least level of our own loggers from now on. */
    public static void level(System.Logger.Level level) {
        least = level;
    }

    /** Where lines go from now on, for tests. */
    static Consumer<String> redirect(Consumer<String> lines) {
        Consumer<String> before = sink;
        sink = lines;
        return before;
    }

    static boolean keeps(String logger, System.Logger.Level level) {
        if (level == System.Logger.Level.OFF) return false;
        System.Logger.Level floor = logger.startsWith(OURS) ? least : System.Logger.Level.WARNING;
        return level.getSeverity() >= floor.getSeverity();
    }

    static void write(String logger, System.Logger.Level level, String message, List<?> arguments, List<Throwable> thrown) {
        if (!keeps(logger, level)) return;
        Json.Builder line = Json.object().put("time", Instant.now().toString()).put("level", level.name()).put("logger", logger)
                .put("message", logger.startsWith(OURS) ? filled(message, arguments) : WITHHELD);
        if (!thrown.isEmpty()) line.put("thrown", Json.array(chain(thrown.getFirst())));
        sink.accept(Json.write(line.build()).utf8());
    }

    /** Fills {@code {0}} and the like; a pattern of MessageFormat has no other form here. */
    private static String filled(String message, List<?> arguments) {
        String out = message;
        for (int i = 0; i < arguments.size(); i++) out = out.replace("{" + i + "}", shown(arguments.get(i)));
        return out;
    }

    private static String shown(Object argument) {
        return switch (argument) {
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Enum<?> constant -> constant.name();
            case Class<?> type -> type.getName();
            case Duration duration -> duration.toString();
            case Id id -> id.text();
            case LogWord word -> word.word();
            default -> WITHHELD;
        };
    }

    private static List<JsonValue> chain(Throwable thrown) {
        List<JsonValue> chain = new ArrayList<>();
        Throwable at = thrown;
        while (at != null && chain.size() < CAUSES) {
            chain.add(described(at));
            at = at.getCause();
        }
        return chain;
    }

    private static JsonObject described(Throwable thrown) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) if (frames.size() < FRAMES) frames.add(frame.toString());
        return Json.object().put("type", thrown.getClass().getName()).put("at", Json.texts(frames)).build();
    }
}
