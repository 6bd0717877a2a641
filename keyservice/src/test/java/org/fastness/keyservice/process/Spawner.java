package org.fastness.keyservice.process;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that lives until it is closed: bubblewrap's enclaves die with the thread that started them. */
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spawner").factory());

    <T> T run(Callable<T> work) throws Exception {
        return thread.submit(work).get();
    }

    @Override
    public void close() {
        thread.close();
    }
}
