package org.fastness.identity.mail;

/** The mail server did not take the mail. No message: a server's answer quotes the address. */
public final class MailNotSent extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    public MailNotSent(boolean permanent) {
        super(permanent ? "permanently" : "for now", null, false, false);
        this.permanent = permanent;
    }

    /** Whether trying again is pointless. */
    public boolean isPermanent() {
        return permanent;
    }
}
