package org.fastness.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.client.AccountClient;
import org.fastness.crypto.Entropy;
import org.fastness.e2e.fixture.Person;
import org.fastness.e2e.fixture.Rlp;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page that shows one thing and asks for another. What the enclave described and the passkey approved is what is signed, or nothing is. */
class HostilePageTest extends HostileTest {
    private static final Bytes FRIEND = Bytes.of(new byte[20]);
    private static final Bytes THIEF = Bytes.fromHex("00000000000000000000000000000000deadbeef");

    private static Payload transfer(Person person, long chain, long nonce, long fee, Bytes to, long wei, Bytes data) {
        Bytes fields = Rlp.list(Rlp.number(BigInteger.valueOf(chain)), Rlp.number(BigInteger.valueOf(nonce)), Rlp.number(BigInteger.ONE), Rlp.number(BigInteger.valueOf(fee)),
                Rlp.number(BigInteger.valueOf(60_000)), Rlp.octets(to), Rlp.number(BigInteger.valueOf(wei)), Rlp.octets(data), Rlp.list());
        return new Payload(person.view().keys().getFirst().id(), Person.ETHEREUM_PATH, PayloadKind.EVM_TRANSACTION, "31337", Bytes.concat(Bytes.of((byte) 2), fields));
    }

    private static Payload shown(Person person) {
        return transfer(person, 31337, 0, 100, FRIEND, 1_000, Bytes.EMPTY);
    }

    static Stream<Arguments> alterations() {
        Bytes approveAll = Bytes.concat(Bytes.fromHex("095ea7b3"), Bytes.of(new byte[12]), THIEF, Bytes.fromHex("ff".repeat(32)));
        return Stream.of(
                altered("another recipient", p -> transfer(p, 31337, 0, 100, THIEF, 1_000, Bytes.EMPTY)),
                altered("another amount", p -> transfer(p, 31337, 0, 100, FRIEND, 1_000_000, Bytes.EMPTY)),
                altered("another fee", p -> transfer(p, 31337, 0, 1_000_000_000, FRIEND, 1_000, Bytes.EMPTY)),
                altered("another nonce", p -> transfer(p, 31337, 1, 100, FRIEND, 1_000, Bytes.EMPTY)),
                altered("calldata added", p -> transfer(p, 31337, 0, 100, FRIEND, 1_000, approveAll)),
                altered("another network inside", p -> transfer(p, 1, 0, 100, FRIEND, 1_000, Bytes.EMPTY)),
                altered("another network named", p -> named(shown(p), "1")),
                altered("another key path", p -> new Payload(shown(p).key(), "m/44'/60'/0'/0/1", shown(p).kind(), shown(p).network(), shown(p).octets())),
                altered("a message in its place", p -> p.message("something else")));
    }

    private static Arguments altered(String how, Function<Person, Payload> to) {
        return Arguments.of(how, to);
    }

    private static Payload named(Payload payload, String network) {
        return new Payload(payload.key(), payload.path(), payload.kind(), network, payload.octets());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alterations")
    void whatWasApprovedIsNotExchanged(String how, Function<Person, Payload> alteration) throws Exception {
        Open open = unlocked(host, ada.person());
        Payload shown = shown(open.person());
        DecodedIntent described = open.client().describe(List.of(shown)).getFirst();
        AccountClient.Prepared approved = open.prepare(shown);

        refused(() -> open.send(exchanged(approved, List.of(alteration.apply(open.person())))), Refusal.NOT_AUTHORISED);
        refused(() -> open.send(exchanged(approved, List.of(shown, alteration.apply(open.person())))), Refusal.NOT_AUTHORISED, Refusal.REPLAYED);
        Result.Signed honest = open.send(open.prepare(shown));

        assertThat(honest.intent()).as("what is signed is what was described").isEqualTo(described);
        assertThat(described.payloadHash()).isEqualTo(Digests.sha256(shown.octets()));
    }

    private static AccountClient.Prepared exchanged(AccountClient.Prepared approved, List<Payload> payloads) {
        Request.Execute request = approved.request();
        return new AccountClient.Prepared(approved.routing(), new Request.Execute(request.context(), new Operation.Sign(payloads), request.authorization(), request.material()));
    }

    @Test
    void aNetworkNamedOtherThanTheTransactionsOwnIsRefusedEvenIfApproved() throws Exception {
        Open open = unlocked(host, ada.person());
        for (String network : List.of("1", "", "bitcoin", "031337", "31337 ")) {
            Payload misnamed = named(shown(open.person()), network);
            refused(() -> open.client().describe(List.of(misnamed)), Refusal.WRONG_NETWORK);
            refused(() -> open.send(open.prepare(misnamed)), Refusal.WRONG_NETWORK);
        }
    }

    /** The page lets the passkey sign the challenge of a request the person never saw: the approval then fits that request alone, with all it binds. */
    @Test
    void aChallengeOfAnotherRequestApprovesNothing() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared first = open.prepare(shown(open.person()));
        AccountClient.Prepared second = open.prepare(open.person().message("second"));
        Authorization other = second.request().authorization();

        refused(() -> open.send(new AccountClient.Prepared(first.routing(), new Request.Execute(first.request().context(), first.request().operation(), other, Optional.empty()))), Refusal.NOT_AUTHORISED);
    }

