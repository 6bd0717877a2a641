package org.fastness.identity;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.Body;
import org.fastness.http.Exchange;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.Principal;
import org.fastness.http.RateClass;
import org.fastness.http.Route;
import org.fastness.identity.api.LoginStatements;
import org.fastness.identity.code.RequestCode;
import org.fastness.identity.code.VerifyCode;
import org.fastness.identity.handoff.Handoffs;
import org.fastness.identity.login.SignIn;
import org.fastness.identity.session.NewSession;
import org.fastness.identity.session.Sessions;
import org.fastness.identity.user.Users;

/** Identity over HTTP: parses at the edge, calls the use case, writes the answer. One tenant so far, so the default one. */
final class IdentityEndpoints {
    private static final int BODY_BYTES = 1024;
    private static final int CODE_CHARS = 6;

    private final RequestCode requestCode;
    private final VerifyCode verifyCode;
    private final Handoffs handoffs;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Users users;

    IdentityEndpoints(RequestCode requestCode, VerifyCode verifyCode, Handoffs handoffs, SignIn signIn, Sessions sessions, Users users) {
        this.requestCode = requestCode;
        this.verifyCode = verifyCode;
        this.handoffs = handoffs;
        this.signIn = signIn;
        this.sessions = sessions;
        this.users = users;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/identity/codes", Auth.NONE, RateClass.GUESS, Body.json(BODY_BYTES), "Sends a sign-in code to an e-mail address.", this::requestCode),
                Route.post("/api/v1/identity/codes/verify", Auth.NONE, RateClass.GUESS, Body.json(BODY_BYTES), "Takes the code and gives a one-time handoff.", this::verifyCode),
                Route.post("/api/v1/identity/handoff", Auth.NONE, RateClass.GUESS, Body.json(BODY_BYTES), "Turns a handoff into a session.", this::redeem),
                Route.post("/api/v1/identity/login", Auth.NONE, RateClass.GUESS, Body.json(BODY_BYTES), "Turns the enclave's login statement into a session.", this::login),
                Route.get("/api/v1/identity/session", Auth.SESSION, RateClass.READ, "Says who is signed in.", this::session),
                Route.delete("/api/v1/identity/session", Auth.SESSION, RateClass.WRITE, "Signs out.", this::signOut));
    }

    private Answer requestCode(Exchange exchange) throws Refused, Malformed {
        JsonObject body = exchange.json().only("email");
        requestCode.request(Id.DEFAULT_TENANT, email(body), exchange.client());
        return Answer.empty(202);
    }

    private Answer verifyCode(Exchange exchange) throws Refused, Malformed {
        JsonObject body = exchange.json().only("email", "code");
        BearerToken handoff = verifyCode.verify(Id.DEFAULT_TENANT, email(body), body.text("code", CODE_CHARS), exchange.client());
        return Answer.json(Json.object().put("handoff", handoff.text()).build());
    }

    private static EmailAddress email(JsonObject body) throws Malformed {
        return EmailAddress.parse(body.text("email", EmailAddress.MAX_LENGTH));
    }

    private Answer redeem(Exchange exchange) throws Refused, Malformed {
        JsonObject body = exchange.json().only("handoff");
        return began(handoffs.redeem(Id.DEFAULT_TENANT, body.text("handoff", BearerToken.LENGTH), exchange.client()));
    }

    private Answer login(Exchange exchange) throws Refused, Malformed {
        JsonObject body = exchange.json().only("statement");
        return began(signIn.signIn(Id.DEFAULT_TENANT, body.base64url("statement", LoginStatements.MAX_BYTES), exchange.client()));
    }

    /** {@code expiresAt}: milliseconds since 1970, the absolute end; an idle session ends earlier. */
    private static Answer began(NewSession session) {
        Json.Builder answer = Json.object().put("token", session.token().text()).put("expiresAt", session.endsAtMicros() / 1000).put("userId", session.user().text());
        return Answer.json(account(answer, session.account()).build());
    }

    private Answer session(Exchange exchange) throws Refused {
        Principal principal = exchange.principal();
        Json.Builder answer = account(Json.object().put("userId", principal.user().text()), principal.account());
        return Answer.json(answer.put("email", users.email(principal.tenant(), principal.user())).build());
    }

    private static Json.Builder account(Json.Builder answer, Optional<Id> account) {
        return account.map(id -> answer.put("accountId", id.text())).orElseGet(() -> answer.putNull("accountId"));
    }

    private Answer signOut(Exchange exchange) throws Refused {
        sessions.end(exchange.principal());
        return Answer.empty(204);
    }
}
