package org.fastness.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Makes {@link JsonLines} the end of every {@link System.Logger}; named in META-INF/services. */
public final class JsonLinesFinder extends System.LoggerFinder {

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Lines(name);
    }

    /** Leads {@code java.util.logging}, which drivers use, to the same lines. Call once, at start. */
    public static void leadJavaUtilLogging() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                List<Throwable> thrown = line.getThrown() == null ? List.of() : List.of(line.getThrown());
                String name = line.getLoggerName() == null ? "" : line.getLoggerName();
                JsonLines.write(name, levelOf(line), "", List.of(), thrown);
            }

            private System.Logger.Level levelOf(LogRecord line) {
                int value = line.getLevel().intValue();
                if (value >= java.util.logging.Level.SEVERE.intValue()) return System.Logger.Level.ERROR;
                return value >= java.util.logging.Level.WARNING.intValue() ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        });
    }

    private record Lines(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return JsonLines.keeps(name, level);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            JsonLines.write(name, level, message == null ? "" : message, List.of(), thrown == null ? List.of() : List.of(thrown));
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... arguments) {
            List<Object> present = new ArrayList<>();
            for (Object argument : arguments == null ? new Object[0] : arguments) present.add(argument == null ? "" : argument);
            JsonLines.write(name, level, format == null ? "" : format, present, List.of());
        }
    }
}
