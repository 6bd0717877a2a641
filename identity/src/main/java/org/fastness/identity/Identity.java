package org.fastness.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.http.Authenticator;
import org.fastness.http.Route;
import org.fastness.identity.api.AccountLinks;
import org.fastness.identity.api.LoginStatements;
import org.fastness.identity.code.RequestCode;
import org.fastness.identity.code.VerifyCode;
import org.fastness.identity.handoff.Handoffs;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.login.SignIn;
import org.fastness.identity.mail.MailLoop;
import org.fastness.identity.mail.MailSender;
import org.fastness.identity.mail.Outbox;
import org.fastness.identity.session.Sessions;
import org.fastness.identity.user.Users;
import org.fastness.store.Migrations;

/** Identity put together: what the server starts, asks for routes, and closes. Migrate the store before making one. */
public final class Identity implements AutoCloseable {
    private final Sessions sessions;
    private final Users users;
    private final Outbox outbox;
    private final List<Runnable> endings = new ArrayList<>();
    private final IdentityEndpoints endpoints;

    /** @param mail who delivers; without one, mails wait in the outbox until they expire, for the page of development mode */
    public Identity(Ground ground, Limits limits, AccountLinks links, LoginStatements statements, Optional<MailSender> mail) {
        this.sessions = new Sessions(ground, links);
        this.users = new Users(ground);
        this.outbox = new Outbox(ground);
        Runnable mailWaits = mail.<Runnable>map(sender -> {
            MailLoop loop = new MailLoop(outbox, sender);
            endings.add(loop::close);
            return loop::wake;
        }).orElse(() -> {});
        Expired expired = new Expired(ground.store(), ground.ticker());
        endings.add(expired::close);
        Handoffs handoffs = new Handoffs(ground, limits, sessions);
        this.endpoints = new IdentityEndpoints(new RequestCode(ground, limits, outbox, mailWaits), new VerifyCode(ground, limits, users, handoffs), handoffs,
                new SignIn(ground, limits, statements, links, sessions), sessions, users);
    }

    /** The tables of identity. */
    public static Migrations migrations() {
        return Migrations.of("identity", Identity.class, "0001_identity.sql");
    }

    public List<Route> routes() {
        return endpoints.routes();
    }

    /** Turns bearer tokens into principals. */
    public Authenticator authenticator() {
        return sessions;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Users users() {
        return users;
    }

    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void close() {
        endings.forEach(Runnable::run);
    }
}
