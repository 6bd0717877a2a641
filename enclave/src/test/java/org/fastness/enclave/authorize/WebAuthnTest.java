package org.fastness.enclave.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Enrolment;
import org.fastness.testkit.SoftwareAuthenticator;
import org.fastness.testkit.SoftwareAuthenticator.Ceremony;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** WebAuthn level 3, sections 7.1 and 7.2, by their step numbers. */
class WebAuthnTest {
    private static final RelyingParty PARTY = new RelyingParty("wallet.localhost", List.of("http://wallet.localhost:8080"));
    private static final Ceremony HONEST = Ceremony.honest("wallet.localhost", "http://wallet.localhost:8080");
    private static final Bytes CHALLENGE = Bytes.of(new byte[32]);
    private static final Bytes OTHER_CHALLENGE = Bytes.concat(Bytes.of(new byte[31]), Bytes.of((byte) 1));

    private final SoftwareAuthenticator authenticator = SoftwareAuthenticator.synced();

    private static void denied(Denied.Cause cause, Ceremony ceremony, Runs runs) {
        assertThatThrownBy(() -> runs.run(ceremony)).isInstanceOfSatisfying(Denied.class, denied -> assertThat(denied.reason()).isEqualTo(cause));
    }

    @FunctionalInterface
    private interface Runs {
        Object run(Ceremony ceremony) throws Exception;
    }

    @Nested
    @DisplayName("7.1 Registering a new credential")
    class RegistrationSteps {

        private Registration.Registered register(Ceremony ceremony) throws Denied {
            SoftwareAuthenticator.Created created = authenticator.create(ceremony, CHALLENGE);
            return Registration.verify(new Enrolment.NewPasskey(created.attestationObject(), created.clientDataJson()), PARTY, CHALLENGE);
        }

        @Test
        @DisplayName("all steps: an honest registration gives id, key and flags")
        void acceptsAnHonestRegistration() throws Exception {
            Registration.Registered registered = register(HONEST);

            assertThat(registered.credentialId()).isEqualTo(authenticator.credentialIds().getFirst());
            assertThat(registered.key().algorithm()).isEqualTo(CredentialKey.Algorithm.ES256);
            assertThat(registered.backupEligible()).isTrue();
        }

        @Test
        @DisplayName("step 7: type is webauthn.create")
        void refusesAnotherType() {
            denied(Denied.Cause.TYPE, HONEST.withType("webauthn.get"), this::register);
        }

        @Test
        @DisplayName("step 8: the challenge is the one offered")
        void refusesAnotherChallenge() {
            SoftwareAuthenticator.Created created = authenticator.create(HONEST, OTHER_CHALLENGE);
            denied(Denied.Cause.CHALLENGE, HONEST, c -> Registration.verify(new Enrolment.NewPasskey(created.attestationObject(), created.clientDataJson()), PARTY, CHALLENGE));
        }

        @Test
        @DisplayName("step 9: the origin is exactly one of the pinned")
        void refusesAnotherOrigin() {
            for (String origin : List.of("http://localhost:8080", "https://wallet.localhost:8080", "http://wallet.localhost:8081", "http://wallet.localhost", "http://wallet.localhost:8080/", "null", "")) {
                denied(Denied.Cause.ORIGIN, HONEST.withOrigin(origin), this::register);
            }
        }

        @Test
        @DisplayName("steps 10 and 11: not from within another page")
        void refusesFrames() {
            denied(Denied.Cause.CROSS_ORIGIN, HONEST.withExtraClientData(",\"crossOrigin\":true"), this::register);
            denied(Denied.Cause.CROSS_ORIGIN, HONEST.withExtraClientData(",\"crossOrigin\":false,\"topOrigin\":\"http://wallet.localhost:8080\""), this::register);
            denied(Denied.Cause.CLIENT_DATA, HONEST.withExtraClientData(",\"crossOrigin\":\"no\""), this::register);
        }

        @Test
        @DisplayName("step 14: rpIdHash is the relying party's")
        void refusesAnotherRelyingParty() {
            denied(Denied.Cause.RP_ID, HONEST.withRpId("localhost"), this::register);
        }

