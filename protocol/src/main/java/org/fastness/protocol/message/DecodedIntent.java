package org.fastness.protocol.message;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * What the enclave understood of a payload, for a person to read before approving.
 *
 * @param kind stable name, such as {@code evm-transaction}
 * @param payloadHash SHA-256 of the payload as sent, 32 octets
 */
public record DecodedIntent(String kind, List<Field> fields, List<String> warnings, Bytes payloadHash) {
    public DecodedIntent {
        fields = List.copyOf(fields);
        warnings = List.copyOf(warnings);
    }

    /** One line of the page. {@code key} is stable for programs ({@code to}, {@code value}, {@code maxFee}, {@code network}); {@code label} is for people. */
    public record Field(String key, String label, String value, boolean important) {}

    void write(Writer out) {
        out.text(kind)
                .list(fields, (w, f) -> w.text(f.key).text(f.label).text(f.value).flag(f.important))
                .list(warnings, Writer::text)
                .fixed(payloadHash);
    }

    static DecodedIntent read(Reader in) throws Malformed {
        return new DecodedIntent(in.text(Bounds.TEXT),
                in.list(Bounds.SHOWN_FIELDS, r -> new Field(r.text(Bounds.TEXT), r.text(Bounds.TEXT), r.text(Bounds.SHOWN), r.flag())),
                in.list(Bounds.SHOWN_FIELDS, r -> r.text(Bounds.SHOWN)), in.fixed(32));
    }
}
