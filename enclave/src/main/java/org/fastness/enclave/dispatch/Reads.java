package org.fastness.enclave.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.Authenticator;
import org.fastness.enclave.account.ColdRecord;
import org.fastness.enclave.account.KeyEntry;
import org.fastness.enclave.account.Line;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.channel.PendingEnrolment;
import org.fastness.enclave.keys.SlotSeal;
import org.fastness.enclave.operation.Realm;
import org.fastness.enclave.operation.SignPayloads;
import org.fastness.enclave.operation.Views;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.SlotMaterial;

/** What changes nothing and needs no authorization: who runs here, how an account is opened, and what an opened one holds. */
final class Reads {
    private final Realm realm;

    Reads(Realm realm) {
        this.realm = realm;
    }

    Response info() {
        return new Response.InfoAnswer(realm.clusterId(), realm.bootId(), realm.settings().environment(), realm.sequencer().logKey(), realm.loginKey().publicKey(),
                realm.anchor().label().text(), realm.time().source().text(), realm.settings().party().rpId(), realm.settings().party().origins().getFirst());
    }

    /** Offers challenge, slot, salt and, unless a device is only added, a recovery code. */
    Response beginEnrolment(Exchange exchange, Request.Purpose purpose) throws Refused {
        ColdRecordOf target = switch (purpose) {
            case CREATE -> new ColdRecordOf(Id.account(realm.entropy().bytes(Id.SIZE)), realm.settings().party().rpId(), realm.settings().party().origins().getFirst());
            case ADD -> target(opened(exchange));
            case RECOVER -> target(read(exchange));
        };
        SecretBytes code = purpose == Request.Purpose.ADD ? SecretBytes.copyOf(new byte[0]) : realm.entropy().secret(SlotMaterial.RECOVERY_CODE);
        Bytes shown = code.withArray(SecretAccess.tcb(), Bytes::of);
        Bytes slot = realm.entropy().bytes(Id.SIZE);
        Bytes challenge = realm.entropy().bytes(32);
        long deadline = realm.ticker().monotonicNanos() + PendingEnrolment.LIFETIME_MILLIS * 1_000_000;
        exchange.channel().begin(new PendingEnrolment(purpose, exchange.routing().tenant(), target.account, challenge, slot, code, deadline));
        return new Response.EnrolmentOptions(target.account, challenge, slot, SlotSeal.prfSalt(target.account, slot, 0), shown, target.rpId, target.origin);
    }

    private record ColdRecordOf(Id account, String rpId, String origin) {}

    private static ColdRecordOf target(Account account) {
        return new ColdRecordOf(account.id(), account.cold().party().rpId(), account.cold().party().origins().getFirst());
    }

    /** How the account may be opened. Salts and ephemeral keys are no secrets, and whoever asks has no more than they. */
    Response unlockOptions(Exchange exchange) throws Refused {
        Account account = read(exchange);
        ColdRecord cold = account.cold();
        List<Response.PasskeyWay> passkeys = new ArrayList<>();
        for (Authenticator a : cold.authenticators()) {
            if (a.type() == Authenticator.Type.PASSKEY) passkeys.add(new Response.PasskeyWay(a.id(), a.credentialId(), prfWay(cold, a.id())));
        }
        List<Response.DeviceWay> devices = cold.slotsWhere(slot -> slot.kind() == Slot.Kind.DEVICE).stream()
                .map(slot -> new Response.DeviceWay(slot.authenticator(), slot.id(), slot.publicKey(), slot.ephemeral())).toList();
        return new Response.UnlockWays(cold.level(), account.version(), passkeys, devices, cold.slot(Slot.Kind.RECOVERY).isPresent(), cold.slot(Slot.Kind.OPERATOR).isPresent(), cold.keys().stream().map(KeyEntry::id).toList());
    }

    private static Optional<Response.PrfWay> prfWay(ColdRecord cold, Id authenticator) {
        return cold.slotsWhere(slot -> slot.kind() == Slot.Kind.PRF && slot.authenticator().equals(authenticator)).stream().findFirst()
                .map(slot -> new Response.PrfWay(slot.id(), SlotSeal.prfSalt(cold.account(), slot.id(), slot.epoch()), SlotSeal.prfSalt(cold.account(), slot.id(), slot.epoch() + 1)));
    }

    /** What the enclave understands, in the words that signing would show. */
    Response describe(Exchange exchange, List<Payload> payloads) throws Refused {
        Account account = opened(exchange);
        List<DecodedIntent> intents = new ArrayList<>();
        for (Payload payload : payloads) intents.add(SignPayloads.describe(realm, exchange, account, payload));
        return new Response.Described(intents);
    }

    Response viewAccount(Exchange exchange) throws Refused {
        return new Response.Account(Views.of(opened(exchange)));
    }

    /** The routed page, each entry under its own number; a host that leaves one out is found out. */
    Response listActivity(Exchange exchange) throws Refused {
        Account account = opened(exchange);
        long total = account.hot().activities();
        long from = Math.max(1, exchange.routing().activityFrom());
        long to = Math.min(total, from + exchange.routing().activityCount() - 1);
        List<Response.ActivityEntry> entries = new ArrayList<>();
        for (long number = from; number <= to; number++) entries.add(entry(exchange, account, number));
        return new Response.Activity(entries, total);
    }

    private Response.ActivityEntry entry(Exchange exchange, Account account, long number) throws Refused {
        SealedRecord record = exchange.records().stream()
                .filter(r -> r.kind() == SealedRecord.Kind.ACTIVITY && r.sub() == number && r.id().equals(account.id().value()) && r.tenant().equals(account.tenant()))
                .findFirst().orElseThrow(() -> new Refused(Refusal.RECORD_MISSING));
        try {
            Reader in = Reader.of(realm.seal().open(record));
            Response.ActivityEntry entry = Response.ActivityEntry.read(in);
            in.end();
            return entry;
        } catch (Malformed broken) {
            throw new Refused(Refusal.ALTERED_RECORD);
        }
    }

    /** The routed account, if this channel has opened it. */
    private Account opened(Exchange exchange) throws Refused {
        Account account = read(exchange);
        boolean open = exchange.channel().openAccount(account.tenant(), account.id(), account.cold().secretEpoch()).isPresent();
        if (!open) throw new Refused(Refusal.NOT_OPEN);
        return account;
    }

    /** The routed account in its newest durable state. */
    private Account read(Exchange exchange) throws Refused {
        Id id = exchange.account();
        SealedRecord cold = exchange.require(SealedRecord.Kind.ACCOUNT, id.value());
        SealedRecord hot = exchange.require(SealedRecord.Kind.ACCOUNT_HOT, id.value());
        Line line = realm.accounts().enter(id);
        line.lock();
        try {
            realm.accounts().present(line, id, cold, hot, exchange.arrivalVersion());
            return line.durable().orElseThrow(() -> new Refused(Refusal.RECORD_MISSING));
        } finally {
            line.unlock();
            realm.accounts().leave(line);
        }
    }
}
