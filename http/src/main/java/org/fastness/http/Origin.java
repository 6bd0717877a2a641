package org.fastness.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fastness.base.Malformed;

/**
 * A web origin (RFC 6454): scheme, host in lower case, port.
 *
 * @param port as the browser connects to it, also where it is the scheme's own
 */
public record Origin(String scheme, String host, int port) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");

    public Origin {
        if (!scheme.equals("http") && !scheme.equals("https")) throw new IllegalArgumentException("an origin is http or https");
        if (!HOST.matcher(host).matches()) throw new IllegalArgumentException("not a host name");
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("not a port");
    }

    /** Reads {@code https://name[:port]} without path, query or user. */
    public static Origin parse(String text) throws Malformed {
        try {
            URI uri = new URI(text);
            boolean bare = uri.getRawPath() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (!bare || uri.getScheme() == null || uri.getHost() == null) throw new Malformed("not an origin, as in https://name");
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : schemePort(scheme);
            return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
        } catch (java.net.URISyntaxException | IllegalArgumentException wrong) {
            throw new Malformed("not an origin, as in https://name");
        }
    }

    private static int schemePort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** What a browser sends in the Host header. */
    public String authority() {
        return port == schemePort(scheme) ? host : host + ":" + port;
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** What a browser sends in the Origin header. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
