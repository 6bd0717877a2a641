package org.fastness.server.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether the server may be sent requests: all its parts say yes, and it is not stopping. Thread-safe once built. */
public final class Readiness {

    private final Map<String, BooleanSupplier> parts = new LinkedHashMap<>();
    private volatile boolean stopping;

    /** Adds a part before the listeners start. */
    public Readiness needs(String part, BooleanSupplier isReady) {
        parts.put(part, isReady);
        return this;
    }

    /** From now on the answer is no, so that load balancers look elsewhere. */
    public void stop() {
        stopping = true;
    }

    Map<String, Boolean> ask() {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        answers.put("serving", !stopping);
        parts.forEach((part, isReady) -> answers.put(part, isReady.getAsBoolean()));
        return answers;
    }
}
