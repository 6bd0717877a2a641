package org.fastness.enclave.authorize;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** For whom credentials are made: relying party id, and the exact origins whose pages may ask for them. */
public record RelyingParty(String rpId, List<String> origins) {
    /** Origins of one party. */
    public static final int ORIGINS = 8;

    public RelyingParty {
        origins = List.copyOf(origins);
    }

    /** SHA-256 of the relying party id, as authenticator data carries it. */
    Bytes rpIdHash() {
        return Digests.sha256(Bytes.ofUtf8(rpId));
    }

    public void write(Writer out) {
        out.text(rpId).list(origins, Writer::text);
    }

    public static RelyingParty read(Reader in) throws Malformed {
        return new RelyingParty(in.text(Bounds.TEXT), in.list(ORIGINS, r -> r.text(Bounds.TEXT)));
    }
}
