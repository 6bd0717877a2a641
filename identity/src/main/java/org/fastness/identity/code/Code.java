package org.fastness.identity.code;

import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Entropy;
import org.fastness.dataprotection.Column;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.identity.Ground;

/** Six digits that prove that somebody reads a mailbox. Prints as nothing. */
record Code(String digits) {

    static final Column HASH = new Column(Ground.DATASET, "identity_code", "code_hash");
    static final Column EMAIL_INDEX = new Column(Ground.DATASET, "identity_code", "email_index");

    private static final Pattern SIX = Pattern.compile("[0-9]{6}");
    private static final int POSSIBLE = 1_000_000;

    static Code parse(String text) throws Malformed {
        if (!SIX.matcher(text).matches()) throw new Malformed("a code has six digits");
        return new Code(text);
    }

    /** Each code is equally likely: the few numbers that would favor some are thrown away. */
    static Code random(Entropy entropy) {
        long bound = (1L << 32) / POSSIBLE * POSSIBLE;
        while (true) {
            byte[] octets = new byte[4];
            entropy.fill(octets);
            long number = (octets[0] & 0xffL) << 24 | (octets[1] & 0xff) << 16 | (octets[2] & 0xff) << 8 | octets[3] & 0xff;
            if (number < bound) return new Code("%06d".formatted(number % POSSIBLE));
        }
    }

    /** What its keyed hash is made of: code and address, so that one address's code is no other's. */
    Bytes bound(EmailAddress address) {
        return Bytes.concat(Bytes.ofUtf8(digits), address.octets());
    }

    @Override
    public String toString() {
        return "Code";
    }
}
