package org.fastness.identity.mail;

/** Hands a mail to whoever delivers it. Blocks until it was taken; the same mail may come twice after a crash. */
@FunctionalInterface
public interface MailSender {
    void send(Mail mail) throws MailNotSent;
}
