package org.fastness.noise;

/** A step of a handshake message (rev 34 section 7.1). In a Diffie-Hellman token the initiator's key stands first. */
enum Token {
    E, S, EE, ES, SE, SS, PSK;

    static Token of(String text) {
        return valueOf(text.strip().toUpperCase(java.util.Locale.ROOT));
    }
}
