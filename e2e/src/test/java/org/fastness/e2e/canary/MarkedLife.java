package org.fastness.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.client.AccountClient;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.address.EthereumAddress;
import org.fastness.crypto.hd.Bip39;
import org.fastness.e2e.fixture.Api;
import org.fastness.e2e.fixture.Eventually;
import org.fastness.e2e.fixture.ExportKey;
import org.fastness.e2e.fixture.Person;
import org.fastness.e2e.fixture.ServerProcess;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Result;

/** A person all of whose secrets and personal data are marked, and who goes through every flow and every error with them. Collects the canaries. */
final class MarkedLife {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000L);
    private static final int TYPED_DATA_UNKNOWN = 3;

    private final ServerProcess server;
    private final HttpClient http;
    private final List<Canary> canaries = new ArrayList<>();

    MarkedLife(ServerProcess server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    List<Canary> canaries() {
        return List.copyOf(canaries);
    }

    /** Text that no other run makes. */
    private String marked(String name, String before, String after) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        String text = before + Bytes.of(random).hex() + after;
        canaries.add(new Canary.Text(name, text));
        return text;
    }

    private void mark(String name, Bytes octets) {
        canaries.add(new Canary.Octets(name, octets));
    }

    void live() throws Exception {
        signInErrors();
        Person alice = signUp();
        AccountClient client = alice.open();
        use(alice, client);
        addAndRemoveDevice(alice, client);
        export(alice, client);
        recover(alice);
        mark("octets of the Ethereum address", EthereumAddress.parse(alice.ethereumAddress()).value());
        for (Bytes output : alice.prfOutputs()) mark("PRF output", output);
    }

    // ---- identity ----

    private Api api() {
        return new Api(server.origin(), http);
    }

    private void signInErrors() throws Exception {
        String email = marked("e-mail of a failed sign-in", "failed.", "@example.test");
        Api.expect(202, api().post("/api/v1/identity/codes", "{\"email\":\"" + email + "\"}", Optional.empty()));
        canaries.add(new Canary.Digits("code never used", api().codeFor(email)));
        assertThat(api().post("/api/v1/identity/codes/verify", "{\"email\":\"" + email + "\",\"code\":\"000000\"}", Optional.empty()).status()).isEqualTo(401);
        assertThat(api().post("/api/v1/identity/codes", "{\"email\":\"" + email + "\", broken", Optional.empty()).status()).isEqualTo(400);
        assertThat(api().post("/api/v1/identity/codes", "{\"email\":\"" + email + "\",\"" + marked("unknown member", "member", "") + "\":1}", Optional.empty()).status()).isEqualTo(400);
        assertThat(api().post("/api/v1/identity/codes", "{\"email\":\"" + (email + " ").repeat(500) + "\"}", Optional.empty()).status()).isEqualTo(413);
        assertThat(api().post("/api/v1/identity/codes/verify", "{\"email\":\"" + email + "\",\"code\":\"" + marked("mistyped code", "code", "") + "\"}", Optional.empty()).status()).isBetween(400, 401);
        assertThat(api().post("/api/v1/identity/handoff", "{\"handoff\":\"" + marked("mistyped handoff", "handoff", "") + "\"}", Optional.empty()).status()).isBetween(400, 401);
        assertThat(api().get("/api/v1/identity/session", Optional.of(marked("mistyped token", "fst_", ""))).status()).isEqualTo(401);
        assertThat(api().post("/api/v1/identity/login", "{\"statement\":\"" + marked("mistyped statement", "c3RhdGVtZW50", "") + "\"}", Optional.empty()).status()).isBetween(400, 401);
        assertThat(api().get("/api/v1/" + marked("mistyped path", "path", "") + "?email=" + email, Optional.empty()).status()).isEqualTo(404);
        assertThat(api().get("/healthz?token=" + marked("token in a query", "fst_", ""), Optional.empty()).status()).isBetween(200, 404);
        assertThat(octets("/api/v1/enclave/channels", marked("garbage for a channel", "garbage", "").repeat(10))).isEqualTo(400);
        assertThat(octets("/api/v1/enclave/frames", marked("garbage for a frame", "garbage", "").repeat(10))).isEqualTo(400);
    }

    private int octets(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.origin() + path)).timeout(SOON).header("Content-Type", "application/octet-stream")
                .header("X-Request-Id", marked("header", "header", "")).header("User-Agent", marked("user agent", "agent/", "")).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private Person signUp() throws Exception {
        String email = marked("e-mail", "canary.", "@example.test");
        Person alice = new Person(server.origin(), server.walletOrigin(), http, false);
        alice.nameDevice(marked("device name", "Laptop ", ""));
        Api.SignIn signIn = api().signIn(email);
        remember(signIn);
        alice.signedIn(signIn);
        assertThat(api().post("/api/v1/identity/handoff", "{\"handoff\":\"" + signIn.handoff() + "\"}", Optional.empty()).status()).isEqualTo(401);
        alice.createAccount(alice.connect(), 1);
        rememberCode("recovery code", alice.recoveryCode());
        alice.view().keys().getFirst().addresses().forEach(address -> canaries.add(new Canary.Text("address on " + address.chain(), address.text())));
        remember(api().signIn(email));
        canaries.add(new Canary.Text("token by statement", alice.signInByStatement(alice.unlocked(alice.connect()).loginStatement())));
        return alice;
    }

    private void remember(Api.SignIn signIn) {
        canaries.add(new Canary.Digits("sign-in code", signIn.code()));
        canaries.add(new Canary.Text("handoff", signIn.handoff()));
        canaries.add(new Canary.Text("session token", signIn.token()));
    }

    /** The octets, and the digits as people read them: 20 octets and two of their SHA-256 in Crockford's base 32. */
    private void rememberCode(String name, Bytes code) {
        mark(name, code);
        String digits = crockford(Bytes.concat(code, Digests.sha256(code).slice(0, 2)));
        canaries.add(new Canary.Text(name + " as digits", digits));
        canaries.add(new Canary.Text(name + " in groups", digits.replaceAll("(.{4})(?=.)", "$1-")));
    }

    private static String crockford(Bytes octets) {
        BigInteger bits = new BigInteger(1, octets.toArray()).shiftLeft(4);
        StringBuilder out = new StringBuilder();
        for (int digit = 35; digit >= 0; digit--) out.append(CROCKFORD.charAt(bits.shiftRight(5 * digit).intValue() & 31));
        return out.toString();
    }

    // ---- the wallet ----

    private void use(Person alice, AccountClient client) throws Exception {
        alice.sign(client, alice.message(marked("personal message", "message ", " signed")));
        String json = """
                {"types": {"EIP712Domain": [{"name": "name", "type": "string"}], "Note": [{"name": "text", "type": "string"}]}, "primaryType": "Note",
                 "domain": {"name": "Canary"}, "message": {"text": "%s"}}""".formatted(marked("typed message", "typed ", " signed"));
        assertThatThrownBy(() -> alice.sign(client, alice.typedData(json))).isInstanceOf(Refused.class);
        client.run(new Operation.SetCapability(TYPED_DATA_UNKNOWN, true), alice.approver(), Optional.empty(), Result.Account.class);
        alice.sign(client, alice.typedData(json));
        assertThatThrownBy(() -> alice.sign(client, alice.typedData("{\"" + marked("broken typed data", "broken ", "")))).isInstanceOf(Refused.class);
        Bytes to = Bytes.fromHex(marked("receiver", "c0ffee00c0ffee00c0ffee00", ""));
        mark("octets of the receiver", to);
        Result.Signed transfer = alice.sign(client, alice.transfer(31_337, BigInteger.ZERO, GWEI, GWEI, to, GWEI));
        mark("signed transaction", transfer.signedPayload());
        networkErrors(alice, transfer);
        client.activity(1, 50);
    }

    /** No node runs at the configured address. */
    private void networkErrors(Person alice, Result.Signed transfer) throws Exception {
        String network = "/api/v1/wallet/networks/31337";
        assertThat(alice.api().get(network + "/accounts/" + alice.ethereumAddress(), alice.token()).status()).isEqualTo(502);
        assertThat(alice.api().post(network + "/transactions", "{\"raw\":\"0x" + transfer.signedPayload().hex() + "\"}", alice.token()).status()).isEqualTo(502);
        assertThat(alice.api().get(network + "/transactions/0x" + transfer.hash().hex(), alice.token()).status()).isEqualTo(502);
        assertThat(alice.api().get(network + "/accounts/" + marked("mistyped address", "0x", ""), alice.token()).status()).isEqualTo(400);
        mark("transaction hash", transfer.hash());
    }

    private void addAndRemoveDevice(Person alice, AccountClient client) throws Exception {
        Person phone = alice.device(marked("second device name", "Phone ", ""));
        alice.add(client, phone);
        AccountClient onPhone = phone.open();
        client.run(new Operation.RemoveAuthenticator(phone.authenticator()), alice.approver(), Optional.empty(), Result.Account.class);
        assertThatThrownBy(() -> phone.sign(onPhone, phone.message(marked("message of a removed device", "removed ", "")))).isInstanceOf(Refused.class);
        Person tooLong = alice.device(marked("device name that is too long", "Long ", "").repeat(5));
        assertThatThrownBy(() -> alice.add(client, tooLong)).isInstanceOf(Refused.class);
        for (Bytes output : phone.prfOutputs()) mark("PRF output of the phone", output);
    }

    private void export(Person alice, AccountClient client) throws Exception {
        AccountClient open = alice.open();
        var key = alice.view().keys().getFirst().id();
        try (ExportKey pinned = new ExportKey()) {
            open.run(pinned.request(key), alice.approver(), Optional.empty(), Result.ActionPending.class);
            Result.Exported exported = Eventually.succeeds("the export", SOON, failure -> failure instanceof Refused refused && refused.refusal() == Refusal.NOT_MATURE,
                    () -> open.run(new Operation.CollectExport(), alice.approver(), Optional.empty(), Result.Exported.class).result());
            try (SecretBytes words = pinned.open(exported, alice.account(), key); SecretBytes entropy = Bip39.toEntropy(words); SecretBytes seed = Bip39.toSeed(words)) {
                canaries.add(new Canary.Words("seed phrase", text(words)));
                mark("entropy of the phrase", octets(entropy));
                mark("first half of the seed", octets(seed).slice(0, 32));
                mark("second half of the seed", octets(seed).slice(32, 64));
            }
        } catch (org.fastness.base.Malformed broken) {
            throw new AssertionError(broken);
        }
    }

    private static String text(SecretBytes words) {
        return octets(words).utf8();
    }

    private static Bytes octets(SecretBytes secret) {
        return secret.withArray(SecretAccess.tcb(), Bytes::of);
    }

    private void recover(Person alice) throws Exception {
        Person survivor = alice.afterLosingEveryDevice();
        survivor.nameDevice(marked("device name after recovery", "New ", ""));
        AccountClient client = survivor.connect();
        client.run(new Operation.StartRecovery(), (context, operation, challenge) -> new Authorization.None(), Optional.empty(), Result.ActionPending.class);
        Person thief = alice.afterLosingEveryDevice();
        byte[] guess = new byte[20];
        new SecureRandom().nextBytes(guess);
        thief.readCode(Bytes.of(guess));
        rememberCode("guessed recovery code", Bytes.of(guess));
        assertThatThrownBy(() -> thief.completeRecovery(thief.connect())).isInstanceOf(Refused.class);
        Eventually.succeeds("the recovery", SOON, failure -> failure instanceof Refused refused && refused.refusal() == Refusal.NOT_MATURE, () -> survivor.completeRecovery(client));
        rememberCode("recovery code after recovery", survivor.recoveryCode());
        survivor.open();
        for (Bytes output : survivor.prfOutputs()) mark("PRF output after recovery", output);
    }
}
