package org.fastness.store.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SystemLoggerTest {

    @Test
    void handsEachMessageToTheJdksLoggerOfThatNameWithoutTheThrowablesWords() {
        List<String> heard = new ArrayList<>();
        Logger target = Logger.getLogger("store.logging.test");
        target.setUseParentHandlers(false);
        target.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                heard.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });

        LoggerFactory.getLogger("store.logging.test").warn("pool {} is full", "x", new IllegalStateException("canary"));

        assertThat(heard).containsExactly("WARNING pool x is full (java.lang.IllegalStateException)");
    }
}
