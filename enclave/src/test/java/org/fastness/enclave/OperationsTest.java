package org.fastness.enclave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fastness.enclave.harness.Person.done;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.crypto.Aead;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Hkdf;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.crypto.hd.Bip39;
import org.fastness.crypto.hd.DerivationPath;
import org.fastness.crypto.hd.ExtendedSecretKey;
import org.fastness.enclave.harness.InMemoryHost;
import org.fastness.enclave.harness.Person;
import org.fastness.intent.Capability;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Enrolment;
import org.fastness.protocol.message.LoginStatement;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.testkit.SoftwareAuthenticator;
import org.junit.jupiter.api.Test;

/** Each operation as people use it, and the rules around it. */
class OperationsTest {
    private static final String MAIL = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"chainId","type":"uint256"}],"Mail":[{"name":"contents","type":"string"}]},
             "primaryType":"Mail","domain":{"name":"Post","chainId":31337},"message":{"contents":"Hello"}}""";

    private final InMemoryHost host = InMemoryHost.serving();

    OperationsTest() throws Exception {}

    private static Response.Refused refused(Refusal refusal) {
        return new Response.Refused(refusal, "");
    }

    private static Refusal refusal(Response response) {
        return ((Response.Refused) response).refusal();
    }

    // ---- signing and policy ----

    @Test
    void describesWhatSigningWouldShow() throws Exception {
        Person person = Person.atLevel1(host);
        RoutingHeader routing = person.routing(person.account, person.client.routing().requestId());

        Response.Described described = (Response.Described) person.client.ask(routing, new Request.Describe(List.of(person.transfer(5))));
        Result.Signatures signed = (Result.Signatures) done(person.sign(person.transfer(5))).result();

        assertThat(described.intents()).containsExactly(signed.signed().getFirst().intent());
    }

    @Test
    void refusesTheWrongNetworkAndTheWrongPath() throws Exception {
        Person person = Person.atLevel1(host);
        Payload transfer = person.transfer(5);

        assertThat(person.sign(new Payload(transfer.key(), transfer.path(), transfer.kind(), "1", transfer.octets()))).isEqualTo(refused(Refusal.WRONG_NETWORK));
        assertThat(person.sign(new Payload(transfer.key(), "m/84'/0'/0'/0/0", transfer.kind(), "31337", transfer.octets()))).isEqualTo(refused(Refusal.NO_SUCH_KEY));
        assertThat(person.sign(new Payload(Id.key(Bytes.of(new byte[16])), transfer.path(), transfer.kind(), "31337", transfer.octets()))).isEqualTo(refused(Refusal.NO_SUCH_KEY));
        assertThat(person.sign(new Payload(transfer.key(), transfer.path(), transfer.kind(), "31337", Bytes.ofUtf8("?")))).isEqualTo(refused(Refusal.UNDECODABLE));
    }

    @Test
    void unknownTypedDataNeedsItsCapabilityByStepUp() throws Exception {
        Person person = Person.atLevel1(host);
        Payload mail = new Payload(person.key(), "m/44'/60'/0'/0/0", PayloadKind.EVM_TYPED_DATA, "31337", Bytes.ofUtf8(MAIL));
        assertThat(refusal(person.sign(mail))).isEqualTo(Refusal.CAPABILITY_OFF);

        done(person.execute(new Operation.SetCapability(Capability.TYPED_DATA_UNKNOWN.code(), true), Optional.empty()));

        assertThat(person.view.capabilities()).contains(Capability.TYPED_DATA_UNKNOWN.code());
        assertThat(done(person.sign(mail)).result()).isInstanceOf(Result.Signatures.class);
        done(person.execute(new Operation.SetCapability(Capability.TYPED_DATA_UNKNOWN.code(), false), Optional.empty()));
        assertThat(refusal(person.sign(mail))).isEqualTo(Refusal.CAPABILITY_OFF);
    }

    @Test
    void levelZeroSignsPlainTransfersWithinItsLimitAndNothingElse() throws Exception {
        Person person = Person.atLevel0(host, false);
        long half = 25_000_000_000_000_000L - 21_000L * 1_000_000_000L;

        done(person.sign(person.transfer(half)));
        done(person.sign(person.transfer(half)));

        assertThat(refusal(person.sign(person.transfer(1)))).isEqualTo(Refusal.LIMIT);
        assertThat(refusal(person.signMessage("hello"))).isEqualTo(Refusal.LEVEL);
        assertThat(refusal(person.execute(new Operation.SetCapability(Capability.RAW_HASH.code(), true), Optional.empty()))).isEqualTo(Refusal.LEVEL);
        assertThat(refusal(person.execute(new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), Optional.empty()))).isEqualTo(Refusal.LEVEL);
        host.ticker.advance(Duration.ofHours(26));
        person.reconnect();
        done(person.unlock(new SlotMaterial.Operator()));
        assertThat(person.view.limits()).filteredOn(limit -> limit.asset().equals("eip155:*")).extracting(AccountView.Limit::used).isNotEmpty();
        done(person.sign(person.transfer(half)));
    }

    @Test
    void aBatchIsSignedAllOrNone() throws Exception {
        Person person = Person.atLevel0(host, false);

        assertThat(refusal(person.sign(person.transfer(1), person.transfer(49_990_000_000_000_000L)))).isEqualTo(Refusal.LIMIT);
        assertThat(((Result.Signatures) done(person.sign(person.transfer(1), person.transfer(2))).result()).signed()).hasSize(2);
    }

    // ---- login ----

    @Test
    void unlockGivesALoginStatementThatTheBootsKeySigned() throws Exception {
        Person person = Person.atLevel1(host);
        Response.InfoAnswer info = (Response.InfoAnswer) person.client.ask(person.client.routing(), new Request.Info());

        Result.Unlocked unlocked = (Result.Unlocked) done(person.unlock(person.prf())).result();

        LoginStatement statement = LoginStatement.decode(unlocked.loginStatement());
        assertThat(Ed25519.verify(info.loginKey(), statement.signedOctets(), statement.signature())).isTrue();
        assertThat(statement.account()).isEqualTo(person.account);
        assertThat(statement.authenticator()).isEqualTo(person.view.authenticators().getFirst().id());
        assertThat(statement.issuedMicros()).isEqualTo(host.ticker.epochMicros());
    }

    // ---- session keys ----

    private Response.Done certify(Person person, Ed25519.KeyPair session, long uses, int seconds) throws Exception {
        return done(person.execute(new Operation.CertifySession(session.publicKey(), uses, seconds), Optional.empty()));
    }

    private Response bySession(Person person, Bytes sessionId, Ed25519.KeyPair session, Operation operation) throws Exception {
        Context context = person.client.context(person.account, person.knownVersion);
        return person.send(context, operation, new Authorization.SessionKey(sessionId, session.sign(context.challenge(operation))), Optional.empty());
    }

    @Test
    void aSessionKeySignsSoOftenAndSoLong() throws Exception {
        Person person = Person.atLevel1(host);
        Operation sign = new Operation.Sign(List.of(person.transfer(1)));
        try (Ed25519.KeyPair session = Ed25519.KeyPair.generate()) {
            Bytes twice = ((Result.SessionCertified) certify(person, session, 2, 900).result()).sessionId();
            done(bySession(person, twice, session, sign));
            done(bySession(person, twice, session, sign));
            assertThat(refusal(bySession(person, twice, session, sign))).isEqualTo(Refusal.NOT_AUTHORISED);

            Bytes brief = ((Result.SessionCertified) certify(person, session, 100, 10).result()).sessionId();
            host.ticker.advance(Duration.ofSeconds(9));
            done(bySession(person, brief, session, sign));
            host.ticker.advance(Duration.ofSeconds(1));
            assertThat(refusal(bySession(person, brief, session, sign))).isEqualTo(Refusal.NOT_AUTHORISED);
        }
    }

    @Test
    void aSessionKeyNeverStepsUp() throws Exception {
        Person person = Person.atLevel1(host);
        try (Ed25519.KeyPair session = Ed25519.KeyPair.generate(); Ed25519.KeyPair other = Ed25519.KeyPair.generate()) {
            Bytes id = ((Result.SessionCertified) certify(person, session, 100, 900).result()).sessionId();
            List<Operation> stepUps = List.of(new Operation.Unlock(), new Operation.CertifySession(other.publicKey(), 1, 1), new Operation.SetCapability(2, false), new Operation.CollectExport(),
                    new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), new Operation.CancelPending(1), new Operation.StartRecovery(),
                    new Operation.RemoveAuthenticator(person.view.authenticators().getFirst().id()));

            for (Operation stepUp : stepUps) assertThat(refusal(bySession(person, id, session, stepUp))).as("%s", stepUp).isEqualTo(Refusal.NOT_AUTHORISED);
            assertThat(refusal(bySession(person, id, other, new Operation.Sign(List.of(person.transfer(1)))))).isEqualTo(Refusal.NOT_AUTHORISED);
        }
    }

    @Test
    void aSessionKeyDiesWithTheBoot() throws Exception {
        Person person = Person.atLevel1(host);
        try (Ed25519.KeyPair session = Ed25519.KeyPair.generate()) {
            Bytes id = ((Result.SessionCertified) certify(person, session, 100, 900).result()).sessionId();
            host.restart();
            person.reconnect();
            done(person.unlock(person.prf()));

            assertThat(refusal(bySession(person, id, session, new Operation.Sign(List.of(person.transfer(1)))))).isEqualTo(Refusal.NOT_AUTHORISED);
        }
    }

    @Test
    void sessionBoundsHold() throws Exception {
        Person person = Person.atLevel1(host);
        Bytes key = Bytes.of(new byte[32]);

        assertThat(person.execute(new Operation.CertifySession(key, 1_000_001, 1), Optional.empty())).isEqualTo(refused(Refusal.MALFORMED));
        assertThat(person.execute(new Operation.CertifySession(key, 0, 1), Optional.empty())).isEqualTo(refused(Refusal.MALFORMED));
        assertThat(person.execute(new Operation.CertifySession(key, 1, 901), Optional.empty())).isEqualTo(refused(Refusal.MALFORMED));
        done(person.execute(new Operation.CertifySession(key, 1_000_000, 900), Optional.empty()));
    }

    // ---- devices ----

    private Id addDevice(Person person) throws Exception {
        person.begin(Request.Purpose.ADD, person.account);
        Enrolment enrolment = new Enrolment("Browser", new Enrolment.NewDeviceKey(person.deviceKey.publicKey()), List.of(new Enrolment.NewDeviceSlot(X25519.publicKey(person.deviceSecret))));
        done(person.execute(new Operation.AddAuthenticator(enrolment), Optional.empty()));
        return person.view.authenticators().getLast().id();
    }

    private Response byDevice(Person person, Id device, Operation operation, Optional<SlotMaterial> material) throws Exception {
        Context context = person.client.context(person.account, person.knownVersion);
        return person.send(context, operation, person.byDevice(device, context, operation), material);
    }

    @Test
    void aDeviceKeyUnlocksAndSigns() throws Exception {
        Person person = Person.atLevel1(host);
        Id device = addDevice(person);
        person.reconnect();

        done(byDevice(person, device, new Operation.Unlock(), Optional.of(person.device())));
        done(byDevice(person, device, new Operation.Sign(List.of(person.message("hello"))), Optional.empty()));
    }

    @Test
    void aDeviceSlotMovesOnWithEachUnlock() throws Exception {
        Person person = Person.atLevel1(host);
        Id device = addDevice(person);
        SlotMaterial captured = person.device();
        byte[] copy = ((SlotMaterial.Device) captured).shared().clone();
        Bytes slot = ((SlotMaterial.Device) captured).slot();
        person.reconnect();
        done(byDevice(person, device, new Operation.Unlock(), Optional.of(captured)));

        person.reconnect();

        assertThat(refusal(byDevice(person, device, new Operation.Unlock(), Optional.of(new SlotMaterial.Device(slot, copy))))).isEqualTo(Refusal.NOT_AUTHORISED);
    }

    @Test
    void aRevokedDeviceNeitherApprovesNorOpens() throws Exception {
        Person person = Person.atLevel1(host);
        Id device = addDevice(person);
        SlotMaterial captured = person.device();
        InMemoryHost.Snapshot before = host.snapshot();
        done(person.execute(new Operation.RemoveAuthenticator(device), Optional.empty()));

        assertThat(refusal(byDevice(person, device, new Operation.Unlock(), Optional.of(captured)))).isEqualTo(Refusal.NOT_AUTHORISED);
        assertThat(refusal(person.execute(new Operation.Unlock(), Optional.of(captured)))).isEqualTo(Refusal.NOT_AUTHORISED);
        done(person.signMessage("the remover's channel stays open, under the new secret"));
        host.restore(before);
        assertThat(refusal(person.signMessage("old blobs"))).isEqualTo(Refusal.STALE_RECORD);
    }

    @Test
    void everySlotThatStaysOpensTheNewSecret() throws Exception {
        Person person = Person.atLevel1(host);
        Id device = addDevice(person);
        done(person.execute(new Operation.RemoveAuthenticator(device), Optional.empty()));
        String address = person.address("ethereum");

        person.reconnect();
        done(person.unlock(person.prf()));
        done(person.signMessage("by PRF"));
        person.reconnect();
        done(person.unlock(person.recoveryCode()));
        done(person.signMessage("by recovery code"));

        assertThat(person.address("ethereum")).isEqualTo(address);
    }

    @Test
    void aChannelOpenedBeforeARevocationIsOpenNoMore() throws Exception {
        Person person = Person.atLevel1(host);
        Id device = addDevice(person);
        var first = person.client;
        person.reconnect();
        done(person.unlock(person.prf()));
        done(person.execute(new Operation.RemoveAuthenticator(device), Optional.empty()));

        person.client = first;
        assertThat(refusal(person.signMessage("from the old channel"))).isEqualTo(Refusal.NOT_OPEN);
    }

    @Test
    void theLastAuthenticatorStays() throws Exception {
        Person person = Person.atLevel1(host);
        Id only = person.view.authenticators().getFirst().id();

        assertThat(person.execute(new Operation.RemoveAuthenticator(only), Optional.empty())).isEqualTo(refused(Refusal.LAST_AUTHENTICATOR));
        addDevice(person);
        assertThat(person.execute(new Operation.RemoveAuthenticator(only), Optional.empty())).isEqualTo(refused(Refusal.LAST_AUTHENTICATOR)); // a browser's key is no durable slot
    }

    @Test
    void aSecondPasskeyMayReplaceTheFirst() throws Exception {
        Person person = Person.atLevel1(host);
        Id first = person.view.authenticators().getFirst().id();
        Bytes firstCredential = person.credential;
        Response.EnrolmentOptions options = person.begin(Request.Purpose.ADD, person.account);
        Enrolment enrolment = person.enrolment(options, true, false);
        Bytes secondCredential = person.credential;
        person.credential = firstCredential;
        done(person.execute(new Operation.AddAuthenticator(enrolment), Optional.empty()));
        person.credential = secondCredential;

        done(person.execute(new Operation.RemoveAuthenticator(first), Optional.empty()));

        person.reconnect();
        done(person.unlock(person.prf()));
        person.credential = firstCredential;
        assertThat(refusal(person.signMessage("by the one that went"))).isEqualTo(Refusal.NOT_AUTHORISED);
    }

    // ---- export ----

    @Test
    void exportsTheSeedPhraseToThePinnedKeyAfterTheDelay() throws Exception {
        Person person = Person.atLevel1(host);
        Bytes pinned = X25519.publicKey(person.deviceSecret);
        Result.ActionPending pending = (Result.ActionPending) done(person.execute(new Operation.RequestExport(person.key(), pinned), Optional.empty())).result();
        assertThat(pending.pending().clock()).isEqualTo("host clock");
        assertThat(refusal(person.execute(new Operation.CollectExport(), Optional.empty()))).isEqualTo(Refusal.NOT_MATURE);
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.EXPORT_DELAY_SECONDS));

        Bytes sealed = ((Result.Exported) done(person.execute(new Operation.CollectExport(), Optional.empty())).result()).sealed();

        assertThat(ethereumAddressOf(words(person, pinned, sealed))).isEqualTo(person.address("ethereum"));
        assertThat(refusal(person.execute(new Operation.CollectExport(), Optional.empty()))).isEqualTo(Refusal.NOT_PENDING);
    }

    private static SecretBytes words(Person person, Bytes pinned, Bytes sealed) throws Exception {
        Bytes info = Labels.EXPORT.bind(person.account.value(), person.key().value());
        Bytes ephemeral = sealed.slice(0, 32);
        try (SecretBytes shared = X25519.agree(person.deviceSecret, ephemeral); SecretBytes key = Hkdf.derive(shared, Bytes.concat(ephemeral, pinned), info, 32)) {
            return Aead.open(key, sealed.slice(32, 44), info, sealed.slice(44, sealed.size()));
        }
    }

    private static String ethereumAddressOf(SecretBytes words) throws Exception {
        int count = words.withArray(SecretAccess.tcb(), octets -> Bytes.of(octets).utf8().split(" ").length);
        assertThat(count).isEqualTo(24);
        try (SecretBytes seed = Bip39.toSeed(words); ExtendedSecretKey node = ExtendedSecretKey.derive(seed, DerivationPath.parse("m/44'/60'/0'/0/0"))) {
            return EthereumAddress.of(node.publicKey()).text();
        }
    }

    @Test
    void anExportNotCollectedInItsWindowIsGone() throws Exception {
        Person person = Person.atLevel1(host);
        done(person.execute(new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), Optional.empty()));
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.EXPORT_DELAY_SECONDS + InMemoryHost.WINDOW_SECONDS));
        person.reconnect();
        done(person.unlock(person.prf()));

        assertThat(refusal(person.execute(new Operation.CollectExport(), Optional.empty()))).isEqualTo(Refusal.WINDOW_PASSED);
    }

    @Test
    void anExportCanBeCancelled() throws Exception {
        Person person = Person.atLevel1(host);
        done(person.execute(new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), Optional.empty()));
        done(person.execute(new Operation.CancelPending(1), Optional.empty()));
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.EXPORT_DELAY_SECONDS));

        assertThat(refusal(person.execute(new Operation.CollectExport(), Optional.empty()))).isEqualTo(Refusal.NOT_PENDING);
        assertThat(refusal(person.execute(new Operation.CancelPending(1), Optional.empty()))).isEqualTo(Refusal.NOT_PENDING);
    }

    @Test
    void aHostClockThatGoesBackDoesNotKeepAnExportForEverNorOpenItTwice() throws Exception {
        Person person = Person.atLevel1(host);
        done(person.execute(new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), Optional.empty()));
        host.clockErrorMicros = -3_600_000_000L;
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.EXPORT_DELAY_SECONDS));

        done(person.execute(new Operation.CollectExport(), Optional.empty()));
    }

    // ---- recovery ----

    private Response startRecovery(Person person) throws Exception {
        return byNobody(person, new Operation.StartRecovery(), Optional.empty());
    }

    private Response byNobody(Person person, Operation operation, Optional<SlotMaterial> material) throws Exception {
        return person.send(person.client.context(person.account, person.knownVersion), operation, new Authorization.None(), material);
    }

    private Response completeRecovery(Person person, SlotMaterial code) throws Exception {
        Response.EnrolmentOptions options = person.begin(Request.Purpose.RECOVER, person.account);
        return byNobody(person, new Operation.CompleteRecovery(person.enrolment(options, true, true)), Optional.of(code));
    }

    private void matureRecovery(Person person) throws Exception {
        done(startRecovery(person));
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.RECOVERY_DELAY_SECONDS));
    }

    @Test
    void whoeverLostEveryDeviceComesBackWithTheRecoveryCode() throws Exception {
        Person person = Person.atLevel1(host);
        String address = person.address("ethereum");
        SlotMaterial oldCode = person.recoveryCode();
        SoftwareAuthenticator lost = person.authenticator;
        Bytes lostCredential = person.credential;
        person.authenticator = SoftwareAuthenticator.synced();
        person.reconnect();
        matureRecovery(person);

        done(completeRecovery(person, oldCode));

        assertThat(person.view.authenticators()).hasSize(1);
        person.reconnect();
        done(person.unlock(person.prf()));
        done(person.signMessage("back"));
        assertThat(person.address("ethereum")).isEqualTo(address);
        person.authenticator = lost;
        Bytes newCredential = person.credential;
        person.credential = lostCredential;
        assertThat(refusal(person.signMessage("by the lost device"))).isEqualTo(Refusal.NOT_AUTHORISED);
        person.credential = newCredential;
    }

    @Test
    void recoveryWaitsForItsDelayAndNeedsTheCode() throws Exception {
        Person person = Person.atLevel1(host);
        SlotMaterial code = person.recoveryCode();
        byte[] wrong = new byte[SlotMaterial.RECOVERY_CODE];
        person.authenticator = SoftwareAuthenticator.synced();
        assertThat(refusal(completeRecovery(person, new SlotMaterial.RecoveryCode(((SlotMaterial.RecoveryCode) code).code().clone())))).isEqualTo(Refusal.NOT_PENDING);
        done(startRecovery(person));

        assertThat(refusal(completeRecovery(person, new SlotMaterial.RecoveryCode(((SlotMaterial.RecoveryCode) code).code().clone())))).isEqualTo(Refusal.NOT_MATURE);
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.RECOVERY_DELAY_SECONDS));
        assertThat(refusal(completeRecovery(person, new SlotMaterial.RecoveryCode(wrong)))).isEqualTo(Refusal.NOT_AUTHORISED);
        Response.EnrolmentOptions options = person.begin(Request.Purpose.RECOVER, person.account);
        Operation withoutCode = new Operation.CompleteRecovery(person.enrolment(options, true, true));
        assertThat(refusal(byNobody(person, withoutCode, Optional.empty()))).isEqualTo(Refusal.NOT_AUTHORISED);
        done(completeRecovery(person, code));
    }

    @Test
    void oneRecoveryAtATime() throws Exception {
        Person person = Person.atLevel1(host);
        done(startRecovery(person));

        assertThat(refusal(startRecovery(person))).isEqualTo(Refusal.CONFLICT);
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.RECOVERY_DELAY_SECONDS + InMemoryHost.WINDOW_SECONDS));
        person.reconnect();
        done(startRecovery(person));
    }

    @Test
    void aVetoStopsTheRecoveryAndFreezesWhatLeaves() throws Exception {
        Person person = Person.atLevel1(host);
        done(startRecovery(person));

        done(person.execute(new Operation.CancelPending(2), Optional.empty()));

        assertThat(person.view.frozen()).isTrue();
        assertThat(refusal(person.signMessage("frozen"))).isEqualTo(Refusal.FROZEN);
        assertThat(refusal(person.execute(new Operation.RequestExport(person.key(), X25519.publicKey(person.deviceSecret)), Optional.empty()))).isEqualTo(Refusal.FROZEN);
        assertThat(refusal(person.execute(new Operation.CertifySession(Bytes.of(new byte[32]), 1, 1), Optional.empty()))).isEqualTo(Refusal.FROZEN);
        host.ticker.advance(Duration.ofSeconds(InMemoryHost.RECOVERY_DELAY_SECONDS));
        assertThat(refusal(completeRecovery(person, person.recoveryCode()))).isEqualTo(Refusal.NOT_PENDING);
    }

    @Test
    void anAuthenticatorThawsAfterAVeto() throws Exception {
        Person person = Person.atLevel1(host);
        done(startRecovery(person));
        done(person.execute(new Operation.CancelPending(2), Optional.empty()));

        done(person.execute(new Operation.CancelPending(2), Optional.empty()));

        assertThat(person.view.frozen()).isFalse();
        done(person.signMessage("thawed"));
        assertThat(refusal(person.execute(new Operation.CancelPending(2), Optional.empty()))).isEqualTo(Refusal.NOT_PENDING);
    }

    @Test
    void anOpenChannelDoesNotStandForTheRecoveryCode() throws Exception {
        Person person = Person.atLevel1(host);
        matureRecovery(person);
        Response.EnrolmentOptions options = person.begin(Request.Purpose.RECOVER, person.account);

        assertThat(refusal(byNobody(person, new Operation.CompleteRecovery(person.enrolment(options, true, true)), Optional.empty()))).isEqualTo(Refusal.NOT_AUTHORISED);
    }

    // ---- activity ----

    @Test
    void everyOperationIsAnActivityWithItsReceipt() throws Exception {
        Person person = Person.atLevel1(host);
        done(person.signMessage("hello"));
        RoutingHeader routing = new RoutingHeader(Id.DEFAULT_TENANT, person.account, person.client.routing().requestId(), List.of(), 1, 50);

        Response.Activity activity = (Response.Activity) person.client.ask(routing, new Request.ListActivity());

        assertThat(activity.total()).isEqualTo(2);
        assertThat(activity.entries()).extracting(Response.ActivityEntry::operation).containsExactly(1, 3);
        assertThat(activity.entries().getLast().summary()).startsWith("Signed ");
    }
}
