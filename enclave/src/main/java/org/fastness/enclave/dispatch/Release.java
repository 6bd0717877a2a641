package org.fastness.enclave.dispatch;

import org.fastness.base.Bytes;
import org.fastness.base.Refusal;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.Line;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.log.Transition;
import org.fastness.enclave.operation.Execution;
import org.fastness.enclave.operation.Realm;
import org.fastness.protocol.message.Context;
import org.fastness.protocol.message.Response;

/** Step 8 of a request's life: memory follows what is durable, and only then the answer leaves; or everything goes back, and the nonce with it. */
record Release(Realm realm, RecentRequests requests, Exchange exchange, Context context, Bytes identity, Line line, Execution execution, long nonceDeadline) {

    /** The end of the transition to this state. */
    Transition.Ending of(Account next) {
        return new Transition.Ending() {
            @Override
            public void durable() {
                realm.accounts().durable(line, next);
                realm.accounts().leave(line);
                requests.durable(context.tenant(), context.requestId(), identity);
                execution.effects().forEach(Runnable::run);
            }

            @Override
            public void release(Response.Done done) {
                exchange.answer(done);
            }

            @Override
            public void undone(Refusal refusal) {
                realm.accounts().undone(line);
                realm.accounts().leave(line);
                requests.undone(context.tenant(), context.requestId());
                exchange.channel().nonces().giveBack(context.nonce(), nonceDeadline);
                execution.abandon();
                exchange.answer(new Response.Refused(refusal, ""));
            }
        };
    }
}
