package org.fastness.enclave.authorize;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.cbor.Cbor;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.Enrolment;

/**
 * Registering a new credential (WebAuthn level 3 section 7.1). The comments give the section's step numbers; steps not named are the
 * client's side (1 to 4, 26) or concern what we do not ask for (client extensions, transports, attestation trust).
 */
public final class Registration {

    /** What is kept of a new credential. */
    public record Registered(Bytes credentialId, CredentialKey key, long signCount, boolean backupEligible) {}

    private Registration() {}

    /** Verifies the result of {@code navigator.credentials.create} for the challenge. */
    public static Registered verify(Enrolment.NewPasskey passkey, RelyingParty party, Bytes challenge) throws Denied {
        Ceremony.checkClientData(passkey.clientDataJson(), Ceremony.CREATE, party, challenge); // steps 5 to 12
        Bytes clientDataHash = Digests.sha256(passkey.clientDataJson()); // step 12
        try {
            Cbor.Dictionary object = attestationObject(passkey.attestationObject()); // step 13
            Bytes authData = object.get("authData").asBytes();
            AuthenticatorData data = AuthenticatorData.parse(authData);
            Ceremony.checkAuthenticatorData(data, party); // steps 14 to 18
            AuthenticatorData.Credential credential = data.credential().orElseThrow(() -> new Malformed("no attested credential")); // steps 20 and 25: algorithm, length of the id
            checkStatement(object, credential.key(), Bytes.concat(authData, clientDataHash)); // steps 21 and 22
            return new Registered(credential.id(), credential.key(), data.signCount(), data.backupEligible()); // step 27
        } catch (Malformed broken) {
            throw new Denied(Denied.Cause.AUTHENTICATOR_DATA);
        }
    }

    private static Cbor.Dictionary attestationObject(Bytes octets) throws Malformed {
        if (octets.size() > Bounds.WEBAUTHN) throw new Malformed("attestation object longer than its bound of " + Bounds.WEBAUTHN);
        return Cbor.decode(octets).asMap();
    }

    /**
     * "none" must be empty (section 8.7) and packed self attestation must hold (section 8.2). Others say which make the authenticator is: nothing
     * here depends on it, so they are not asked.
     */
    private static void checkStatement(Cbor.Dictionary object, CredentialKey key, Bytes signed) throws Malformed, Denied {
        Cbor.Dictionary statement = object.get("attStmt").asMap();
        boolean holds = switch (object.get("fmt").asText()) {
            case "none" -> statement.entries().isEmpty();
            case "packed" -> statement.find("x5c").isPresent() || isSelfSigned(statement, key, signed);
            default -> true;
        };
        if (!holds) throw new Denied(Denied.Cause.ATTESTATION);
    }

    private static boolean isSelfSigned(Cbor.Dictionary statement, CredentialKey key, Bytes signed) throws Malformed {
        return statement.get("alg").asLong() == key.algorithm().cose() && key.verifies(signed, statement.get("sig").asBytes());
    }
}
