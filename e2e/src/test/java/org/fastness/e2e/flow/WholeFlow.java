package org.fastness.e2e.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fastness.attestation.Environment;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.client.AccountClient;
import org.fastness.client.EvidenceRefused;
import org.fastness.client.SecureChannel;
import org.fastness.crypto.EcdsaSignature;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.address.BitcoinAddress;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.crypto.address.SolanaAddress;
import org.fastness.crypto.hd.Bip39;
import org.fastness.crypto.hd.DerivationPath;
import org.fastness.crypto.hd.ExtendedSecretKey;
import org.fastness.crypto.hd.Slip10Ed25519;
import org.fastness.e2e.fixture.Anvil;
import org.fastness.e2e.fixture.Api;
import org.fastness.e2e.fixture.Eventually;
import org.fastness.e2e.fixture.ExportKey;
import org.fastness.e2e.fixture.Person;
import org.fastness.e2e.fixture.ServerProcess;
import org.fastness.e2e.fixture.SessionKey;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.testkit.Judge;
import org.fastness.testkit.Vectors;
import org.fastness.tlog.NoteVerifier;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.ReceiptVerdict;
import org.fastness.tlog.ReceiptVerifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A person's whole story against one server; each test has a person of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WholeFlow {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Bytes BOB = Bytes.fromHex("00000000000000000000000000000000000b0b00");
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final int RECOVERY = 2;
    private static final int TYPED_DATA_UNKNOWN = 3;
    private static final int PERMIT = 4;
    private static final String UNKNOWN_TYPED_DATA = """
            {"types": {"EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
                       "Greeting": [{"name": "to", "type": "string"}, {"name": "words", "type": "string"}]},
             "primaryType": "Greeting", "domain": {"name": "Whole flow", "chainId": 31337},
             "message": {"to": "Bob", "words": "good day"}}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger people = new AtomicInteger();
    private Optional<Anvil> anvil = Optional.empty();
    private Optional<ServerProcess> running = Optional.empty();

    /** The settings that choose the store. */
    abstract Map<String, String> store();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        if (Anvil.missing().isEmpty()) anvil = Optional.of(Anvil.start(folder));
        Map<String, String> settings = new HashMap<>(store());
        anvil.ifPresent(node -> settings.put("NETWORK_31337_URL", node.url().toString()));
        running = Optional.of(ServerProcess.start(folder.resolve("data"), settings));
    }

    @AfterAll
    void stop() throws IOException {
        anvil.ifPresent(Anvil::close);
        if (running.isPresent()) running.get().close();
        http.shutdownNow();
    }

    private ServerProcess server() {
        return running.orElseThrow();
    }

    private Anvil anvil() {
        Assumptions.assumeTrue(anvil.isPresent(), () -> Anvil.missing().orElse(""));
        return anvil.orElseThrow();
    }

    private Person newPerson() {
        return new Person(server().origin(), server().walletOrigin(), http, false);
    }

    private String freshEmail() {
        return "person" + people.incrementAndGet() + "@example.test";
    }

    private Person signUp() throws Exception {
        return Person.signUp(server(), http, freshEmail());
    }

    // ---- sign-up ----

    @Test
    void signsUpByMailAndGetsAnAccountOfLevelOne() throws Exception {
        String email = freshEmail();

        Person alice = Person.signUp(server(), http, email);

        assertThat(alice.view().level()).isEqualTo(1);
        assertThat(alice.view().slots()).extracting(AccountView.Slot::kind).containsExactlyInAnyOrder(1, 3);
        assertThat(alice.view().keys().getFirst().addresses()).extracting(AccountView.Address::chain).contains("ethereum", "bitcoin-p2wpkh", "bitcoin-p2tr", "solana");
        JsonObject session = Api.expect(200, alice.api().get("/api/v1/identity/session", alice.token())).json();
        assertThat(session.text("email", 100)).isEqualTo(email);
        assertThat(session.text("accountId", 100)).isEqualTo(alice.account().text());
    }

    @Test
    void makesNoAccountForNobody() throws Exception {
        Person nobody = newPerson();

        assertRefused(Refusal.UNAUTHENTICATED, () -> nobody.createAccount(nobody.connect(), 1));
    }

    @Test
    void isNotAcceptedAsAttested() {
        assertThatThrownBy(() -> SecureChannel.open(newPerson().transport(), EvidencePolicy.strict(Environment.PRODUCTION), Entropy.system(), Ticker.system())).isInstanceOf(EvidenceRefused.class);
    }

    // ---- using keys ----

    @Test
    void sendsEtherAndTheChainKnowsTheSender() throws Exception {
        Anvil chain = anvil();
        Person alice = signUp();
        chain.setBalance(alice.ethereumAddress(), ETHER.multiply(BigInteger.TWO));
        BigInteger before = chain.balance("0x" + BOB.hex());
        JsonObject state = Api.expect(200, alice.api().get("/api/v1/wallet/networks/31337/accounts/" + alice.ethereumAddress(), alice.token())).json();
        assertThat(state.text("balanceWei", 80)).isEqualTo(ETHER.multiply(BigInteger.TWO).toString());

        AccountClient client = alice.open();
        Payload transfer = alice.transfer(Anvil.CHAIN_ID, new BigInteger(state.text("nonce", 80)), new BigInteger(state.text("maxPriorityFeePerGas", 80)),
                new BigInteger(state.text("maxFeePerGas", 80)), BOB, ETHER);
        Result.Signed signed = alice.sign(client, transfer);
        String broadcast = Json.write(Json.object().put("raw", "0x" + signed.signedPayload().hex()).build()).utf8();
        String hash = Api.expect(202, alice.api().post("/api/v1/wallet/networks/31337/transactions", broadcast, alice.token())).json().text("hash", 80);

        assertThat(hash).isEqualTo("0x" + signed.hash().hex());
        JsonObject receipt = Eventually.get("the receipt", SOON, () -> chain.receipt(hash));
        assertThat(receipt.text("from", 80)).isEqualToIgnoringCase(alice.ethereumAddress());
        assertThat(receipt.text("to", 80)).isEqualToIgnoringCase("0x" + BOB.hex());
        assertThat(receipt.text("status", 80)).isEqualTo("0x1");
        assertThat(chain.balance("0x" + BOB.hex()).subtract(before)).isEqualTo(ETHER);
        JsonObject seen = Api.expect(200, alice.api().get("/api/v1/wallet/networks/31337/transactions/" + hash, alice.token())).json();
        assertThat(seen.text("status", 80)).isEqualTo("mined");
    }

    @Test
    void showsWhatWillBeSigned() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();

        var intent = client.describe(List.of(alice.transfer(1, BigInteger.ZERO, GWEI, GWEI.multiply(BigInteger.TEN), BOB, ETHER))).getFirst();

        assertThat(intent.fields()).anyMatch(field -> field.key().equals("to") && field.value().equalsIgnoreCase("0x" + BOB.hex()));
        assertThat(intent.fields()).anyMatch(field -> field.key().equals("value") && field.value().contains("1"));
        assertThat(intent.fields()).extracting(f -> f.key()).contains("maxFee", "network");
    }

    @Test
    void refusesATransactionForAnotherNetworkThanThePageNames() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        Payload real = alice.transfer(1, BigInteger.ZERO, GWEI, GWEI, BOB, ETHER);
        Payload renamed = new Payload(real.key(), real.path(), real.kind(), "31337", real.octets());

        assertRefused(Refusal.WRONG_NETWORK, () -> alice.sign(client, renamed));
    }

    @Test
    void refusesWhatItCannotDecode() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        Payload noise = new Payload(alice.view().keys().getFirst().id(), Person.ETHEREUM_PATH, PayloadKind.EVM_TRANSACTION, "1", Bytes.fromHex("02c0ffee"));

        assertRefused(Refusal.UNDECODABLE, () -> alice.sign(client, noise));
    }

    @Test
    void signsAPersonalMessage() throws Exception {
        Person alice = signUp();

        Result.Signed signed = alice.sign(alice.open(), alice.message("good day"));

        assertThat(signer(signed)).isEqualTo(alice.ethereumAddress());
    }

    @Test
    void signsUnknownTypedDataOnlyAfterItsCapabilityWasTurnedOn() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        Payload greeting = alice.typedData(UNKNOWN_TYPED_DATA);
        assertRefused(Refusal.CAPABILITY_OFF, () -> alice.sign(client, greeting));

        run(alice, client, new Operation.SetCapability(TYPED_DATA_UNKNOWN, true), Result.Account.class);
        Result.Signed signed = alice.sign(client, greeting);

        assertThat(signer(signed)).isEqualTo(alice.ethereumAddress());
        run(alice, client, new Operation.SetCapability(TYPED_DATA_UNKNOWN, false), Result.Account.class);
        assertRefused(Refusal.CAPABILITY_OFF, () -> alice.sign(client, greeting));
    }

    @Test
    void signsWhatEthersAndViemRecover() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        run(alice, client, new Operation.SetCapability(TYPED_DATA_UNKNOWN, true), Result.Account.class);
        Result.Signed message = alice.sign(client, alice.message("good day"));
        Result.Signed typed = alice.sign(client, alice.typedData(UNKNOWN_TYPED_DATA));
        Result.Signed transfer = alice.sign(client, alice.transfer(1, BigInteger.ZERO, GWEI, GWEI, BOB, ETHER));

        try (Judge judge = Judge.start()) {
            Vectors.Json ofMessage = judge.ask("message-verify", Map.of("message", "0x" + Bytes.ofUtf8("good day").hex(), "signature", "0x" + message.signature().hex()));
            Vectors.Json ofTyped = judge.ask("typed-verify", Map.of("json", UNKNOWN_TYPED_DATA, "signature", "0x" + typed.signature().hex()));
            Vectors.Json ofTransfer = judge.ask("evm-verify", Map.of("raw", "0x" + transfer.signedPayload().hex()));
            for (Vectors.Json verdict : List.of(ofMessage, ofTyped, ofTransfer)) {
                assertThat(verdict.text("ethers")).isEqualTo(alice.ethereumAddress());
                assertThat(verdict.text("viem")).isEqualTo(alice.ethereumAddress());
            }
            assertThat(ofTransfer.text("to")).isEqualToIgnoringCase("0x" + BOB.hex());
        }
    }

    @Test
    void letsACertifiedSessionKeySignUntilItsUsesAreSpentAndDoNothingElse() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        try (SessionKey session = new SessionKey()) {
            Result.SessionCertified certificate = run(alice, client, session.certification(2, 60), Result.SessionCertified.class);
            Operation.Sign sign = new Operation.Sign(List.of(alice.message("by a session")));

            Result.Signatures signed = client.run(sign, session.approver(certificate), Optional.empty(), Result.Signatures.class).result();

            assertThat(signer(signed.signed().getFirst())).isEqualTo(alice.ethereumAddress());
            Operation more = new Operation.SetCapability(PERMIT, true);
            assertRefused(Refusal.NOT_AUTHORISED, () -> client.run(more, session.approver(certificate), Optional.empty(), Result.Account.class));
            client.run(sign, session.approver(certificate), Optional.empty(), Result.Signatures.class);
            assertRefused(Refusal.NOT_AUTHORISED, () -> client.run(sign, session.approver(certificate), Optional.empty(), Result.Signatures.class));
        }
    }

    // ---- devices ----

    @Test
    void refusesARemovedDevice() throws Exception {
        Person laptop = signUp();
        AccountClient client = laptop.open();
        Person phone = laptop.device("Phone");
        AccountView both = laptop.add(client, phone);
        assertThat(both.authenticators()).extracting(AccountView.Authenticator::name).containsExactlyInAnyOrder("Test passkey", "Phone");
        AccountClient onPhone = phone.open();
        assertThat(signer(phone.sign(onPhone, phone.message("from the phone")))).isEqualTo(laptop.ethereumAddress());

        AccountView left = run(laptop, client, new Operation.RemoveAuthenticator(phone.authenticator()), Result.Account.class).view();

        assertThat(left.authenticators()).extracting(AccountView.Authenticator::name).containsExactly("Test passkey");
        assertRefused(Refusal.NOT_AUTHORISED, () -> phone.sign(onPhone, phone.message("from the phone")));
        assertThatThrownBy(phone::open).isInstanceOf(Refused.class);
        AccountClient again = laptop.open();
        assertThat(signer(laptop.sign(again, laptop.message("still here")))).isEqualTo(laptop.ethereumAddress());
    }

    // ---- log ----

    @Test
    void listsActivityWithReceiptsThatVerify() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        alice.sign(client, alice.message("remember this"));

        Response.Activity page = client.activity(1, 50);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.entries()).extracting(Response.ActivityEntry::operation).containsExactly(1, 2, 3);
        assertThat(page.entries().getLast().summary()).contains("remember this");
        for (Response.ActivityEntry entry : page.entries()) {
            Receipt receipt = Receipt.parse(entry.receipt());
            assertThat(ReceiptVerifier.verify(receipt, client.logKey())).isInstanceOf(ReceiptVerdict.Verified.class);
            assertThat(receipt.opening().operation()).isEqualTo(entry.operation());
            assertThat(receipt.labels().attestation()).contains("not attested");
            assertThat(receipt.labels().freshness().text()).isEqualTo("host");
        }
        assertThat(client.activity(3, 50).entries()).hasSize(1);
    }

    @Test
    void answersARetryOnANewChannelWithTheSameAnswerAndNoSecondLeaf() throws Exception {
        Person alice = signUp();
        AccountClient first = alice.open();
        AccountClient.Prepared prepared = first.prepare(new Operation.Sign(List.of(alice.message("once"))), alice.approver(), Optional.empty());
        AccountClient.Receipted<Result.Signatures> once = first.send(prepared, Result.Signatures.class);

        AccountClient.Receipted<Result.Signatures> again = alice.connect().send(prepared, Result.Signatures.class);

        assertThat(again.result().signed()).isEqualTo(once.result().signed());
        assertThat(again.receipt().toBytes()).isEqualTo(once.receipt().toBytes());
        AccountClient.Receipted<Result.Signatures> next = first.run(new Operation.Sign(List.of(alice.message("next"))), alice.approver(), Optional.empty(), Result.Signatures.class);
        assertThat(next.receipt().proof().index()).isEqualTo(once.receipt().proof().index() + 1);
        assertThat(next.version()).isEqualTo(once.version() + 1);
    }

    @Test
    void refusesAnotherOperationUnderAUsedRequestId() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        AccountClient.Prepared prepared = client.prepare(new Operation.Sign(List.of(alice.message("mine"))), alice.approver(), Optional.empty());
        client.send(prepared, Result.Signatures.class);
        Operation other = new Operation.Sign(List.of(alice.message("not mine")));
        var changed = new Request.Execute(prepared.request().context(), other, prepared.request().authorization(), Optional.empty());

        assertRefused(Refusal.REPLAYED, () -> alice.connect().send(new AccountClient.Prepared(prepared.routing(), changed), Result.Signatures.class));
    }

    @Test
    void signsInToIdentityByTheEnclavesWordOnce() throws Exception {
        Person alice = signUp();
        Result.Unlocked unlocked = alice.unlocked(alice.connect());
        Optional<String> byMail = alice.token();

        String token = alice.signInByStatement(unlocked.loginStatement());

        assertThat(Optional.of(token)).isNotEqualTo(byMail);
        JsonObject session = Api.expect(200, alice.api().get("/api/v1/identity/session", alice.token())).json();
        assertThat(session.text("accountId", 100)).isEqualTo(alice.account().text());
        assertThatThrownBy(() -> alice.api().signInByStatement(unlocked.loginStatement())).isInstanceOf(IOException.class).hasMessageContaining("401");
        Api.expect(204, alice.api().delete("/api/v1/identity/session", alice.token()));
        assertThat(alice.api().get("/api/v1/identity/session", alice.token()).status()).isEqualTo(401);
    }

    // ---- export ----

    @Test
    void exportsThePhraseAfterItsDelayAndEveryAddressComesFromIt() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        AccountView.Key key = alice.view().keys().getFirst();
        try (ExportKey pinned = new ExportKey()) {
            assertRefused(Refusal.NOT_PENDING, () -> run(alice, client, new Operation.CollectExport(), Result.Exported.class));
            Result.ActionPending pending = run(alice, client, pinned.request(key.id()), Result.ActionPending.class);
            assertThat(pending.pending().clock()).isEqualTo("host clock");
            assertThat(pending.pending().maturesMicros() - pending.pending().requestedMicros()).isEqualTo(2_000_000);
            assertRefused(Refusal.NOT_MATURE, () -> run(alice, client, new Operation.CollectExport(), Result.Exported.class));

            Result.Exported exported = onceMature("the export", () -> run(alice, client, new Operation.CollectExport(), Result.Exported.class));

            try (SecretBytes words = pinned.open(exported, alice.account(), key.id()); SecretBytes seed = Bip39.toSeed(words)) {
                for (AccountView.Address address : key.addresses()) assertThat(derived(seed, address)).as(address.chain()).isEqualTo(address.text());
            }
            assertRefused(Refusal.NOT_PENDING, () -> run(alice, client, new Operation.CollectExport(), Result.Exported.class));
        }
    }

    @Test
    void cancelsAnExport() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        try (ExportKey pinned = new ExportKey()) {
            run(alice, client, pinned.request(alice.view().keys().getFirst().id()), Result.ActionPending.class);

            run(alice, client, new Operation.CancelPending(1), Result.Account.class);

            assertRefused(Refusal.NOT_PENDING, () -> run(alice, client, new Operation.CollectExport(), Result.Exported.class));
        }
    }

    // ---- recovery ----

    @Test
    void comesBackWithThePrintedCodeAfterTheDelay() throws Exception {
        Person alice = signUp();
        String address = alice.ethereumAddress();
        Bytes usedCode = alice.recoveryCode();
        Person survivor = alice.afterLosingEveryDevice();
        AccountClient client = survivor.connect();
        startRecovery(client);
        assertRefused(Refusal.NOT_MATURE, () -> survivor.completeRecovery(client));

        AccountView after = onceMature("the recovery", () -> survivor.completeRecovery(client));

        assertThat(after.authenticators()).extracting(AccountView.Authenticator::name).containsExactly("New passkey");
        assertThat(survivor.recoveryCode()).isNotEqualTo(usedCode);
        AccountClient again = survivor.open();
        assertThat(signer(survivor.sign(again, survivor.message("I am back")))).isEqualTo(address);
        assertThatThrownBy(alice::open).isInstanceOf(Refused.class);
    }

    @Test
    void doesNotRecoverWithAnotherCode() throws Exception {
        Person alice = signUp();
        Person thief = alice.afterLosingEveryDevice();
        thief.readCode(Bytes.of(new byte[SlotMaterial.RECOVERY_CODE]));
        AccountClient client = thief.connect();
        startRecovery(client);

        assertRefused(Refusal.NOT_AUTHORISED, () -> thief.completeRecovery(client));
    }

    @Test
    void vetoesARecoveryAndFreezesWhatLeaves() throws Exception {
        Person alice = signUp();
        AccountClient client = alice.open();
        Person thief = alice.afterLosingEveryDevice();
        AccountClient stolen = thief.connect();
        startRecovery(stolen);

        AccountView frozen = run(alice, client, new Operation.CancelPending(RECOVERY), Result.Account.class).view();

        assertThat(frozen.frozen()).isTrue();
        assertRefused(Refusal.NOT_PENDING, () -> thief.completeRecovery(stolen));
        assertRefused(Refusal.FROZEN, () -> alice.sign(client, alice.message("while frozen")));
        AccountView thawed = run(alice, client, new Operation.CancelPending(RECOVERY), Result.Account.class).view();
        assertThat(thawed.frozen()).isFalse();
        assertThat(signer(alice.sign(client, alice.message("thawed")))).isEqualTo(alice.ethereumAddress());
    }

    private static void startRecovery(AccountClient client) throws Exception {
        client.run(new Operation.StartRecovery(), (context, operation, challenge) -> new Authorization.None(), Optional.empty(), Result.ActionPending.class);
    }

    // ---- level 0 ----

    @Test
    void keepsLevelZeroToSmallPlainTransfers() throws Exception {
        Person bob = newPerson();
        bob.signInByMail(freshEmail());
        AccountClient client = bob.connect();
        bob.createAccount(client, 0);
        BigInteger hundredth = ETHER.divide(BigInteger.valueOf(100));

        Result.Signed small = bob.sign(client, bob.transfer(1, BigInteger.ZERO, GWEI, GWEI, BOB, hundredth));

        assertThat(small.signedPayload().isEmpty()).isFalse();
        assertRefused(Refusal.LIMIT, () -> bob.sign(client, bob.transfer(1, BigInteger.ONE, GWEI, GWEI, BOB, hundredth.multiply(BigInteger.TEN))));
        for (int i = 0; i < 3; i++) bob.sign(client, bob.transfer(1, BigInteger.valueOf(i + 1), GWEI, GWEI, BOB, hundredth));
        assertRefused(Refusal.LIMIT, () -> bob.sign(client, bob.transfer(1, BigInteger.TWO, GWEI, GWEI, BOB, hundredth)));
        assertRefused(Refusal.LEVEL, () -> bob.sign(client, bob.message("no messages here")));
        assertRefused(Refusal.LEVEL, () -> run(bob, client, new Operation.SetCapability(PERMIT, true), Result.Account.class));
        try (ExportKey pinned = new ExportKey()) {
            assertRefused(Refusal.LEVEL, () -> run(bob, client, pinned.request(bob.view().keys().getFirst().id()), Result.ActionPending.class));
        }
        assertThat(client.view().limits()).anyMatch(limit -> !limit.used().equals("0"));
    }

    // ---- bad luck ----

    @Test
    void keepsEverythingOverARestart() throws Exception {
        Person alice = signUp();
        AccountClient before = alice.open();
        alice.sign(before, alice.message("before"));
        long entries = before.activity(1, 50).total();
        NoteVerifier logKey = before.logKey();

        server().stop();
        server().restart();

        AccountClient after = alice.open();
        assertThat(after.channel().evidence().clusterId()).isEqualTo(before.channel().evidence().clusterId());
        assertThat(after.channel().evidence().bootId()).isNotEqualTo(before.channel().evidence().bootId());
        assertThat(signer(alice.sign(after, alice.message("after")))).isEqualTo(alice.ethereumAddress());
        Response.Activity page = after.activity(1, 50);
        assertThat(page.total()).isEqualTo(entries + 2);
        for (Response.ActivityEntry entry : page.entries()) {
            NoteVerifier key = entry.number() <= entries ? logKey : after.logKey();
            assertThat(ReceiptVerifier.verify(Receipt.parse(entry.receipt()), key)).isInstanceOf(ReceiptVerdict.Verified.class);
        }
        assertThat(Api.expect(200, alice.api().get("/api/v1/identity/session", alice.token())).json().text("accountId", 100)).isEqualTo(alice.account().text());
    }

    @Test
    void waitsForTheOwnerOfALevelZeroAccountAfterAStart() throws Exception {
        Person bob = newPerson();
        bob.signInByMail(freshEmail());
        bob.createAccount(bob.connect(), 0);
        reviveEnclave();
        Person stranger = bob.withNewMemory();
        AccountClient strange = Eventually.succeeds("a new channel", SOON, WholeFlow::mayPass, stranger::open);
        assertRefused(Refusal.COLD_START, () -> stranger.sign(strange, stranger.transfer(1, BigInteger.ZERO, GWEI, GWEI, BOB, GWEI)));

        AccountClient after = bob.open();

        assertThat(bob.sign(after, bob.transfer(1, BigInteger.ZERO, GWEI, GWEI, BOB, GWEI)).signedPayload().isEmpty()).isFalse();
    }

    @Test
    void startsAnotherEnclaveWhenOneDiesAndClientsComeBack() throws Exception {
        Person alice = signUp();
        AccountClient before = alice.open();

        reviveEnclave();

        assertThatThrownBy(() -> alice.sign(before, alice.message("into the void"))).isInstanceOf(Refused.class);
        AccountClient after = Eventually.succeeds("a new channel", SOON, WholeFlow::mayPass, alice::open);
        assertThat(after.channel().evidence().bootId()).isNotEqualTo(before.channel().evidence().bootId());
        assertThat(signer(alice.sign(after, alice.message("still there")))).isEqualTo(alice.ethereumAddress());
    }

    private void reviveEnclave() throws Exception {
        List<ProcessHandle> dying = server().enclaves();
        server().killEnclave();
        Eventually.get("the enclave's end", SOON, () -> dying.stream().anyMatch(ProcessHandle::isAlive) ? Optional.empty() : Optional.of(true));
        Eventually.get("another enclave", SOON, () -> server().isReady() ? Optional.of(true) : Optional.empty());
    }

    // ---- words of this page ----

    private static boolean mayPass(Exception failure) {
        return failure instanceof IOException || failure instanceof Refused refused && refused.refusal().retryable();
    }

    private static <T> T onceMature(String what, Eventually.Deed<T> deed) throws Exception {
        return Eventually.succeeds(what, SOON, failure -> failure instanceof Refused refused && refused.refusal() == Refusal.NOT_MATURE, deed);
    }

    private static <R extends Result> R run(Person by, AccountClient client, Operation operation, Class<R> type) throws Exception {
        return client.run(operation, by.approver(), Optional.empty(), type).result();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable deed) {
        assertThatThrownBy(deed).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    /** Who made an EVM signature over the digest that the enclave named. */
    private static String signer(Result.Signed signed) throws Exception {
        Bytes octets = signed.signature();
        EcdsaSignature signature = new EcdsaSignature(octets.slice(0, 32), octets.slice(32, 64), octets.at(64) - 27);
        return EthereumAddress.of(Secp256k1.recover(signed.hash(), signature).orElseThrow()).text();
    }

    private static String derived(SecretBytes seed, AccountView.Address address) throws Exception {
        DerivationPath path = DerivationPath.parse(address.path());
        if (address.chain().equals("solana")) {
            try (Slip10Ed25519 node = Slip10Ed25519.derive(seed, path); Ed25519.KeyPair pair = node.keyPair()) {
                return new SolanaAddress(pair.publicKey()).text();
            }
        }
        try (ExtendedSecretKey node = ExtendedSecretKey.derive(seed, path)) {
            return switch (address.chain()) {
                case "ethereum" -> EthereumAddress.of(node.publicKey()).text();
                case "bitcoin-p2wpkh" -> BitcoinAddress.p2wpkh(BitcoinAddress.Network.MAINNET, node.publicKey()).text();
                case "bitcoin-p2tr" -> BitcoinAddress.p2tr(BitcoinAddress.Network.MAINNET, Secp256k1.xOnly(node.publicKey()).x()).text();
                default -> throw new AssertionError("a chain without a derivation here: " + address.chain());
            };
        }
    }
}
