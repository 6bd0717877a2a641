package org.fastness.enclave.dispatch;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.Line;
import org.fastness.enclave.authorize.Authorizer;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.log.StoredAnswer;
import org.fastness.enclave.log.Transition;
import org.fastness.enclave.operation.Denial;
import org.fastness.enclave.operation.Execution;
import org.fastness.enclave.operation.OpenSlot;
import org.fastness.enclave.operation.Outcome;
import org.fastness.enclave.operation.Realm;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;
import org.fastness.protocol.message.Response;
import org.fastness.protocol.message.Result;
import org.fastness.protocol.message.SlotMaterial;
import org.fastness.tlog.LeafOpening;
import org.fastness.tlog.ReceiptLabels;

/**
 * Steps 5 to 7 of an operation's life: a retry gets its stored answer; else context, authorization, slot, use case, in this order, under the account's
 * lock; and what comes out is queued. Nothing is answered here but refusals.
 */
final class Executions {

    /** The use cases. */
    @FunctionalInterface
    interface UseCases {
        Outcome run(Execution execution, Request.Execute request) throws Refused, Denied, Denial;
    }

    private final Realm realm;
    private final UseCases useCases;
    private final Authorizer authorizer;
    private final RecentRequests requests = new RecentRequests();

    Executions(Realm realm, UseCases useCases) {
        this.realm = realm;
        this.useCases = useCases;
        this.authorizer = new Authorizer(realm.sessions());
    }

    void run(Exchange exchange, Request.Execute request) throws Refused {
        try {
            Context context = request.context();
            requireRouted(exchange, context);
            Bytes identity = Digests.sha256(Request.identityOf(request));
            Optional<Response.Done> before = answeredBefore(exchange, request, identity);
            if (before.isPresent()) {
                exchange.answer(before.get());
                return;
            }
            requests.begin(context.tenant(), context.requestId(), identity);
            prepareOnce(exchange, request, identity);
        } finally {
            wipe(request);
        }
        realm.sequencer().pump();
    }

    /**
     * The stored answer of the very same octets. One whose commit failed, or is still at the host, is none, whatever the host stored: what it spent
     * is not counted. One of an earlier boot counts if the account shows at least its version; that the host presents no older account is what only
     * an anchor could say.
     */
    private Optional<Response.Done> answeredBefore(Exchange exchange, Request.Execute request, Bytes identity) throws Refused {
        Optional<SealedRecord> stored = exchange.record(SealedRecord.Kind.ANSWER, request.context().requestId().value());
        if (stored.isEmpty()) return Optional.empty();
        Id account = exchange.account();
        StoredAnswer answer = StoredAnswer.open(realm.seal(), stored.get(), account, identity);
        if (realm.sequencer().knows(answer)) return Optional.of(answer.done()).filter(done -> realm.sequencer().stands(answer));
        if (durableVersion(exchange, account) < answer.done().version()) throw new Refused(Refusal.STALE_RECORD);
        return Optional.of(answer.done());
    }

    private long durableVersion(Exchange exchange, Id account) throws Refused {
        SealedRecord cold = exchange.require(SealedRecord.Kind.ACCOUNT, account.value());
        SealedRecord hot = exchange.require(SealedRecord.Kind.ACCOUNT_HOT, account.value());
        Line line = realm.accounts().enter(account);
        line.lock();
        try {
            realm.accounts().present(line, account, cold, hot, exchange.arrivalVersion());
            return line.durable().map(Account::version).orElse(0L);
        } finally {
            line.unlock();
            realm.accounts().leave(line);
        }
    }

    /** What is signed names the same account and request as what was routed. */
    private static void requireRouted(Exchange exchange, Context context) throws Refused {
        boolean same = exchange.routing().tenant().equals(context.tenant()) && exchange.routing().account().equals(context.account()) && exchange.routing().requestId().equals(context.requestId());
        if (!same) throw new Refused(Refusal.ROUTING_MISMATCH);
        if (context.requestId().isZero()) throw new Refused(Refusal.MALFORMED);
    }

    private void prepareOnce(Exchange exchange, Request.Execute request, Bytes identity) throws Refused {
        Context context = request.context();
        boolean prepared = false;
        try {
            requireThisChannel(exchange, context);
            long nonceDeadline = exchange.channel().nonces().use(context.nonce());
            prepare(exchange, request, identity, nonceDeadline);
            prepared = true;
        } catch (Denied denied) {
            realm.denials().count(denied);
            throw new Refused(Refusal.NOT_AUTHORISED);
        } catch (Denial denial) {
            exchange.answer(new Response.Refused(denial.refusal(), denial.reason()));
        } finally {
            if (!prepared) requests.undone(context.tenant(), context.requestId());
        }
    }

