package org.fastness.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.channel.Handshake;
import org.fastness.protocol.channel.RoutingHeader;
import org.fastness.protocol.channel.Suite;
import org.fastness.protocol.link.Effect;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.AccountView;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.Enrolment;
import org.fastness.protocol.message.LoginStatement;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.PayloadKind;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;

/** One message of every kind, made of counting octets, by name. */
final class Samples {
    private Samples() {}

    /** {@code size} octets: first, first + 1, and so on. */
    static Bytes run(int first, int size) {
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) out[i] = (byte) (first + i);
        return Bytes.of(out);
    }

    static final Id TENANT = Id.DEFAULT_TENANT;
    static final Id ACCOUNT = Id.account(run(0x10, 16));
    static final Id KEY = Id.key(run(0x20, 16));
    static final Id REQUEST = Id.request(run(0x30, 16));
    static final Id AUTHENTICATOR = Id.authenticator(run(0x40, 16));
    static final RoutingHeader ROUTING = new RoutingHeader(TENANT, ACCOUNT, REQUEST, List.of(KEY), 7, 3);
    static final Context CONTEXT = new Context(0, TENANT, ACCOUNT, REQUEST, 5, run(0x50, 32), run(0x70, 32));
    static final DecodedIntent INTENT = new DecodedIntent("evm-transaction",
            List.of(new DecodedIntent.Field("to", "To", "0xAb", true), new DecodedIntent.Field("value", "Amount", "1 ETH", false)), List.of("careful"), run(1, 32));
    static final AccountView VIEW = new AccountView(ACCOUNT, 1, 9, run(2, 32),
            List.of(new AccountView.Key(KEY, "Wallet", List.of(new AccountView.Address("ethereum", "m/44'/60'/0'/0/0", "0x00", run(3, 33))))),
            List.of(new AccountView.Authenticator(AUTHENTICATOR, 1, "Laptop", 11, 12, run(4, 20))),
            List.of(new AccountView.Slot(run(5, 16), 1, 2, AUTHENTICATOR)), List.of(1, 2),
            List.of(new AccountView.Limit("eip155:1", "100", "1", 86_400)), List.of(new AccountView.Pending(1, 1, 2, 3, "host clock")), true);
    static final Payload PAYLOAD = new Payload(KEY, "m/44'/60'/0'/0/0", PayloadKind.EVM_MESSAGE, "31337", Bytes.ofUtf8("hello"));

    static Enrolment enrolment() {
        return new Enrolment("Laptop", new Enrolment.NewPasskey(run(6, 40), run(7, 50)), List.of(
                new Enrolment.NewPrfSlot(run(8, 16), new Enrolment.Hidden(run(0xC1, 32).toArray())),
                new Enrolment.NewDeviceSlot(run(10, 32)),
                new Enrolment.NewRecoverySlot(new Enrolment.Hidden(run(0xE6, 20).toArray()))));
    }

    static Enrolment deviceEnrolment() {
        return new Enrolment("Phone", new Enrolment.NewDeviceKey(run(4, 65)), List.of());
    }

    static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("create-account", new Operation.CreateAccount(1, enrolment()));
        all.put("unlock", new Operation.Unlock());
        all.put("sign", new Operation.Sign(List.of(PAYLOAD, PAYLOAD)));
        all.put("certify-session", new Operation.CertifySession(run(12, 32), 1000, 900));
        all.put("add-authenticator", new Operation.AddAuthenticator(deviceEnrolment()));
        all.put("remove-authenticator", new Operation.RemoveAuthenticator(AUTHENTICATOR));
        all.put("set-capability", new Operation.SetCapability(3, true));
        all.put("request-export", new Operation.RequestExport(KEY, run(13, 32)));
        all.put("collect-export", new Operation.CollectExport());
        all.put("cancel-pending", new Operation.CancelPending(2));
        all.put("start-recovery", new Operation.StartRecovery());
        all.put("complete-recovery", new Operation.CompleteRecovery(enrolment()));
        return all;
    }

    static Map<String, Authorization> authorizations() {
        Map<String, Authorization> all = new LinkedHashMap<>();
        all.put("passkey", new Authorization.Passkey(run(1, 20), run(2, 37), run(3, 60), run(4, 70)));
        all.put("device-key", new Authorization.DeviceKey(AUTHENTICATOR, run(5, 64)));
        all.put("session-key", new Authorization.SessionKey(run(6, 16), run(7, 64)));
        all.put("none", new Authorization.None());
        return all;
    }

    static Map<String, SlotMaterial> materials() {
        Map<String, SlotMaterial> all = new LinkedHashMap<>();
        all.put("prf", new SlotMaterial.Prf(run(1, 16), run(0xC0, 32).toArray(), run(0xE0, 32).toArray()));
        all.put("device", new SlotMaterial.Device(run(4, 16), run(0xC4, 32).toArray()));
        all.put("recovery", new SlotMaterial.RecoveryCode(run(0xE5, 20).toArray()));
        all.put("operator", new SlotMaterial.Operator());
        return all;
    }

    static Map<String, Request> requests() {
        Map<String, Request> all = new LinkedHashMap<>();
        all.put("info", new Request.Info());
        for (Request.Purpose purpose : Request.Purpose.values()) all.put("begin-enrolment-" + purpose.name().toLowerCase(java.util.Locale.ROOT), new Request.BeginEnrolment(purpose));
        all.put("unlock-options", new Request.UnlockOptions());
        all.put("describe", new Request.Describe(List.of(PAYLOAD)));
        all.put("view-account", new Request.ViewAccount());
        all.put("list-activity", new Request.ListActivity());
        operations().forEach((name, operation) -> all.put("execute-" + name,
                new Request.Execute(CONTEXT, operation, authorizations().get("passkey"), Optional.of(materials().get("prf")))));
        authorizations().forEach((name, authorization) -> all.put("authorized-by-" + name,
                new Request.Execute(CONTEXT, new Operation.Unlock(), authorization, Optional.empty())));
        materials().forEach((name, material) -> all.put("opened-by-" + name,
                new Request.Execute(CONTEXT, new Operation.Unlock(), new Authorization.None(), Optional.of(material))));
        return all;
    }

    static Map<String, Response> responses() {
        Map<String, Response> all = new LinkedHashMap<>();
        all.put("refused", new Response.Refused(Refusal.LIMIT, "native amount"));
        all.put("info-answer", new Response.InfoAnswer(run(1, 32), run(2, 16), 0, "fastness+00000000+AA", run(3, 32), "host", "host", "wallet.localhost", "http://wallet.localhost:8080"));
        all.put("enrolment-options", new Response.EnrolmentOptions(ACCOUNT, run(4, 32), run(5, 16), run(6, 32), run(0xE8, 20), "wallet.localhost", "http://wallet.localhost:8080"));
        all.put("unlock-ways", new Response.UnlockWays(1, 9,
                List.of(new Response.PasskeyWay(AUTHENTICATOR, run(8, 20), Optional.of(new Response.PrfWay(run(9, 16), run(10, 32), run(11, 32)))), new Response.PasskeyWay(AUTHENTICATOR, run(8, 20), Optional.empty())),
                List.of(new Response.DeviceWay(AUTHENTICATOR, run(12, 16), run(13, 32), run(14, 32))), true, false, List.of(KEY)));
        all.put("described", new Response.Described(List.of(INTENT)));
        all.put("account", new Response.Account(VIEW));
        all.put("activity", new Response.Activity(List.of(new Response.ActivityEntry(1, 3, 1_700_000_000_000_000L, "Signed", run(15, 100))), 41));
        results().forEach((name, result) -> all.put("done-" + name, new Response.Done(result, run(16, 64), 10, run(17, 32))));
        return all;
    }

    static Map<String, Result> results() {
        Map<String, Result> all = new LinkedHashMap<>();
        all.put("account", new Result.Account(VIEW));
        all.put("unlocked", new Result.Unlocked(VIEW, new LoginStatement(0, TENANT, ACCOUNT, AUTHENTICATOR, REQUEST, 77, run(18, 64)).encode()));
        all.put("signatures", new Result.Signatures(List.of(new Result.Signed(INTENT, run(19, 65), run(20, 110), run(21, 32)))));
        all.put("session-certified", new Result.SessionCertified(run(22, 16), 1000, 900_000));
        all.put("action-pending", new Result.ActionPending(new AccountView.Pending(2, 1, 2, 3, "host clock")));
        all.put("exported", new Result.Exported(run(23, 200)));
        return all;
    }

    static SealedRecord record() {
        return new SealedRecord(SealedRecord.Kind.ACCOUNT, TENANT, ACCOUNT.value(), 0, 3, run(24, 90));
    }

    static Map<String, HostMessage> hostMessages() {
        Map<String, HostMessage> all = new LinkedHashMap<>();
        all.put("boot", new HostMessage.Boot(0, "wallet.localhost", List.of("http://wallet.localhost:8080"), run(1, 32), new Enrolment.Hidden(run(0xC2, 32).toArray()),
                new Enrolment.Hidden(run(0xE7, 24).toArray()), Optional.of(run(4, 100)), Optional.of(record()), 10, 20, 30, List.of(new Property("sandbox", "bubblewrap")), 99));
        all.put("root-stored", new HostMessage.RootStored());
        all.put("open-channel", new HostMessage.OpenChannel(run(5, 70)));
        all.put("process-frame", new HostMessage.ProcessFrame(run(6, 120), List.of(record()), 98));
        all.put("commit-outcome", new HostMessage.CommitOutcome(4, true));
        all.put("lease-data-key", new HostMessage.LeaseDataKey(TENANT, "identity", 1));
        all.put("inspect", new HostMessage.Inspect());
        all.put("shutdown", new HostMessage.Shutdown());
        return all;
    }

    static Map<String, EnclaveMessage> enclaveMessages() {
        Map<String, EnclaveMessage> all = new LinkedHashMap<>();
        all.put("refused", new EnclaveMessage.Refused(Refusal.UNKNOWN_CHANNEL));
        all.put("booted", new EnclaveMessage.Booted(run(1, 32), run(2, 16), run(3, 32), "log+key", run(4, 32), run(5, 32), Optional.of(run(6, 80))));
        all.put("channel-opened", new EnclaveMessage.ChannelOpened(run(7, 150)));
        all.put("frame-processed", new EnclaveMessage.FrameProcessed(run(8, 150)));
        all.put("commit", new EnclaveMessage.Commit(3, List.of(new EnclaveMessage.Transition(17, List.of(new Effect.Put(record())))),
                List.of(new Effect.AppendLeaf(12, run(9, 32)), new Effect.PutCheckpoint(13, "fastness\n13\nAAAA\n"))));
        all.put("data-key", new EnclaveMessage.DataKey(1, new Enrolment.Hidden(run(0xC5, 32).toArray()), new Enrolment.Hidden(run(0xC6, 32).toArray())));
        all.put("inspection", new EnclaveMessage.Inspection(List.of(new Property("network.connect", "EPERM"))));
        all.put("acknowledged", new EnclaveMessage.Acknowledged());
        return all;
    }

    /** Every sample's octets by a name unique over all kinds. */
    static Map<String, Bytes> encoded() {
        Map<String, Bytes> all = new LinkedHashMap<>();
        all.put("channel.opening", new Handshake.Opening(List.of(1, 9), run(1, 64)).encode());
        all.put("channel.prologue", new Handshake.Opening(List.of(1, 9), run(1, 64)).prologue());
        all.put("channel.reply", new Handshake.Reply(Suite.NX_25519_AESGCM_SHA256, run(2, 16), run(3, 200)).encode());
        all.put("channel.routing", ROUTING.encode());
        all.put("channel.frame", new Frame(run(4, 16), 6, ROUTING.encode(), List.of(run(5, 40), run(6, 20))).encode());
        all.put("channel.associated-data", Frame.associatedData(run(4, 16), 6, 1, 2, true));
        operations().forEach((name, operation) -> all.put("challenge." + name, CONTEXT.challenge(operation)));
        requests().forEach((name, request) -> all.put("request." + name, Bytes.of(new Request.Envelope(ROUTING, request).encode())));
        responses().forEach((name, response) -> all.put("response." + name, Bytes.of(new Response.Envelope(run(7, 32), 300_000, response).encode())));
        hostMessages().forEach((name, message) -> all.put("host." + name, Bytes.of(message.encode())));
        enclaveMessages().forEach((name, message) -> all.put("enclave." + name, Bytes.of(message.encode())));
        return all;
    }
}
