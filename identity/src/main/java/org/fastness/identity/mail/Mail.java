package org.fastness.identity.mail;

import org.fastness.base.Bytes;
import org.fastness.base.Id;

/** One message to one person, in plain text. Prints as its id. */
public record Mail(Bytes id, Id tenant, String recipient, String subject, String text) {

    /** The longest subject, in characters. */
    public static final int MAX_SUBJECT = 200;

    /** The longest text, in characters. */
    public static final int MAX_TEXT = 20_000;

    public Mail {
        if (subject.length() > MAX_SUBJECT || text.length() > MAX_TEXT) throw new IllegalArgumentException("mail longer than its bounds");
        if ((recipient + subject).chars().anyMatch(c -> c < ' ')) throw new IllegalArgumentException("a line break in a mail header");
    }

    @Override
    public String toString() {
        return "Mail[" + id + "]";
    }
}
