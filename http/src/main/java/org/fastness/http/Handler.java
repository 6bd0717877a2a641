package org.fastness.http;

/** What a route does. Blocking calls are fine: each request has its own virtual thread. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers the exchange. {@code Refused} and {@code Malformed} become the problem document of their refusal; any other exception
     * becomes {@code INTERNAL} and a log line with its class and stack, never its message.
     */
    Answer handle(Exchange exchange) throws Exception;
}
