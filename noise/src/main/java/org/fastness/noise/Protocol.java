package org.fastness.noise;

import org.fastness.base.Malformed;

/** A pattern with a suite, named as rev 34 section 8 names it: {@code Noise_NX_25519_AESGCM_SHA256}. */
public record Protocol(Pattern pattern, Suite suite) {

    private static final String PREFIX = "Noise_";

    /** What browsers, CLI and client library speak with the enclave: the evidence travels in the second message. */
    public static final Protocol NX = builtIn("Noise_NX_25519_AESGCM_SHA256");

    private static Protocol builtIn(String name) {
        try {
            return parse(name);
        } catch (Malformed impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    public static Protocol parse(String name) throws Malformed {
        int end = name.indexOf('_', PREFIX.length());
        if (!name.startsWith(PREFIX) || end < 0) throw new Malformed("not a Noise protocol name");
        return new Protocol(Pattern.parse(name.substring(PREFIX.length(), end)), Suite.parse(name.substring(end + 1)));
    }

    public String name() {
        return PREFIX + pattern.name() + "_" + suite.name();
    }

    @Override
    public String toString() {
        return name();
    }
}
