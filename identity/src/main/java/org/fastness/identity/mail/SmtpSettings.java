package org.fastness.identity.mail;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where mail goes out.
 *
 * @param tls how the connection is protected; only a server on this machine may go without
 * @param user and a file with the password, if the server wants them
 * @param from the sender's address
 */
public record SmtpSettings(String host, int port, Tls tls, Optional<String> user, Optional<Path> passwordFile, String from) {

    /** The protection of the connection. */
    public enum Tls {
        /** TLS from the first octet, port 465. */
        IMPLICIT,
        /** STARTTLS, demanded: a server that does not offer it gets no mail. Port 587. */
        STARTTLS,
        /** None: for a server on this machine. */
        NONE_ON_LOOPBACK
    }

    public SmtpSettings {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("no such port");
        if (tls == Tls.NONE_ON_LOOPBACK && !host.equals("localhost") && !host.equals("127.0.0.1") && !host.equals("::1"))
            throw new IllegalArgumentException("mail without TLS goes to a server on this machine only");
        if (user.isPresent() != passwordFile.isPresent()) throw new IllegalArgumentException("a user has a password file");
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + " " + tls + "]";
    }
}
