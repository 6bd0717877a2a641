package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.fastness.attestation.DevEvidence;
import org.fastness.attestation.Evidence;
import org.fastness.attestation.EvidenceBinding;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.enclave.harness.TestClient;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.testkit.SoftwareAuthenticator;
import org.junit.jupiter.api.Test;

/** From nothing to a signature, at both levels. */
class SignUpTest {

    @Test
    void evidenceIsBoundToTheChannelItCameWith() throws Exception {
        InMemoryHost host = new InMemoryHost();
        EnclaveMessage.Booted booted = host.boot();
        TestClient client = TestClient.connect(host);

        DevEvidence evidence = DevEvidence.parse(Evidence.parse(client.evidence()).body());

        assertThat(evidence.isSignedFor(new EvidenceBinding(booted.noiseStatic(), client.ephemeral(), client.clientNonce()))).isTrue();
        assertThat(evidence.isSignedFor(new EvidenceBinding(booted.noiseStatic(), client.clientNonce(), client.ephemeral()))).isFalse();
        assertThat(evidence.installKey()).isEqualTo(booted.installKey());
        assertThat(evidence.statement().clusterId()).isEqualTo(booted.clusterId());
    }

    @Test
    void levelOneHasFourAddressesAndTwoDurableSlots() throws Exception {
        Person person = Person.atLevel1(InMemoryHost.serving());

        assertThat(person.view.level()).isEqualTo(1);
        assertThat(person.view.version()).isEqualTo(1);
        assertThat(person.view.keys().getFirst().addresses()).extracting(AccountView.Address::chain).containsExactly("ethereum", "bitcoin-p2wpkh", "bitcoin-p2tr", "solana");
        assertThat(person.view.slots()).extracting(AccountView.Slot::kind).containsExactlyInAnyOrder(1, 3);
        assertThat(person.address("bitcoin-p2tr")).startsWith("bc1p");
    }

    @Test
    void levelOneNeedsBothDurableSlots() throws Exception {
        InMemoryHost host = InMemoryHost.serving();

        assertThat(new Person(host, SoftwareAuthenticator.synced()).trySignUp(1, true, false)).isEqualTo(new Response.Refused(Refusal.LEVEL, ""));
        assertThat(new Person(host, SoftwareAuthenticator.synced()).trySignUp(1, false, true)).isEqualTo(new Response.Refused(Refusal.LEVEL, ""));
        assertThat(host.rows()).isEmpty();
    }

    @Test
    void levelZeroHasAnOperatorSlotAndSmallLimits() throws Exception {
        Person person = Person.atLevel0(InMemoryHost.serving(), false);

        assertThat(person.view.slots()).extracting(AccountView.Slot::kind).containsExactly(4);
        assertThat(person.view.limits()).extracting(AccountView.Limit::asset).contains("eip155:*");
    }

    @Test
    void theSignatureIsTheAddresss() throws Exception {
        Person person = Person.atLevel1(InMemoryHost.serving());

        Result.Signatures signatures = (Result.Signatures) Person.done(person.sign(person.transfer(1_000))).result();

        assertThat(signer(signatures.signed().getFirst().hash(), signatures.signed().getFirst())).isNotEqualTo(person.address("ethereum")); // the transaction's hash is not what was signed
        Result.Signatures text = (Result.Signatures) Person.done(person.signMessage("hello")).result();
        assertThat(signer(text.signed().getFirst().hash(), text.signed().getFirst())).isEqualTo(person.address("ethereum"));
    }

    private static String signer(Bytes digest, Result.Signed signed) throws Exception {
        Bytes signature = signed.signature();
        EcdsaSignature parts = new EcdsaSignature(signature.slice(0, 32), signature.slice(32, 64), signature.at(64) - 27);
        return EthereumAddress.of(Secp256k1.recover(digest, parts).orElseThrow()).text();
    }

    @Test
    void unlocksByPrfOnANewChannelAndMovesTheSlotOn() throws Exception {
        Person person = Person.atLevel1(InMemoryHost.serving());
        person.reconnect();
        assertThat(person.signMessage("hello")).isEqualTo(new Response.Refused(Refusal.NOT_OPEN, ""));

        Response.Done done = Person.done(person.unlock(person.prf()));

        assertThat(((Result.Unlocked) done.result()).view().slots()).filteredOn(slot -> slot.kind() == 1).extracting(AccountView.Slot::epoch).containsExactly(1L);
        assertThat(person.signMessage("hello")).isInstanceOf(Response.Done.class);
        person.reconnect();
        assertThat(person.unlock(person.prf())).isInstanceOf(Response.Done.class);
    }

    @Test
    void unlocksByRecoveryCode() throws Exception {
        Person person = Person.atLevel1(InMemoryHost.serving());
        person.reconnect();

        assertThat(person.unlock(person.recoveryCode())).isInstanceOf(Response.Done.class);
        assertThat(person.signMessage("hello")).isInstanceOf(Response.Done.class);
    }

    @Test
    void opensWithMaterialInTheSameStep() throws Exception {
        Person person = Person.atLevel1(InMemoryHost.serving());
        person.reconnect();

        assertThat(person.execute(new Operation.Sign(java.util.List.of(person.message("hello"))), Optional.of(person.prf()))).isInstanceOf(Response.Done.class);
        assertThat(person.signMessage("again")).isInstanceOf(Response.Done.class);
    }
}
