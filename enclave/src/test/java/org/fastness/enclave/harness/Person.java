package org.fastness.enclave.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.crypto.P256;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.base.Digests;
import org.fastness.protocol.channel.RoutingHeader;
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

/** Somebody with an authenticator, a device key and a sheet of paper, who signs up and then does what people do. */
public final class Person {
    public static final SoftwareAuthenticator.Ceremony HONEST = SoftwareAuthenticator.Ceremony.honest(InMemoryHost.RP_ID, InMemoryHost.ORIGIN);

    public final InMemoryHost host;
    public TestClient client;
    public SoftwareAuthenticator authenticator;
    public Bytes credential = Bytes.EMPTY;
    public Id account = Id.account(Bytes.of(new byte[16]));
    public Bytes recoveryCode = Bytes.EMPTY;
    public AccountView view;
    /** What this client remembers of the account's version. */
    public long knownVersion;
    public final P256.Pair deviceKey = P256.generate();
    public final SecretBytes deviceSecret = SecretBytes.random(32);

    public Person(InMemoryHost host, SoftwareAuthenticator authenticator) throws Exception {
        this.host = host;
        this.authenticator = authenticator;
        this.client = TestClient.connect(host);
    }

    /** A new person on a new channel, with a level 1 account. */
    public static Person atLevel1(InMemoryHost host) throws Exception {
        Person person = new Person(host, SoftwareAuthenticator.synced());
        person.signUp(1, true, true);
        return person;
    }

    /** A new person on a new channel, with a level 0 account: passkey without PRF. */
    public static Person atLevel0(InMemoryHost host, boolean recovery) throws Exception {
        Person person = new Person(host, SoftwareAuthenticator.synced());
        person.signUp(0, false, recovery);
        return person;
    }

    public Response.Done signUp(int level, boolean prf, boolean recovery) throws Refused {
        return done(trySignUp(level, prf, recovery));
    }

    public Response trySignUp(int level, boolean prf, boolean recovery) throws Refused {
        Response.EnrolmentOptions options = begin(Request.Purpose.CREATE, account);
        account = options.account();
        Enrolment enrolment = enrolment(options, prf, recovery);
        return execute(new Operation.CreateAccount(level, enrolment), Optional.empty());
    }

    public Response.EnrolmentOptions begin(Request.Purpose purpose, Id routed) throws Refused {
        return (Response.EnrolmentOptions) client.ask(routing(routed, client.routing().requestId()), new Request.BeginEnrolment(purpose));
    }

    /** Makes a passkey for the options, keeps its credential, and offers the slots asked for. */
    public Enrolment enrolment(Response.EnrolmentOptions options, boolean prf, boolean recovery) {
        SoftwareAuthenticator.Created created = authenticator.create(HONEST, options.challenge());
        credential = created.credentialId();
        List<Enrolment.NewSlot> slots = new ArrayList<>();
        if (prf) {
            Bytes output = authenticator.get(HONEST, credential, options.challenge(), options.prfSalt()).prf().getFirst();
            slots.add(new Enrolment.NewPrfSlot(options.prfSlot(), new Hidden(output.toArray())));
        }
        if (recovery) {
            recoveryCode = options.recoveryCode();
            slots.add(new Enrolment.NewRecoverySlot(new Hidden(recoveryCode.toArray())));
        }
        return new Enrolment("Laptop", new Enrolment.NewPasskey(created.attestationObject(), created.clientDataJson()), slots);
    }

    public RoutingHeader routing(Id routed, Id request) {
        return new RoutingHeader(Id.DEFAULT_TENANT, routed, request, keyIds(), 0, 0);
    }

    public List<Id> keyIds() {
        return view == null ? List.of() : view.keys().stream().map(AccountView.Key::id).toList();
    }

    /** Runs an operation approved by the passkey, and keeps the view that comes back. */
    public Response execute(Operation operation, Optional<SlotMaterial> material) throws Refused {
        Context context = client.context(account, knownVersion);
        return send(context, operation, passkey(context, operation), material);
    }

