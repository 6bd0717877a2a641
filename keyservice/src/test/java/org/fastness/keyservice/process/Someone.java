package org.fastness.keyservice.process;

import java.util.List;
import java.util.Optional;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Ticker;
import org.fastness.client.AccountClient;
import org.fastness.client.KnownVersions;
import org.fastness.client.SecureChannel;
import org.fastness.client.Transport;
import org.fastness.crypto.Entropy;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Enrolment;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.testkit.SoftwareAuthenticator;

/** A person with a passkey and a sheet of paper, who speaks to the enclave through the real client. */
final class Someone {
    private static final SoftwareAuthenticator.Ceremony CEREMONY = SoftwareAuthenticator.Ceremony.honest(Residence.RP_ID, Residence.ORIGIN);

    private final SoftwareAuthenticator authenticator = SoftwareAuthenticator.synced();
    private final KnownVersions known = KnownVersions.inMemory();
    private AccountClient client;
    private Bytes credential = Bytes.EMPTY;
    private Bytes recoveryCode = Bytes.EMPTY;
    private Optional<AccountView> view = Optional.empty();

    private Someone(AccountClient client) {
        this.client = client;
    }

    static Someone connected(Transport transport) throws Exception {
        return new Someone(connect(transport, Id.account(Id.DEFAULT_TENANT.value()), KnownVersions.inMemory()));
    }

    private static AccountClient connect(Transport transport, Id account, KnownVersions known) throws Exception {
        SecureChannel channel = SecureChannel.open(transport, EvidencePolicy.developmentUnsafe(), Entropy.system(), Ticker.system());
        return AccountClient.of(channel, account, known, Entropy.system());
    }

    /** A new channel, on which nothing is open. */
    void reconnect(Transport transport) throws Exception {
        client = connect(transport, client.account(), known);
        client.useKeys(view.orElseThrow().keys().stream().map(AccountView.Key::id).toList());
    }

    /** Signs up at level 1. */
    AccountView signUp() throws Exception {
        Response.EnrolmentOptions options = client.beginEnrolment(Request.Purpose.CREATE);
        SoftwareAuthenticator.Created created = authenticator.create(CEREMONY, options.challenge());
        credential = created.credentialId();
        recoveryCode = options.recoveryCode();
        Bytes output = authenticator.get(CEREMONY, credential, options.challenge(), options.prfSalt()).prf().getFirst();
        Enrolment enrolment = new Enrolment("Laptop", new Enrolment.NewPasskey(created.attestationObject(), created.clientDataJson()),
                List.of(new Enrolment.NewPrfSlot(options.prfSlot(), new Hidden(output.toArray())), new Enrolment.NewRecoverySlot(new Hidden(recoveryCode.toArray()))));
        AccountView made = client.run(new Operation.CreateAccount(1, enrolment), this::approve, Optional.empty(), Result.Account.class).result().view();
        view = Optional.of(made);
        return made;
    }

    private Authorization approve(Context context, Operation operation, Bytes challenge) {
        SoftwareAuthenticator.Asserted asserted = authenticator.get(CEREMONY, credential, challenge);
        return new Authorization.Passkey(asserted.credentialId(), asserted.authenticatorData(), asserted.clientDataJson(), asserted.signature());
    }

    Result.Unlocked unlock() throws Exception {
        return client.run(new Operation.Unlock(), this::approve, Optional.of(new SlotMaterial.RecoveryCode(recoveryCode.toArray())), Result.Unlocked.class).result();
    }

    Result.Signed sign(String text) throws Exception {
        Payload payload = new Payload(view.orElseThrow().keys().getFirst().id(), "m/44'/60'/0'/0/0", PayloadKind.EVM_MESSAGE, "", Bytes.ofUtf8(text));
        return client.run(new Operation.Sign(List.of(payload)), this::approve, Optional.empty(), Result.Signatures.class).result().signed().getFirst();
    }

    Response.Activity activity() throws Exception {
        return client.activity(1, 10);
    }

    Bytes clusterId() {
        return client.channel().evidence().clusterId();
    }
}
