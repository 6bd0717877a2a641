package org.fastness.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Entropy;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.tlog.LeafOpening;
import org.fastness.tlog.NoteVerifier;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.ReceiptVerdict;
import org.fastness.tlog.ReceiptVerifier;

/** Operations of one account over one channel, each with its receipt checked before it is handed out. Not thread-safe. */
public final class AccountClient {

    /** An operation's result with the receipt that was verified. */
    public record Receipted<R extends Result>(R result, Receipt receipt, long version) {}

    /** A retryable operation: the same octets may be sent again on any channel. */
    public record Prepared(RoutingHeader routing, Request.Execute request) {}

    private final SecureChannel channel;
    private final Entropy entropy;
    private final KnownVersions known;
    private final int environment;
    private final NoteVerifier logKey;
    private final Id tenant;
    private Id account;
    private List<Id> keys = List.of();

    private AccountClient(SecureChannel channel, Entropy entropy, KnownVersions known, int environment, NoteVerifier logKey, Id tenant, Id account) {
        this.channel = channel;
        this.entropy = entropy;
        this.known = known;
        this.environment = environment;
        this.logKey = logKey;
        this.tenant = tenant;
        this.account = account;
    }

    /** For an account of the default tenant; asks the enclave for its log key and environment first. @param account zero for one to be created */
    public static AccountClient of(SecureChannel channel, Id account, KnownVersions known, Entropy entropy) throws IOException, Refused {
        Response.InfoAnswer info = expect(Response.InfoAnswer.class, channel.ask(routing(Id.DEFAULT_TENANT, account, zeroRequest(), List.of(), 0, 0), new Request.Info()));
        if (!info.clusterId().equals(channel.evidence().clusterId())) throw new IOException("the enclave names another cluster than its evidence does");
        try {
            return new AccountClient(channel, entropy, known, info.environment(), NoteVerifier.parse(info.logKey()), Id.DEFAULT_TENANT, account);
        } catch (Malformed notAKey) {
            throw new IOException("the enclave's log key is malformed", notAKey);
        }
    }

    public Id account() {
        return account;
    }

    /** The log key as the enclave announced it inside the channel. */
    public NoteVerifier logKey() {
        return logKey;
    }

    public SecureChannel channel() {
        return channel;
    }

    /** Challenge, slot ids, salts and recovery code for a new authenticator; for CREATE the account id that comes is this client's from now on. */
    public Response.EnrolmentOptions beginEnrolment(Request.Purpose purpose) throws IOException, Refused {
        Response.EnrolmentOptions options = expect(Response.EnrolmentOptions.class, channel.ask(routing(zeroRequest(), 0, 0), new Request.BeginEnrolment(purpose)));
        account = options.account();
        return options;
    }

    /** How the account may be opened. Learns the account's keys, so that the host hands their records over from now on. */
    public Response.UnlockWays unlockWays() throws IOException, Refused {
        Response.UnlockWays ways = expect(Response.UnlockWays.class, channel.ask(routing(zeroRequest(), 0, 0), new Request.UnlockOptions()));
        keys = ways.keys();
        return ways;
    }

    /** What the enclave understands of the payloads. */
    public List<DecodedIntent> describe(List<Payload> payloads) throws IOException, Refused {
        return expect(Response.Described.class, channel.ask(routing(zeroRequest(), 0, 0), new Request.Describe(payloads))).intents();
    }

    /** The account; the channel must have opened it. An older state than this client has seen, or another history, is refused as stale. */
    public AccountView view() throws IOException, Refused {
        KnownVersions.Seen seen = known.of(account);
        AccountView view = expect(Response.Account.class, channel.ask(routing(zeroRequest(), 0, 0), new Request.ViewAccount())).view();
        boolean sameHistory = view.version() > seen.version() || (view.version() == seen.version() && view.head().equals(seen.head()));
        if (!sameHistory) throw new Refused(Refusal.STALE_RECORD);
        return remembered(view);
    }

    /** A page of activity, oldest first from the number given (1 is the first). */
    public Response.Activity activity(long from, int count) throws IOException, Refused {
        return expect(Response.Activity.class, channel.ask(routing(zeroRequest(), from, count), new Request.ListActivity()));
    }

