package org.fastness.protocol.message;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/** What a finished {@link Operation} gives. */
public sealed interface Result {

    /** The account after the operation; for everything that changes one. Tag 1. */
    record Account(AccountView view) implements Result {}

    /** Tag 2. @param loginStatement signed by the enclave for identity: see {@link LoginStatement} */
    record Unlocked(AccountView view, Bytes loginStatement) implements Result {}

    /** Tag 3. One entry a payload, in order. */
    record Signatures(List<Signed> signed) implements Result {
        public Signatures {
            signed = List.copyOf(signed);
        }
    }

    /**
     * @param signature EVM: r, s, v (65 octets, v 27 or 28); Bitcoin: empty; Solana: 64 octets
     * @param signedPayload the transaction ready to broadcast; empty for messages
     * @param hash transaction hash or id in its chain's own order, or the digest that was signed; 32 octets
     */
    record Signed(DecodedIntent intent, Bytes signature, Bytes signedPayload, Bytes hash) {}

    /** Tag 4. @param sessionId 16 octets; @param validMillis from now, by the enclave's monotonic clock */
    record SessionCertified(Bytes sessionId, long maxUses, long validMillis) implements Result {}

    /** Tag 5. */
    record ActionPending(AccountView.Pending pending) implements Result {}

    /** Tag 6. @param sealed ephemeral X25519 public key (32), nonce (12), AES-256-GCM ciphertext of the word list with its tag */
    record Exported(Bytes sealed) implements Result {}

    default void write(Writer out) {
        switch (this) {
            case Account a -> {
                out.u8(1);
                a.view.write(out);
            }
            case Unlocked u -> {
                out.u8(2);
                u.view.write(out);
                out.bytes(u.loginStatement);
            }
            case Signatures s -> out.u8(3).list(s.signed, (w, x) -> {
                x.intent.write(w);
                w.bytes(x.signature).bytes(x.signedPayload).fixed(x.hash);
            });
            case SessionCertified s -> out.u8(4).fixed(s.sessionId).u32(s.maxUses).u64(s.validMillis);
            case ActionPending p -> {
                out.u8(5);
                p.pending.write(out);
            }
            case Exported e -> out.u8(6).bytes(e.sealed);
        }
    }

    static Result read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new Account(AccountView.read(in));
            case 2 -> new Unlocked(AccountView.read(in), in.bytes(1024));
            case 3 -> new Signatures(in.list(Bounds.BATCH, r -> new Signed(DecodedIntent.read(r), r.bytes(Bounds.SIGNATURE), r.bytes(Bounds.PAYLOAD + 4096), r.fixed(32))));
            case 4 -> new SessionCertified(in.fixed(16), in.u32(), in.u64());
            case 5 -> new ActionPending(AccountView.Pending.read(in));
            case 6 -> new Exported(in.bytes(4096));
            default -> throw new Malformed("unknown result");
        };
    }
}
