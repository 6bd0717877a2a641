package org.fastness.enclave.dispatch;

import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.operation.AddAuthenticator;
import org.fastness.enclave.operation.CancelPending;
import org.fastness.enclave.operation.CertifySession;
import org.fastness.enclave.operation.CollectExport;
import org.fastness.enclave.operation.CompleteRecovery;
import org.fastness.enclave.operation.CreateAccount;
import org.fastness.enclave.operation.Denial;
import org.fastness.enclave.operation.Execution;
import org.fastness.enclave.operation.Outcome;
import org.fastness.enclave.operation.Realm;
import org.fastness.enclave.operation.RemoveAuthenticator;
import org.fastness.enclave.operation.RequestExport;
import org.fastness.enclave.operation.SetCapability;
import org.fastness.enclave.operation.SignPayloads;
import org.fastness.enclave.operation.StartRecovery;
import org.fastness.enclave.operation.UnlockAccount;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;

/**
 * Step 5 of a request's life: one exhaustive switch over the requests, and one over the operations. This is the enclave's whole API on one page.
 */
public final class Dispatcher {
    private final Reads reads;
    private final Executions executions;
    private final CreateAccount createAccount = new CreateAccount();
    private final UnlockAccount unlockAccount = new UnlockAccount();
    private final SignPayloads signPayloads = new SignPayloads();
    private final CertifySession certifySession = new CertifySession();
    private final AddAuthenticator addAuthenticator = new AddAuthenticator();
    private final RemoveAuthenticator removeAuthenticator = new RemoveAuthenticator();
    private final SetCapability setCapability = new SetCapability();
    private final RequestExport requestExport = new RequestExport();
    private final CollectExport collectExport = new CollectExport();
    private final CancelPending cancelPending = new CancelPending();
    private final StartRecovery startRecovery = new StartRecovery();
    private final CompleteRecovery completeRecovery = new CompleteRecovery();

    public Dispatcher(Realm realm) {
        this.reads = new Reads(realm);
        this.executions = new Executions(realm, this::execute);
    }

    /** Answers through the exchange, now or once the effects are durable. */
    public void dispatch(Exchange exchange, Request request) throws Refused, Malformed {
        switch (request) {
            case Request.Info info -> exchange.answer(reads.info());
            case Request.BeginEnrolment begin -> exchange.answer(reads.beginEnrolment(exchange, begin.purpose()));
            case Request.UnlockOptions options -> exchange.answer(reads.unlockOptions(exchange));
            case Request.Describe describe -> exchange.answer(reads.describe(exchange, describe.payloads()));
            case Request.ViewAccount view -> exchange.answer(reads.viewAccount(exchange));
            case Request.ListActivity list -> exchange.answer(reads.listActivity(exchange));
            case Request.Execute execute -> executions.run(exchange, execute);
        }
    }

    /** Runs the operation that the authorization covers; who may has been decided, but for a new account, whose first authenticator comes with it. */
    private Outcome execute(Execution execution, Request.Execute request) throws Refused, Denied, Denial {
        return switch (request.operation()) {
            case Operation.CreateAccount create -> createAccount.run(execution, create, request.authorization(), request.context().challenge(create));
            case Operation.Unlock unlock -> unlockAccount.run(execution, unlock);
            case Operation.Sign sign -> signPayloads.run(execution, sign);
            case Operation.CertifySession certify -> certifySession.run(execution, certify);
            case Operation.AddAuthenticator add -> addAuthenticator.run(execution, add);
            case Operation.RemoveAuthenticator remove -> removeAuthenticator.run(execution, remove);
            case Operation.SetCapability set -> setCapability.run(execution, set);
            case Operation.RequestExport export -> requestExport.run(execution, export);
            case Operation.CollectExport collect -> collectExport.run(execution, collect);
            case Operation.CancelPending cancel -> cancelPending.run(execution, cancel);
            case Operation.StartRecovery start -> startRecovery.run(execution, start);
            case Operation.CompleteRecovery complete -> completeRecovery.run(execution, complete);
        };
    }
}