    /** Prepares an operation and has it approved; sending it is {@link #send}. */
    public Prepared prepare(Operation operation, Approver approver, Optional<SlotMaterial> material) throws IOException, Refused {
        byte[] request = new byte[Id.SIZE];
        entropy.fill(request);
        Id requestId = Id.request(Bytes.of(request));
        Bytes nonce = channel.nonce(routing(zeroRequest(), 0, 0));
        Context context = new Context(environment, tenant, account, requestId, known.of(account).version(), nonce, channel.handshakeHash());
        Authorization authorization = approver.approve(context, operation, context.challenge(operation));
        return new Prepared(routing(requestId, 0, 0), new Request.Execute(context, operation, authorization, material));
    }

    /** Sends what was prepared, again if need be, and verifies the receipt. */
    public <R extends Result> Receipted<R> send(Prepared prepared, Class<R> type) throws IOException, Refused {
        Response.Done done = expect(Response.Done.class, channel.ask(prepared.routing(), prepared.request()));
        if (!type.isInstance(done.result())) throw new IOException("the enclave answered with another kind of result");
        Receipt receipt = verified(done, prepared.request());
        known.remember(account, new KnownVersions.Seen(done.version(), done.head()));
        switch (done.result()) {
            case Result.Account a -> remembered(a.view());
            case Result.Unlocked u -> remembered(u.view());
            case Result.Signatures s -> {}
            case Result.SessionCertified s -> {}
            case Result.ActionPending p -> {}
            case Result.Exported e -> {}
        }
        return new Receipted<>(type.cast(done.result()), receipt, done.version());
    }

    /** {@link #prepare} and {@link #send} in one. */
    public <R extends Result> Receipted<R> run(Operation operation, Approver approver, Optional<SlotMaterial> material, Class<R> type) throws IOException, Refused {
        return send(prepare(operation, approver, material), type);
    }

    private Receipt verified(Response.Done done, Request.Execute request) throws IOException {
        try {
            Receipt receipt = Receipt.parse(done.receipt());
            if (isOf(receipt.opening(), done, request) && ReceiptVerifier.verify(receipt, logKey) instanceof ReceiptVerdict.Verified) return receipt;
            throw new IOException("the receipt does not prove this operation");
        } catch (Malformed | Refused unreadable) {
            throw new IOException("the receipt is unreadable", unreadable);
        }
    }

    /** Whether the leaf is of this cluster, this very request, and this result. */
    private boolean isOf(LeafOpening leaf, Response.Done done, Request.Execute request) {
        Writer result = new Writer();
        done.result().write(result);
        return leaf.clusterId().equals(channel.evidence().clusterId())
                && leaf.tenant().equals(request.context().tenant())
                && leaf.request().equals(request.context().requestId())
                && leaf.operation() == request.operation().tag()
                && leaf.requestHash().equals(Digests.sha256(Request.identityOf(request)))
                && leaf.resultHash().equals(Digests.sha256(result.toBytes()))
                && leaf.headHash().equals(done.head());
    }

    private AccountView remembered(AccountView view) {
        keys = view.keys().stream().map(AccountView.Key::id).toList();
        known.remember(view.account(), new KnownVersions.Seen(view.version(), view.head()));
        return view;
    }

    /** Names the account's keys, so that the host hands their records over; {@link #view} and every unlock do this by themselves. */
    public void useKeys(List<Id> keyIds) {
        keys = List.copyOf(keyIds);
    }

    private RoutingHeader routing(Id requestId, long activityFrom, int activityCount) {
        return routing(tenant, account, requestId, keys, activityFrom, activityCount);
    }

    private static RoutingHeader routing(Id tenant, Id account, Id requestId, List<Id> keys, long activityFrom, int activityCount) {
        return new RoutingHeader(tenant, account, requestId, keys, activityFrom, activityCount);
    }

    private static Id zeroRequest() {
        return Id.request(Bytes.of(new byte[Id.SIZE]));
    }

    private static <T extends Response> T expect(Class<T> type, Response response) throws IOException, Refused {
        if (type.isInstance(response)) return type.cast(response);
        if (response instanceof Response.Refused refused) throw new Refused(refused.refusal());
        throw new IOException("the enclave answered with another kind of response");
    }
}