        @Test
        @DisplayName("steps 15 and 16: the user is present and verified")
        void refusesAnUnverifiedUser() {
            denied(Denied.Cause.USER_PRESENCE, HONEST.withUser(false, true), this::register);
            denied(Denied.Cause.USER_VERIFICATION, HONEST.withUser(true, false), this::register);
        }

        @Test
        @DisplayName("step 17: backed up only where eligible")
        void refusesImpossibleBackupFlags() {
            denied(Denied.Cause.BACKUP_FLAGS, HONEST.withBackup(false, true), this::register);
        }

        @Test
        @DisplayName("steps 21 and 22: packed self attestation holds")
        void checksSelfAttestation() throws Exception {
            register(HONEST.withFormat("packed"));

            SoftwareAuthenticator.Created created = authenticator.create(HONEST.withFormat("packed"), CHALLENGE);
            byte[] octets = created.attestationObject().toArray();
            int signature = indexOf(octets, "sig") + 8;
            octets[signature] ^= 1;
            denied(Denied.Cause.ATTESTATION, HONEST, c -> Registration.verify(new Enrolment.NewPasskey(Bytes.of(octets), created.clientDataJson()), PARTY, CHALLENGE));
        }

        @Test
        @DisplayName("step 13: an attestation object that does not decode")
        void refusesABrokenObject() throws Exception {
            SoftwareAuthenticator.Created created = authenticator.create(HONEST, CHALLENGE);
            Bytes trailing = Bytes.concat(created.attestationObject(), Bytes.of((byte) 0));
            denied(Denied.Cause.AUTHENTICATOR_DATA, HONEST, c -> Registration.verify(new Enrolment.NewPasskey(trailing, created.clientDataJson()), PARTY, CHALLENGE));
            denied(Denied.Cause.AUTHENTICATOR_DATA, HONEST, c -> Registration.verify(new Enrolment.NewPasskey(Bytes.of(new byte[4097]), created.clientDataJson()), PARTY, CHALLENGE));
        }

        @Test
        @DisplayName("step 20: a key that is no point of the curve")
        void refusesAKeyOffTheCurve() {
            SoftwareAuthenticator.Created created = authenticator.create(HONEST, CHALLENGE);
            byte[] octets = created.attestationObject().toArray();
            octets[octets.length - 1] ^= 1;
            denied(Denied.Cause.AUTHENTICATOR_DATA, HONEST, c -> Registration.verify(new Enrolment.NewPasskey(Bytes.of(octets), created.clientDataJson()), PARTY, CHALLENGE));
        }

        @Test
        @DisplayName("not ours: client side (1 to 4), attestation trust (23, 24), transports (26)")
        void leavesTheRest() {}
    }

