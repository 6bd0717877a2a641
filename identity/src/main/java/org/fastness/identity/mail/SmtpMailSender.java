package org.fastness.identity.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.fastness.base.Ticker;

/** SMTP (RFC 5321) by Angus Mail, one connection a mail. The server's certificate must be valid for its name. Thread-safe. */
public final class SmtpMailSender implements MailSender {

    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final SmtpSettings settings;
    private final Ticker ticker;
    private final Session session;
    private final Session utf8Session;
    private final InternetAddress from;

    public SmtpMailSender(SmtpSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.session = Session.getInstance(properties(settings, false));
        this.utf8Session = Session.getInstance(properties(settings, true));
        try {
            this.from = new InternetAddress(settings.from(), true);
        } catch (AddressException notAnAddress) {
            throw new IllegalArgumentException("the sender's address is not one");
        }
    }

    private static Properties properties(SmtpSettings settings, boolean utf8) {
        Properties properties = new Properties();
        String millis = Long.toString(TIMEOUT.toMillis());
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.localhost", "localhost"); // else the machine's name goes into the greeting
        properties.setProperty("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(settings.tls() == SmtpSettings.Tls.IMPLICIT));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(settings.tls() == SmtpSettings.Tls.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.tls() == SmtpSettings.Tls.STARTTLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(utf8));
        return properties;
    }

    @Override
    public void send(Mail mail) throws MailNotSent {
        boolean utf8 = !mail.recipient().chars().allMatch(c -> c < 0x80);
        Session chosen = utf8 ? utf8Session : session;
        try (Transport transport = chosen.getTransport("smtp")) {
            MimeMessage message = message(chosen, mail);
            connect(transport);
            // RFC 6531 section 3.2: an address beyond ASCII goes to servers alone that say they know what to do with it
            if (utf8 && transport instanceof SMTPTransport smtp && !smtp.supportsExtension("SMTPUTF8")) throw new MailNotSent(true);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException failed) {
            throw new MailNotSent(isPermanent(failed));
        }
    }

    private void connect(Transport transport) throws MessagingException, MailNotSent {
        if (settings.user().isEmpty()) {
            transport.connect();
            return;
        }
        try {
            String password = Files.readString(settings.passwordFile().orElseThrow()).strip();
            transport.connect(settings.user().orElseThrow(), password);
        } catch (IOException unreadable) {
            throw new MailNotSent(false);
        }
    }

    private MimeMessage message(Session chosen, Mail mail) throws MessagingException {
        MimeMessage message = new Named(chosen, mail.id().hex() + "@" + domain());
        message.setFrom(from);
        message.setRecipients(Message.RecipientType.TO, new Address[] {new InternetAddress(mail.recipient(), false)});
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date(ticker.epochMicros() / 1000));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 section 5: no out-of-office answers
        message.saveChanges();
        return message;
    }

    private String domain() {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }

    /** A message whose id is ours: the library's would name the machine and its user. The same mail sent twice has the same id. */
    private static final class Named extends MimeMessage {
        private final String messageId;

        Named(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + messageId + ">");
        }
    }

    // RFC 5321 section 4.2.1: 5yz is a permanent failure. A refused login is ours to repair, so the mail waits.
    private static boolean isPermanent(MessagingException failed) {
        for (Exception cause = failed; cause instanceof MessagingException each; cause = each.getNextException()) {
            if (each instanceof AuthenticationFailedException) return false;
            if (each instanceof SMTPAddressFailedException refused) return refused.getReturnCode() >= 500;
            if (each instanceof SMTPSendFailedException refused) return refused.getReturnCode() >= 500;
            if (each instanceof AddressException) return true;
        }
        return failed instanceof SendFailedException refused && refused.getInvalidAddresses() != null && refused.getInvalidAddresses().length > 0;
    }
}
