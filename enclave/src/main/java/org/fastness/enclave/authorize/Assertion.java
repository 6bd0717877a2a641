package org.fastness.enclave.authorize;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.protocol.message.Authorization;

/**
 * Verifying an authentication assertion (WebAuthn level 3 section 7.2). The comments give the section's step numbers; steps not named
 * are the client's side (1 to 4), the finding of the credential (5, 6: {@link Authorizer}), or concern extensions we do not ask for.
 */
public final class Assertion {
    private Assertion() {}

    /**
     * @param storedCount the signature counter last seen
     * @return the signature counter to store
     */
    public static long verify(Authorization.Passkey assertion, CredentialKey key, boolean backupEligible, long storedCount, RelyingParty party, Bytes challenge) throws Denied {
        Ceremony.checkClientData(assertion.clientDataJson(), Ceremony.GET, party, challenge); // steps 9 to 14
        AuthenticatorData data = parse(assertion.authenticatorData());
        Ceremony.checkAuthenticatorData(data, party); // steps 15 to 18
        if (data.backupEligible() != backupEligible) throw new Denied(Denied.Cause.BACKUP_FLAGS); // step 19
        Bytes signed = Bytes.concat(assertion.authenticatorData(), Digests.sha256(assertion.clientDataJson())); // step 20
        if (!key.verifies(signed, assertion.signature())) throw new Denied(Denied.Cause.SIGNATURE); // step 21
        checkCounter(data.signCount(), storedCount); // step 22
        return data.signCount();
    }

    private static AuthenticatorData parse(Bytes octets) throws Denied {
        try {
            return AuthenticatorData.parse(octets);
        } catch (Malformed broken) {
            throw new Denied(Denied.Cause.AUTHENTICATOR_DATA);
        }
    }

    /** A counter that is used at all must rise: otherwise there are two authenticators with one key. */
    private static void checkCounter(long presented, long stored) throws Denied {
        if ((presented != 0 || stored != 0) && presented <= stored) throw new Denied(Denied.Cause.COUNTER);
    }
}
