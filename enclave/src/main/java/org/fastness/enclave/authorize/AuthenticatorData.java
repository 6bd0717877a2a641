package org.fastness.enclave.authorize;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.cbor.Cbor;
import org.fastness.protocol.Bounds;

/** Authenticator data (WebAuthn level 3 section 6.1). Extension outputs are parsed, for the length's sake, and left alone. */
record AuthenticatorData(Bytes rpIdHash, boolean userPresent, boolean userVerified, boolean backupEligible, boolean backedUp, long signCount, Optional<Credential> credential) {
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int ATTESTED = 0x40;
    private static final int EXTENSIONS = 0x80;
    private static final int AAGUID = 16;

    /** Attested credential data (section 6.5.1). */
    record Credential(Bytes id, CredentialKey key) {}

    static AuthenticatorData parse(Bytes octets) throws Malformed {
        if (octets.size() > Bounds.WEBAUTHN) throw new Malformed("authenticator data longer than its bound of " + Bounds.WEBAUTHN);
        Reader in = Reader.of(octets);
        Bytes rpIdHash = in.fixed(32);
        int flags = in.u8();
        long signCount = in.u32();
        Optional<Credential> credential = Optional.empty();
        if ((flags & ATTESTED) != 0) credential = Optional.of(credential(octets, in));
        if ((flags & EXTENSIONS) != 0) cborItem(octets, in).asMap();
        in.end();
        return new AuthenticatorData(rpIdHash, (flags & USER_PRESENT) != 0, (flags & USER_VERIFIED) != 0, (flags & BACKUP_ELIGIBLE) != 0, (flags & BACKED_UP) != 0, signCount, credential);
    }

    private static Credential credential(Bytes octets, Reader in) throws Malformed {
        in.fixed(AAGUID);
        int length = in.u16();
        if (length == 0 || length > Bounds.CREDENTIAL_ID) throw new Malformed("credential id out of bounds");
        Bytes id = in.fixed(length);
        return new Credential(id, CredentialKey.ofCose(cborItem(octets, in).asMap()));
    }

    private static Cbor cborItem(Bytes octets, Reader in) throws Malformed {
        int from = octets.size() - in.left();
        Cbor.Prefix prefix = Cbor.decodePrefix(octets, from);
        in.fixed(prefix.end() - from);
        return prefix.item();
    }
}
