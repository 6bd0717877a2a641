package org.fastness.identity.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.dataprotection.Column;
import org.fastness.dataprotection.FieldCipher;
import org.fastness.identity.Ground;
import org.fastness.identity.Uuid7;
import org.fastness.identity.api.AuditEvent;
import org.fastness.store.Tx;

/**
 * Mails on their way, each written in the transaction that caused it and removed when the mail server has taken it. Recipient and
 * content are sealed fields. A mail is claimed for {@link #CLAIM} by moving its next attempt, so that of several servers one sends
 * it, and another takes over if that one dies.
 */
public final class Outbox {

    /** How long one attempt may take before another server tries. */
    static final Duration CLAIM = Duration.ofMinutes(1);

    /** Pauses after the first, second, .. failed attempt; the last one repeats until the mail expires. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2));

    /** Mails shown by {@link #newest}. */
    static final int SHOWN = 50;

    private static final Column RECIPIENT = new Column(Ground.DATASET, "identity_outbox", "recipient");
    private static final Column CONTENT = new Column(Ground.DATASET, "identity_outbox", "content");

    private final Ground ground;

    public Outbox(Ground ground) {
        this.ground = ground;
    }

    /** A mail as its row holds it. */
    public record Sealed(Bytes id, Id tenant, Bytes recipient, Bytes content, long createdAtMicros, long expiresAtMicros) {}

    private record Claimed(Sealed mail, int attempts) {}

    /** Seals a mail before the transaction that will cause it. */
    public Sealed seal(Id tenant, String recipient, String subject, String text, Duration lifetime) throws Refused {
        Bytes id = Uuid7.next(ground.ticker(), ground.entropy());
        Mail mail = new Mail(id, tenant, recipient, subject, text);
        long now = ground.ticker().epochMicros();
        return new Sealed(id, tenant, ground.fields().sealText(tenant, RECIPIENT, id, mail.recipient()),
                ground.fields().seal(tenant, CONTENT, id, new Writer().text(mail.subject()).text(mail.text()).drain()), now, now + lifetime.toMillis() * 1000);
    }

    /** Puts the mail in; it goes out only if the transaction commits. */
    public void put(Tx tx, Sealed mail) {
        tx.update("insert into identity_outbox (id, tenant, recipient, content, attempts, next_at, created_at, expires_at) values (?, ?, ?, ?, 0, ?, ?, ?)",
                mail.id(), mail.tenant(), mail.recipient(), mail.content(), mail.createdAtMicros(), mail.createdAtMicros(), mail.expiresAtMicros());
    }

    /** Sends one mail that is due; whether there was one. */
    public boolean sendOne(MailSender sender) throws Refused {
        Optional<Claimed> claimed = claim();
        if (claimed.isEmpty()) return false;
        Sealed sealed = claimed.get().mail();
        try {
            sender.send(open(sealed));
            remove(sealed);
            tell(sealed, AuditEvent.Outcome.DONE);
        } catch (MailNotSent failed) {
            if (failed.isPermanent()) giveUp(sealed);
            else postpone(sealed, claimed.get().attempts());
        }
        return true;
    }

    private Optional<Claimed> claim() {
        long now = ground.ticker().epochMicros();
        return ground.store().inTransaction(tx -> tx.one("""
                update identity_outbox set attempts = attempts + 1, next_at = ?
                where id = (select id from identity_outbox where next_at <= ? and expires_at > ? order by next_at, id limit 1)
                returning id, tenant, recipient, content, created_at, expires_at, attempts""",
                row -> new Claimed(sealed(row), row.int32("attempts")), now + CLAIM.toMillis() * 1000, now, now));
    }

    private static Sealed sealed(org.fastness.store.Row row) {
        return new Sealed(row.bytes("id"), Id.tenant(row.bytes("tenant")), row.bytes("recipient"), row.bytes("content"), row.int64("created_at"), row.int64("expires_at"));
    }

    private void remove(Sealed mail) {
        ground.store().inTransaction(tx -> tx.update("delete from identity_outbox where id = ?", mail.id()));
    }

    private void giveUp(Sealed mail) {
        remove(mail);
        tell(mail, AuditEvent.Outcome.GIVEN_UP);
    }

    private void postpone(Sealed mail, int attempts) {
        Duration pause = PAUSES.get(Math.min(attempts, PAUSES.size()) - 1);
        long next = ground.ticker().epochMicros() + pause.toMillis() * 1000;
        if (next >= mail.expiresAtMicros()) {
            giveUp(mail);
            return;
        }
        ground.store().inTransaction(tx -> tx.update("update identity_outbox set next_at = ? where id = ?", next, mail.id()));
        tell(mail, AuditEvent.Outcome.RETRY_LATER);
    }

    private void tell(Sealed mail, AuditEvent.Outcome outcome) {
        ground.audit().happened(AuditEvent.of(ground.ticker().epochMicros(), mail.tenant(), AuditEvent.Kind.MAIL_DELIVERY, outcome));
    }

    /** The newest mails that still wait, opened: for the page of development mode alone. */
    public List<Mail> newest(Id tenant) throws Refused {
        List<Sealed> waiting = ground.store().read(rows -> rows.query("""
                select id, tenant, recipient, content, created_at, expires_at from identity_outbox where tenant = ? order by created_at desc, id desc limit ?""",
                Outbox::sealed, tenant, SHOWN));
        List<Mail> mails = new ArrayList<>();
        for (Sealed sealed : waiting) mails.add(open(sealed));
        return List.copyOf(mails);
    }

    private Mail open(Sealed sealed) throws Refused {
        String recipient = ground.fields().openText(sealed.tenant(), RECIPIENT, sealed.id(), sealed.recipient());
        Bytes opened = ground.fields().open(sealed.tenant(), CONTENT, sealed.id(), sealed.content(), Bytes::of);
        Reader content = Reader.of(opened);
        try {
            String subject = content.text(FieldCipher.MAX_VALUE_BYTES);
            String text = content.text(FieldCipher.MAX_VALUE_BYTES);
            content.end();
            return new Mail(sealed.id(), sealed.tenant(), recipient, subject, text);
        } catch (Malformed impossible) {
            throw new IllegalStateException("an authentic mail of another form"); // we sealed it, so this is a bug
        }
    }
}
