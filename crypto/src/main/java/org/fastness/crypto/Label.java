package org.fastness.crypto;

import org.fastness.base.Bytes;
import org.fastness.base.Writer;

/**
 * A domain separator. All labels are constants of {@link Labels}.
 *
 * @param text printable ASCII, 1 to 64 characters
 */
public record Label(String text) {
    public Label {
        if (text.isEmpty() || text.length() > 64 || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a label is 1 to 64 printable characters");
        }
    }

    /** The label's octets alone. */
    public Bytes bytes() {
        return Bytes.ofUtf8(text);
    }

    /** The label and the parts, each with its length: two different lists never give the same octets. */
    public Bytes bind(Bytes... parts) {
        Writer out = new Writer().text(text);
        for (Bytes part : parts) out.bytes(part);
        return out.toBytes();
    }
}
