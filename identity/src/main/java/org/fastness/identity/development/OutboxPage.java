package org.fastness.identity.development;

import java.util.List;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.Exchange;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.RateClass;
import org.fastness.http.Route;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.api.AuditEvents;
import org.fastness.identity.mail.Mail;
import org.fastness.identity.mail.Outbox;

/**
 * Shows the mails that wait, opened, to a person at this machine in development mode. The mails are stored as sealed as everywhere;
 * this page asks for the key and reads them. Each look is an audit event.
 */
public final class OutboxPage {
    private final Outbox outbox;
    private final Ticker ticker;
    private final AuditEvents audit;

    public OutboxPage(Outbox outbox, Ticker ticker, AuditEvents audit) {
        this.outbox = outbox;
        this.ticker = ticker;
        this.audit = audit;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/dev/outbox", Auth.LOOPBACK_DEV, RateClass.READ, "Development only: shows the mails that wait.", this::page),
                Route.get("/dev/outbox.json", Auth.LOOPBACK_DEV, RateClass.READ, "Development only: gives the mails that wait, newest first.", this::json));
    }

    private List<Mail> read() throws Refused {
        audit.happened(AuditEvent.of(ticker.epochMicros(), Id.DEFAULT_TENANT, AuditEvent.Kind.OUTBOX_READ, AuditEvent.Outcome.DONE));
        return outbox.newest(Id.DEFAULT_TENANT);
    }

    private Answer json(Exchange exchange) throws Refused {
        List<JsonObject> mails = read().stream().map(mail -> Json.object().put("id", mail.id().hex()).put("to", mail.recipient()).put("subject", mail.subject()).put("text", mail.text()).build()).toList();
        return Answer.json(Json.object().put("mails", Json.array(mails)).build()).with("Cache-Control", "no-store");
    }

    private Answer page(Exchange exchange) throws Refused {
        StringBuilder html = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Outbox (development)</title></head><body>
                <h1>Outbox</h1>
                <p>Development mode: no mail server is configured, so mails wait here until they expire. Reload for new ones. They are
                encrypted in the store; this page, which production does not contain, opened them.</p>
                """);
        List<Mail> mails = read();
        if (mails.isEmpty()) html.append("<p>No mail waits.</p>\n");
        for (Mail mail : mails) append(html, mail);
        return Answer.text("text/html; charset=utf-8", html.append("</body></html>\n").toString()).with("Cache-Control", "no-store");
    }

    private static void append(StringBuilder html, Mail mail) {
        html.append("<article><h2>").append(escaped(mail.subject())).append("</h2>\n<p>To: ").append(escaped(mail.recipient())).append("</p>\n<pre>")
                .append(escaped(mail.text())).append("</pre></article>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