    @Test
    void anApprovalIsForOneOperationOneContextAndOneChannel() throws Exception {
        Open open = unlocked(host, ada.person());
        Open elsewhere = unlocked(host, ada.person());
        AccountClient.Prepared approved = open.prepare(shown(open.person()));
        Context c = approved.request().context();
        refused(() -> elsewhere.send(approved), Refusal.NOT_AUTHORISED);
        for (Context changed : List.of(
                new Context(1, c.tenant(), c.account(), c.requestId(), c.knownVersion(), c.nonce(), c.handshakeHash()),
                new Context(c.environment(), c.tenant(), c.account(), c.requestId(), 0, c.nonce(), c.handshakeHash()),
                new Context(c.environment(), c.tenant(), c.account(), c.requestId(), c.knownVersion(), Entropy.system().bytes(32), c.handshakeHash()),
                new Context(c.environment(), c.tenant(), c.account(), c.requestId(), c.knownVersion(), c.nonce(), elsewhere.client().channel().handshakeHash()))) {
            Request.Execute request = new Request.Execute(changed, approved.request().operation(), approved.request().authorization(), Optional.empty());
            refused(() -> open.send(new AccountClient.Prepared(approved.routing(), request)), Refusal.NOT_AUTHORISED, Refusal.REPLAYED);
        }
    }

    @Test
    void anApprovalToSignAddsNoDeviceAndTurnsNothingOn() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountView before = open.client().view();
        for (Operation other : List.of(new Operation.SetCapability(1, true), new Operation.RequestExport(keys(open.person()).getFirst(), THIEF32), new Operation.RemoveAuthenticator(before.authenticators().getFirst().id()))) {
            AccountClient.Prepared approved = open.prepare(shown(open.person()));
            Request.Execute request = new Request.Execute(approved.request().context(), other, approved.request().authorization(), Optional.empty());
            refused(() -> open.client().send(new AccountClient.Prepared(approved.routing(), request), Result.Account.class), Refusal.NOT_AUTHORISED);
        }
        AccountView after = open.client().view();

        assertThat(after.version()).isEqualTo(before.version());
    }

    private static final Bytes THIEF32 = Bytes.concat(Bytes.of((byte) 9), Bytes.of(new byte[31]));

    @Test
    void aLyingPageCannotNameAnotherAccount() throws Exception {
        Open open = unlocked(host, ada.person());
        AccountClient.Prepared approved = open.prepare(shown(open.person()));
        Context c = approved.request().context();
        Id other = ben.person().account();
        Context changed = new Context(c.environment(), c.tenant(), other, c.requestId(), c.knownVersion(), c.nonce(), c.handshakeHash());
        Request.Execute request = new Request.Execute(changed, approved.request().operation(), approved.request().authorization(), Optional.empty());

        refused(() -> open.send(new AccountClient.Prepared(approved.routing(), request)), Refusal.ROUTING_MISMATCH);
    }
}
