package org.fastness.dataprotection;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * An e-mail address in its one normal form: no surrounding space, NFKC, lower case in both parts, the domain in ASCII (IDNA). Two
 * spellings of one form are one address here. A personal datum: it prints as nothing.
 *
 * <p>Quoted local parts, address literals and domains of a single label are refused: nobody signs in with one, and each is a way
 * to smuggle something into a mail header.
 */
public record EmailAddress(String normalized) {

    /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
    public static final int MAX_LENGTH = 254;

    /** RFC 5321 section 4.5.3.1.1, in octets. */
    public static final int MAX_LOCAL_BYTES = 64;

    // RFC 5322 atext and dots; beyond ASCII (RFC 6531) letters, marks and digits
    private static final Pattern LOCAL = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{Nd}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public EmailAddress {
        if (!normalized.contains("@")) throw new IllegalArgumentException("not a normal form");
    }

    public static EmailAddress parse(String text) throws Malformed {
        if (text.length() > MAX_LENGTH) throw new Malformed("e-mail address longer than its bound of " + MAX_LENGTH);
        String folded = fold(text.strip());
        if (!fold(folded).equals(folded)) throw new Malformed("e-mail address has no stable form");
        int at = folded.lastIndexOf('@');
        if (at < 1 || at == folded.length() - 1) throw new Malformed("not an e-mail address");
        String local = folded.substring(0, at);
        if (!LOCAL.matcher(local).matches() || Bytes.ofUtf8(local).size() > MAX_LOCAL_BYTES) throw new Malformed("not an e-mail address");
        String normalized = local + "@" + domain(folded.substring(at + 1));
        if (normalized.length() > MAX_LENGTH) throw new Malformed("e-mail address longer than its bound of " + MAX_LENGTH);
        return new EmailAddress(normalized);
    }

    private static String fold(String text) {
        return Normalizer.normalize(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static String domain(String folded) throws Malformed {
        try {
            String ascii = IDN.toASCII(folded, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            if (!DOMAIN.matcher(ascii).matches()) throw new Malformed("not the domain of an e-mail address");
            return ascii;
        } catch (IllegalArgumentException notADomain) {
            throw new Malformed("not the domain of an e-mail address");
        }
    }

    /** What its look-up is made of. */
    public Bytes octets() {
        return Bytes.ofUtf8(normalized);
    }

    @Override
    public String toString() {
        return "EmailAddress";
    }
}
