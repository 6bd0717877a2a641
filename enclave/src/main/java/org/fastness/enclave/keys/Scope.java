package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Writer;

/** The stable ids that every seal of an account's binds as associated data. */
public record Scope(int environment, Id tenant, Id account) {

    /** Environment, tenant, account, then the parts, each with its length. */
    Bytes bind(Bytes... parts) {
        Writer out = new Writer().u8(environment).fixed(tenant.value()).fixed(account.value());
        for (Bytes part : parts) out.bytes(part);
        return out.toBytes();
    }

    static Bytes number(long value) {
        return new Writer().u64(value).toBytes();
    }
}
