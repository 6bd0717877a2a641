package org.fastness.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A request as a listener read it, before anything was believed.
 *
 * @param method as sent
 * @param target path and query as sent, undecoded
 * @param authority the Host header, or HTTP/2's :authority; empty if absent
 * @param headers names in lower case, each with its values in order
 * @param client the peer of the connection
 * @param overTls whether the connection is TLS
 * @param body opens the request body; an implementation that sees a bad body throws {@link IOException} on read
 */
public record Inbound(String method, String target, String authority, Map<String, List<String>> headers, InetAddress client, boolean overTls, BodySource body) {

    /** Opens the request body, at most once. */
    @FunctionalInterface
    public interface BodySource {
        InputStream open() throws IOException;
    }
}
