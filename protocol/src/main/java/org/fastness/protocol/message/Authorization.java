package org.fastness.protocol.message;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** Who approves an operation, and the signature over {@link Context#challenge}. */
public sealed interface Authorization {

    /** A WebAuthn assertion whose challenge is the context's; the credential id finds the authenticator. Tag 1. */
    record Passkey(Bytes credentialId, Bytes authenticatorData, Bytes clientDataJson, Bytes signature) implements Authorization {}

    /** ECDSA P-256 over the challenge as the message (SHA-256 inside), P1363 form, 64 octets. Tag 2. */
    record DeviceKey(Id authenticator, Bytes signature) implements Authorization {}

    /** Ed25519 by a certified session key over the challenge, 64 octets. Tag 3. */
    record SessionKey(Bytes sessionId, Bytes signature) implements Authorization {}

    /** No signature: only starting and completing a recovery may come with this; the recovery code does the rest. Tag 4. */
    record None() implements Authorization {}

    default void write(Writer out) {
        switch (this) {
            case Passkey p -> out.u8(1).bytes(p.credentialId).bytes(p.authenticatorData).bytes(p.clientDataJson).bytes(p.signature);
            case DeviceKey d -> out.u8(2).fixed(d.authenticator.value()).fixed(d.signature);
            case SessionKey s -> out.u8(3).fixed(s.sessionId).fixed(s.signature);
            case None none -> out.u8(4);
        }
    }

    static Authorization read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new Passkey(in.bytes(Bounds.CREDENTIAL_ID), in.bytes(Bounds.WEBAUTHN), in.bytes(Bounds.WEBAUTHN), in.bytes(Bounds.SIGNATURE));
            case 2 -> new DeviceKey(Id.authenticator(in.fixed(16)), in.fixed(64));
            case 3 -> new SessionKey(in.fixed(16), in.fixed(64));
            case 4 -> new None();
            default -> throw new Malformed("unknown authorization");
        };
    }
}
