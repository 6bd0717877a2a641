package org.fastness.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.fastness.base.LogWord;

/** Parts in the order they started, to be stopped in the opposite order; one that fails to stop does not keep the others. Owned by one thread at a time. */
final class Closing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.fastness.server");

    private record Part(String name, AutoCloseable closeable) {
    }

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Remembers the part and gives it back. */
    <T extends AutoCloseable> T keep(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable.close();
            } catch (Exception failed) {
                LOG.log(System.Logger.Level.WARNING, "could not stop " + new LogWord(part.name), failed);
            }
        }
    }
}
