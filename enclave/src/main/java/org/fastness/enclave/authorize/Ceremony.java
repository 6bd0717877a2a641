package org.fastness.enclave.authorize;

import java.util.Base64;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/** The steps that registration (WebAuthn level 3 section 7.1) and assertion (section 7.2) share. */
final class Ceremony {
    static final String CREATE = "webauthn.create";
    static final String GET = "webauthn.get";

    private Ceremony() {}

    /** Type, challenge, exact origin; a page inside another's frame is refused whatever its origin. */
    static void checkClientData(Bytes json, String type, RelyingParty party, Bytes challenge) throws Denied {
        ClientData data = parse(json);
        if (!data.type().equals(type)) throw new Denied(Denied.Cause.TYPE);
        if (!data.challenge().equals(base64url(challenge))) throw new Denied(Denied.Cause.CHALLENGE);
        if (!party.origins().contains(data.origin())) throw new Denied(Denied.Cause.ORIGIN);
        if (data.crossOrigin() || data.topOrigin()) throw new Denied(Denied.Cause.CROSS_ORIGIN);
    }

    private static ClientData parse(Bytes json) throws Denied {
        try {
            return ClientData.parse(json);
        } catch (Malformed broken) {
            throw new Denied(Denied.Cause.CLIENT_DATA);
        }
    }

    static String base64url(Bytes octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
    }

    /** Relying party, user presence, user verification, backup flags that can be true together. */
    static void checkAuthenticatorData(AuthenticatorData data, RelyingParty party) throws Denied {
        if (!data.rpIdHash().equals(party.rpIdHash())) throw new Denied(Denied.Cause.RP_ID);
        if (!data.userPresent()) throw new Denied(Denied.Cause.USER_PRESENCE);
        if (!data.userVerified()) throw new Denied(Denied.Cause.USER_VERIFICATION);
        if (data.backedUp() && !data.backupEligible()) throw new Denied(Denied.Cause.BACKUP_FLAGS);
    }
}
