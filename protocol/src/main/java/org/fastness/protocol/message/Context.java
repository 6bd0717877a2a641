package org.fastness.protocol.message;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/**
 * What every authorization binds beside the operation itself.
 *
 * @param environment 0 development, 1 staging, 2 production
 * @param requestId chosen by the client, the idempotency key
 * @param knownVersion the account version this client last saw, 0 if none: an older record is refused as stale
 * @param nonce 32 octets the enclave issued on this channel; carries the expiry
 * @param handshakeHash 32 octets, the channel's Noise handshake hash
 */
public record Context(int environment, Id tenant, Id account, Id requestId, long knownVersion, Bytes nonce, Bytes handshakeHash) {
    private static final Bytes LABEL = Bytes.ofUtf8("fastness/request/v1");

    /** Order: u8 environment, tenant, account, request id, u64 known version, nonce, handshake hash. */
    void write(Writer out) {
        out.u8(environment).fixed(tenant.value()).fixed(account.value()).fixed(requestId.value()).u64(knownVersion).fixed(nonce).fixed(handshakeHash);
    }

    static Context read(Reader in) throws Malformed {
        return new Context(in.u8(), Id.tenant(in.fixed(16)), Id.account(in.fixed(16)), Id.request(in.fixed(16)), in.u64(), in.fixed(32), in.fixed(32));
    }

    /** What the authenticator signs: SHA-256 of the label {@code fastness/request/v1}, this context and the operation; 32 octets. */
    public Bytes challenge(Operation operation) {
        Writer out = new Writer().fixed(LABEL);
        write(out);
        operation.write(out);
        return Digests.sha256(out.toBytes());
    }
}
