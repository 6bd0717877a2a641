package org.fastness.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for a submitted transaction and rethrows what its work threw. */
final class Waiting {
    private Waiting() {}

    static <T, X extends Exception> T on(CompletableFuture<T> outcome) throws X {
        try {
            return outcome.join();
        } catch (CompletionException failed) {
            throw Waiting.<X>same(failed.getCause());
        }
    }

    // The work is declared to throw X, unchecked exceptions and errors, so there is nothing else to find here.
    @SuppressWarnings("unchecked")
    private static <X extends Exception> X same(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) throw unchecked;
        if (thrown instanceof Error error) throw error;
        return (X) thrown;
    }
}
