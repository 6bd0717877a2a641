package org.fastness.enclave.authorize;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.message.Enrolment;

class WebAuthnFuzzTest {
    private static final RelyingParty PARTY = new RelyingParty("wallet.localhost", List.of("http://wallet.localhost:8080"));

    @FuzzTest(maxDuration = "30s")
    void clientDataIsReadOrRefused(byte[] input) {
        try {
            ClientData.parse(Bytes.of(input));
        } catch (Malformed expected) {
            // refusing is the other right answer
        }
    }

    @FuzzTest(maxDuration = "30s")
    void authenticatorDataIsReadOrRefused(byte[] input) {
        try {
            AuthenticatorData.parse(Bytes.of(input));
        } catch (Malformed expected) {
            // refusing is the other right answer
        }
    }

    @FuzzTest(maxDuration = "30s")
    void registrationsAreRefused(byte[] input) {
        try {
            Bytes clientData = Bytes.ofUtf8("{\"type\":\"webauthn.create\",\"challenge\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"origin\":\"http://wallet.localhost:8080\"}");
            Registration.verify(new Enrolment.NewPasskey(Bytes.of(input), clientData), PARTY, Bytes.of(new byte[32]));
        } catch (Denied expected) {
            // refusing is the right answer
        }
    }
}