    private static int indexOf(byte[] octets, String text) {
        return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Nested
    @DisplayName("7.2 Verifying an assertion")
    class AssertionSteps {
        private final Registration.Registered registered = registered(authenticator);

        private static Registration.Registered registered(SoftwareAuthenticator authenticator) {
            SoftwareAuthenticator.Created created = authenticator.create(HONEST, CHALLENGE);
            try {
                return Registration.verify(new Enrolment.NewPasskey(created.attestationObject(), created.clientDataJson()), PARTY, CHALLENGE);
            } catch (Denied denied) {
                throw new AssertionError(denied);
            }
        }

        private Long assertOnce(Ceremony ceremony) throws Denied {
            return verify(authenticator.get(ceremony, registered.credentialId(), CHALLENGE), 0);
        }

        private long verify(SoftwareAuthenticator.Asserted a, long stored) throws Denied {
            Authorization.Passkey passkey = new Authorization.Passkey(a.credentialId(), a.authenticatorData(), a.clientDataJson(), a.signature());
            return Assertion.verify(passkey, registered.key(), registered.backupEligible(), stored, PARTY, CHALLENGE);
        }

        @Test
        @DisplayName("all steps: an honest assertion")
        void acceptsAnHonestAssertion() throws Exception {
            assertThat(assertOnce(HONEST)).isZero();
        }

        @Test
        @DisplayName("step 10: type is webauthn.get")
        void refusesAnotherType() {
            denied(Denied.Cause.TYPE, HONEST.withType("webauthn.create"), this::assertOnce);
            denied(Denied.Cause.TYPE, HONEST.withType("payment.get"), this::assertOnce);
        }

        @Test
        @DisplayName("step 11: the challenge is the request's hash")
        void refusesAnotherChallenge() {
            denied(Denied.Cause.CHALLENGE, HONEST, c -> verify(authenticator.get(c, registered.credentialId(), OTHER_CHALLENGE), 0));
        }

        @Test
        @DisplayName("steps 12 to 14: exact origin, no frames")
        void refusesAnotherOriginAndFrames() {
            denied(Denied.Cause.ORIGIN, HONEST.withOrigin("http://localhost:8080"), this::assertOnce);
            denied(Denied.Cause.CROSS_ORIGIN, HONEST.withExtraClientData(",\"crossOrigin\":true"), this::assertOnce);
            denied(Denied.Cause.CROSS_ORIGIN, HONEST.withExtraClientData(",\"topOrigin\":\"http://evil\""), this::assertOnce);
        }

        @Test
        @DisplayName("steps 15 to 18: relying party, presence, verification, backup flags")
        void refusesWhatTheFlagsDoNotSay() {
            denied(Denied.Cause.RP_ID, HONEST.withRpId("localhost"), this::assertOnce);
            denied(Denied.Cause.USER_PRESENCE, HONEST.withUser(false, true), this::assertOnce);
            denied(Denied.Cause.USER_VERIFICATION, HONEST.withUser(true, false), this::assertOnce);
            denied(Denied.Cause.BACKUP_FLAGS, HONEST.withBackup(false, true), this::assertOnce);
        }

        @Test
        @DisplayName("step 19: backup eligibility never changes")
        void refusesAChangeOfBackupEligibility() {
            denied(Denied.Cause.BACKUP_FLAGS, HONEST.withBackup(false, false), this::assertOnce);
        }

        @Test
        @DisplayName("step 21: the signature is the credential's, over these very octets")
        void refusesEveryOtherSignature() throws Exception {
            SoftwareAuthenticator.Asserted good = authenticator.get(HONEST, registered.credentialId(), CHALLENGE);
            byte[] signature = good.signature().toArray();
            signature[signature.length - 1] ^= 1;
            denied(Denied.Cause.SIGNATURE, HONEST, c -> verify(new SoftwareAuthenticator.Asserted(good.credentialId(), good.authenticatorData(), good.clientDataJson(), Bytes.of(signature), List.of()), 0));
            Bytes clientData = Bytes.concat(good.clientDataJson(), Bytes.ofUtf8(" "));
            denied(Denied.Cause.SIGNATURE, HONEST, c -> verify(new SoftwareAuthenticator.Asserted(good.credentialId(), good.authenticatorData(), clientData, good.signature(), List.of()), 0));
            Bytes longer = Bytes.concat(good.signature(), Bytes.of((byte) 0));
            denied(Denied.Cause.SIGNATURE, HONEST, c -> verify(new SoftwareAuthenticator.Asserted(good.credentialId(), good.authenticatorData(), good.clientDataJson(), longer, List.of()), 0));
        }

        @Test
        @DisplayName("step 22: a counter that is used must rise")
        void refusesACounterThatDoesNotRise() throws Exception {
            SoftwareAuthenticator key = SoftwareAuthenticator.counting();
            Registration.Registered mine = registered(key);
            SoftwareAuthenticator clone = key.cloned();
            long first = verifyWith(mine, key.get(HONEST, mine.credentialId(), CHALLENGE), mine.signCount());
            long second = verifyWith(mine, key.get(HONEST, mine.credentialId(), CHALLENGE), first);

            assertThat(second).isGreaterThan(first);
            denied(Denied.Cause.COUNTER, HONEST, c -> verifyWith(mine, clone.get(c, mine.credentialId(), CHALLENGE), second));
            denied(Denied.Cause.COUNTER, HONEST, c -> verifyWith(mine, clone.get(c, mine.credentialId(), CHALLENGE), second)); // now equal
        }

        private static long verifyWith(Registration.Registered mine, SoftwareAuthenticator.Asserted a, long stored) throws Denied {
            return Assertion.verify(new Authorization.Passkey(a.credentialId(), a.authenticatorData(), a.clientDataJson(), a.signature()), mine.key(), mine.backupEligible(), stored, PARTY, CHALLENGE);
        }

        @Test
        @DisplayName("not ours: client side (1 to 4), extensions (23)")
        void leavesTheRest() {}
    }
}
