package org.fastness.http.helidon;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fastness.http.Deadline;

/** A deadline from an HTTP/1.1 request's first line to the end of its head; Helidon's own idle timeout covers what comes before. */
final class HeadDeadlines implements Http1ConnectionListener {

    private final Map<Thread, Deadline> running = new ConcurrentHashMap<>();
    private final Duration limit;

    HeadDeadlines(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        Thread thread = Thread.currentThread();
        running.put(thread, Deadline.in(limit, () -> running.remove(thread) != null));
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        Deadline deadline = running.remove(Thread.currentThread());
        if (deadline != null) deadline.close();
    }
}