    public Response send(Context context, Operation operation, Authorization authorization, Optional<SlotMaterial> material) throws Refused {
        return keep(client.ask(routing(context.account(), context.requestId()), new Request.Execute(context, operation, authorization, material)));
    }

    public Response keep(Response response) {
        if (response instanceof Response.Done done) {
            knownVersion = done.version();
            if (done.result() instanceof Result.Account result) view = result.view();
            if (done.result() instanceof Result.Unlocked result) view = result.view();
        }
        return response;
    }

    public Authorization passkey(Context context, Operation operation) {
        return passkey(HONEST, context, operation);
    }

    public Authorization passkey(SoftwareAuthenticator.Ceremony ceremony, Context context, Operation operation) {
        SoftwareAuthenticator.Asserted asserted = authenticator.get(ceremony, credential, context.challenge(operation));
        return new Authorization.Passkey(asserted.credentialId(), asserted.authenticatorData(), asserted.clientDataJson(), asserted.signature());
    }

    public Authorization byDevice(Id authenticatorId, Context context, Operation operation) {
        return new Authorization.DeviceKey(authenticatorId, P256.signP1363(deviceKey.secret(), Digests.sha256(context.challenge(operation))));
    }

    public static Response.Done done(Response response) {
        if (response instanceof Response.Done done) return done;
        throw new AssertionError("not done: " + response);
    }

    public Response.UnlockWays ways() throws Refused {
        return (Response.UnlockWays) client.ask(routing(account, client.routing().requestId()), new Request.UnlockOptions());
    }

    /** The PRF outputs for the salts that the enclave names. */
    public SlotMaterial prf() throws Refused {
        Response.PrfWay way = ways().passkeys().stream().filter(p -> p.credentialId().equals(credential)).findFirst().orElseThrow().prf().orElseThrow();
        List<Bytes> outputs = authenticator.get(HONEST, credential, Bytes.of(new byte[32]), way.currentSalt(), way.nextSalt()).prf();
        return new SlotMaterial.Prf(way.slot(), outputs.get(0).toArray(), outputs.get(1).toArray());
    }

    /** The agreement of the device's key with the slot's ephemeral one. */
    public SlotMaterial device() throws Exception {
        Bytes mine = X25519.publicKey(deviceSecret);
        Response.DeviceWay way = ways().devices().stream().filter(d -> d.devicePublicKey().equals(mine)).findFirst().orElseThrow();
        try (SecretBytes shared = X25519.agree(deviceSecret, way.ephemeral())) {
            return new SlotMaterial.Device(way.slot(), shared.withArray(SecretAccess.tcb(), byte[]::clone));
        }
    }

    public SlotMaterial recoveryCode() {
        return new SlotMaterial.RecoveryCode(recoveryCode.toArray());
    }

    public Response unlock(SlotMaterial material) throws Refused {
        return execute(new Operation.Unlock(), Optional.of(material));
    }

    /** A new channel, on which nothing is open. */
    public void reconnect() throws Exception {
        client = TestClient.connect(host);
    }

    public Id key() {
        return view.keys().getFirst().id();
    }

    public String address(String chain) {
        return view.address(chain).orElseThrow().text();
    }

    public Payload message(String text) {
        return new Payload(key(), "m/44'/60'/0'/0/0", PayloadKind.EVM_MESSAGE, "", Bytes.ofUtf8(text));
    }

    public Response signMessage(String text) throws Refused {
        return execute(new Operation.Sign(List.of(message(text))), Optional.empty());
    }

    /** An unsigned EIP-1559 transfer on chain 31337, built by hand. */
    public Payload transfer(long wei) {
        return new Payload(key(), "m/44'/60'/0'/0/0", PayloadKind.EVM_TRANSACTION, "31337", EvmTransfer.unsigned(31337, 0, wei));
    }

    public Response sign(Payload... payloads) throws Refused {
        return execute(new Operation.Sign(List.of(payloads)), Optional.empty());
    }
}
