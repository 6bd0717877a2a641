package org.fastness.attestation;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;

/**
 * What an enclave shows in the second message of a handshake, not yet judged.
 *
 * @param type 0 to 255: {@link #DEV}; other numbers are read and left to the verifier to refuse
 * @param body the type's own format, at most {@link #MAX_BODY} octets
 */
public record Evidence(int type, Bytes body) {

    /** Development evidence: signed by a key of the installation, proves nothing about the machine. */
    public static final int DEV = 1;

    /** The longest body, in octets: a quote with its collateral fits, and a handshake message holds it. */
    public static final int MAX_BODY = 48 * 1024;

    private static final int MAGIC = 'E';
    private static final int VERSION = 1;

    public Evidence {
        if (type < 0 || type > 255) throw new IllegalArgumentException("evidence type out of range");
        if (body.size() > MAX_BODY) throw new IllegalArgumentException("evidence longer than its bound");
    }

    /** Magic, version, type, body. */
    public Bytes toBytes() {
        return new Writer().u8(MAGIC).u8(VERSION).u8(type).bytes(body).toBytes();
    }

    public static Evidence parse(Bytes encoded) throws Malformed, Refused {
        Reader in = Reader.of(encoded);
        if (in.u8() != MAGIC) throw new Malformed("not evidence");
        if (in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
        Evidence evidence = new Evidence(in.u8(), in.bytes(MAX_BODY));
        in.end();
        return evidence;
    }
}
