package org.fastness.enclave.account;

import java.util.List;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.message.AccountView;

/**
 * A user key as the authority record knows it: enough to show it, and to refuse an older record of it.
 *
 * @param recordVersion of the sealed key record that is current
 * @param addresses derived once, when the key was made, so that reading needs no user secret
 */
public record KeyEntry(Id id, String label, long recordVersion, List<AccountView.Address> addresses) {
    public KeyEntry {
        addresses = List.copyOf(addresses);
    }

    KeyEntry next() {
        return new KeyEntry(id, label, recordVersion + 1, addresses);
    }

    void write(Writer out) {
        out.fixed(id.value()).text(label).u64(recordVersion)
                .list(addresses, (w, a) -> w.text(a.chain()).text(a.path()).text(a.text()).bytes(a.publicKey()));
    }

    static KeyEntry read(Reader in) throws Malformed {
        return new KeyEntry(Id.key(in.fixed(Id.SIZE)), in.text(Bounds.LABEL), in.u64(),
                in.list(16, r -> new AccountView.Address(r.text(Bounds.TEXT), r.text(Bounds.TEXT), r.text(Bounds.TEXT), r.bytes(65))));
    }
}
