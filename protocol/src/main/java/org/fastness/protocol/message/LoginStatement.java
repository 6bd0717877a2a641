package org.fastness.protocol.message;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/**
 * The enclave's word to identity that an authenticator of the account just approved an unlock: label {@code fastness/login/v1}, environment,
 * tenant, account, authenticator, request id, u64 host microseconds at issue, then an Ed25519 signature (64) over all before it by the key that
 * the enclave announces at boot. Identity accepts it once, for two minutes.
 */
public record LoginStatement(int environment, Id tenant, Id account, Id authenticator, Id requestId, long issuedMicros, Bytes signature) {
    private static final Bytes LABEL = Bytes.ofUtf8("fastness/login/v1");

    /** The octets under the signature. */
    public Bytes signedOctets() {
        return new Writer().fixed(LABEL).u8(environment).fixed(tenant.value()).fixed(account.value()).fixed(authenticator.value()).fixed(requestId.value()).u64(issuedMicros).toBytes();
    }

    public Bytes encode() {
        return new Writer().fixed(signedOctets()).fixed(signature).toBytes();
    }

    public static LoginStatement decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        if (!in.fixed(LABEL.size()).equals(LABEL)) throw new Malformed("not a login statement of version 1");
        LoginStatement statement = new LoginStatement(in.u8(), Id.tenant(in.fixed(16)), Id.account(in.fixed(16)), Id.authenticator(in.fixed(16)),
                Id.request(in.fixed(16)), in.u64(), in.fixed(64));
        in.end();
        return statement;
    }
}