    private void requireThisChannel(Exchange exchange, Context context) throws Denied {
        boolean here = context.environment() == realm.settings().environment() && context.handshakeHash().equals(exchange.channel().handshakeHash());
        if (!here) throw new Denied(Denied.Cause.CONTEXT);
    }

    private void prepare(Exchange exchange, Request.Execute request, Bytes identity, long nonceDeadline) throws Refused, Denied, Denial {
        Id account = exchange.account();
        Line line = realm.accounts().enter(account);
        boolean queued = false;
        line.lock();
        try {
            Execution execution = new Execution(realm, exchange, request.context(), account, present(exchange, request, account, line), line);
            try {
                Outcome outcome = execute(execution, request);
                queue(exchange, request, execution, outcome, identity, new Release(realm, requests, exchange, request.context(), identity, line, execution, nonceDeadline));
                queued = true;
            } finally {
                execution.discard();
                if (!queued) execution.abandon();
            }
        } finally {
            line.unlock();
            if (!queued) realm.accounts().leave(line);
        }
    }

    private Optional<Account> present(Exchange exchange, Request.Execute request, Id account, Line line) throws Refused {
        if (request.operation() instanceof Operation.CreateAccount) {
            if (!line.isEmpty()) throw new Refused(Refusal.CONFLICT);
            return Optional.empty();
        }
        SealedRecord cold = exchange.require(SealedRecord.Kind.ACCOUNT, account.value());
        SealedRecord hot = exchange.require(SealedRecord.Kind.ACCOUNT_HOT, account.value());
        Account presented = realm.accounts().present(line, account, cold, hot, exchange.arrivalVersion());
        if (!presented.tenant().equals(request.context().tenant())) throw new Refused(Refusal.ALTERED_RECORD);
        if (Long.compareUnsigned(request.context().knownVersion(), presented.version()) > 0) throw new Refused(Refusal.STALE_RECORD);
        return Optional.of(presented);
    }

    private Outcome execute(Execution execution, Request.Execute request) throws Refused, Denied, Denial {
        Authorizer.Demand demand = Authorizer.demand(request.operation());
        if (demand != Authorizer.Demand.NEWCOMER) {
            execution.approved(authorizer.authorize(request.authorization(), demand, request.context().challenge(request.operation()), execution.before(), execution.nowMicros()));
            if (request.material().isPresent()) open(execution, request, request.material().get());
        }
        Outcome outcome = useCases.run(execution, request);
        if (demand != Authorizer.Demand.NOBODY) execution.keepOpen();
        return outcome;
    }

    /** A session key opens no slot; where nobody signs, only the recovery code opens one. */
    private static void open(Execution execution, Request.Execute request, SlotMaterial material) throws Refused, Denied {
        boolean fits = switch (request.authorization()) {
            case Authorization.Passkey passkey -> true;
            case Authorization.DeviceKey device -> true;
            case Authorization.SessionKey session -> false;
            case Authorization.None none -> material instanceof SlotMaterial.RecoveryCode;
        };
        if (!fits) throw new Denied(Denied.Cause.STRENGTH);
        OpenSlot.run(execution, material);
    }

    private void queue(Exchange exchange, Request.Execute request, Execution execution, Outcome outcome, Bytes identity, Release release) throws Refused {
        Account next = execution.next();
        Result result = outcome.result().apply(next);
        LeafOpening opening = opening(request, execution, identity, result, next);
        List<SealedRecord> records = execution.records(next);
        realm.sequencer().enqueue(new Transition(exchange.correlation(), next, records, opening, opening.leafHash(), identity, result, outcome.summary(), release.of(next)));
        execution.line().prepare(next, records);
    }

    private LeafOpening opening(Request.Execute request, Execution execution, Bytes identity, Result result, Account next) {
        Writer out = new Writer();
        result.write(out);
        return new LeafOpening(realm.entropy().bytes(32), request.operation().tag(), request.context().tenant(), request.context().requestId(), identity, Digests.sha256(out.toBytes()), next.head(),
                execution.nowMicros(), realm.clusterId(), ReceiptLabels.DEV, realm.anchor().label(), realm.time().source());
    }

    private static void wipe(Request.Execute request) {
        request.material().ifPresent(SlotMaterial::wipe);
        switch (request.operation()) {
            case Operation.CreateAccount create -> create.enrolment().wipe();
            case Operation.AddAuthenticator add -> add.enrolment().wipe();
            case Operation.CompleteRecovery complete -> complete.enrolment().wipe();
            case Operation.Unlock _, Operation.Sign _, Operation.CertifySession _, Operation.RemoveAuthenticator _, Operation.SetCapability _, Operation.RequestExport _,
                    Operation.CollectExport _, Operation.CancelPending _, Operation.StartRecovery _ -> {} // no secret in them
        }
    }
}
