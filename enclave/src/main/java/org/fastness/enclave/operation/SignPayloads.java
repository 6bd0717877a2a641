package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.KeyEntry;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.channel.OpenAccount;
import org.fastness.enclave.keys.ChildKey;
import org.fastness.enclave.keys.UserKey;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.SigningTask;
import org.fastness.policy.LimitWindow;
import org.fastness.policy.PolicyDecision;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Payload;
import org.fastness.protocol.message.Result;

/**
 * Step 6 of a request's life: decodes what is to be signed, applies the policy, reserves, signs. The reservation becomes durable with the log entry
 * before a signature leaves, so that reserve and commit are one transition; if it does not become durable, nothing was spent and nothing left.
 */
public final class SignPayloads {
    private static final long SECOND = 1_000_000;

    public Outcome run(Execution execution, Operation.Sign sign) throws Refused, Denial {
        execution.requireThawed();
        requireWarm(execution);
        OpenAccount open = execution.open();
        List<Intent> intents = new ArrayList<>();
        for (Payload payload : sign.payloads()) {
            intents.add(execution.realm().decoders().decode(payload, path -> child(execution, open, payload.key(), path).publicKey()));
        }
        execution.draft(execution.hot().withWindow(spend(execution, intents)));
        List<Result.Signed> signed = new ArrayList<>();
        for (int i = 0; i < intents.size(); i++) signed.add(sign(execution, open, sign.payloads().get(i), intents.get(i)));
        return new Outcome(account -> new Result.Signatures(signed), summary(signed));
    }

    /** Level 0 opens with the root alone, so after a start its counters may be old: its owner must have been seen. */
    private static void requireWarm(Execution execution) throws Refused {
        if (execution.cold().level() == 0 && !execution.line().seen()) throw new Refused(Refusal.COLD_START);
    }

    private static LimitWindow spend(Execution execution, List<Intent> intents) throws Denial {
        long nowSeconds = execution.nowMicros() / SECOND;
        Bytes reservation = execution.context().requestId().value();
        return switch (execution.cold().policy().decide(execution.hot().window(), intents, reservation, nowSeconds)) {
            case PolicyDecision.Allow allow -> allow.window().commit(reservation, nowSeconds, execution.cold().policy().windowSeconds());
            case PolicyDecision.Deny deny -> throw new Denial(deny.refusal(), deny.reason());
        };
    }

    private static Result.Signed sign(Execution execution, OpenAccount open, Payload payload, Intent intent) throws Refused {
        List<Bytes> signatures = new ArrayList<>();
        for (SigningTask task : intent.tasks()) signatures.add(child(execution, open, payload.key(), task.path()).sign(task.message()));
        SignedPayload done = intent.assemble(signatures);
        return new Result.Signed(intent.toDisplay(payload.octets()), done.signature(), done.transaction(), done.hash());
    }

    /** What signing the payload would show. The account must be open on the exchange's channel; keys not derived yet need their record. */
    public static DecodedIntent describe(Realm realm, Exchange exchange, Account account, Payload payload) throws Refused {
        OpenAccount open = exchange.channel().openAccount(account.tenant(), account.id(), account.cold().secretEpoch()).orElseThrow(() -> new Refused(Refusal.NOT_OPEN));
        return realm.decoders().decode(payload, path -> child(realm, exchange, account, open, payload.key(), path).publicKey()).toDisplay(payload.octets());
    }

    private static ChildKey child(Execution execution, OpenAccount open, Id key, KeyPath path) throws Refused {
        return child(execution.realm(), execution.exchange(), execution.before(), open, key, path);
    }

    private static ChildKey child(Realm realm, Exchange exchange, Account account, OpenAccount open, Id key, KeyPath path) throws Refused {
        KeyEntry entry = account.cold().key(key);
        return open.child(key, path, () -> {
            try (UserKey userKey = KeyRecords.open(realm, exchange, account, entry, open.secret())) {
                return userKey.derive(path);
            }
        });
    }

    /** What was signed, in the words its owner saw: the fields that decide. */
    private static String summary(List<Result.Signed> signed) {
        StringBuilder out = new StringBuilder("Signed ");
        DecodedIntent first = signed.getFirst().intent();
        out.append(first.kind());
        if (signed.size() > 1) out.append(" and ").append(signed.size() - 1).append(" more");
        for (DecodedIntent.Field field : first.fields()) {
            if (field.important() && out.length() + field.value().length() < SUMMARY) out.append("; ").append(field.label()).append(": ").append(field.value());
        }
        return out.toString();
    }

    private static final int SUMMARY = 400;
}
