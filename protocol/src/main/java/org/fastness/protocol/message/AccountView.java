package org.fastness.protocol.message;

import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.protocol.Bounds;

/**
 * An account as its owner sees it.
 *
 * @param version rises by one with every transition; sign it back as {@link Context#knownVersion}
 * @param head SHA-256 over both halves of the authority record, 32 octets
 * @param capabilities codes of those turned on
 * @param frozen whether a veto froze outgoing operations
 */
public record AccountView(Id account, int level, long version, Bytes head, List<Key> keys, List<Authenticator> authenticators, List<Slot> slots,
        List<Integer> capabilities, List<Limit> limits, List<Pending> pending, boolean frozen) {
    public AccountView {
        keys = List.copyOf(keys);
        authenticators = List.copyOf(authenticators);
        slots = List.copyOf(slots);
        capabilities = List.copyOf(capabilities);
        limits = List.copyOf(limits);
        pending = List.copyOf(pending);
    }

    /** A key with its addresses. */
    public record Key(Id id, String label, List<Address> addresses) {
        public Key {
            addresses = List.copyOf(addresses);
        }
    }

    /** @param chain {@code ethereum}, {@code bitcoin-p2wpkh}, {@code bitcoin-p2tr}, {@code solana} */
    public record Address(String chain, String path, String text, Bytes publicKey) {}

    /** @param type 1 passkey, 2 device key */
    public record Authenticator(Id id, int type, String name, long createdMicros, long lastUsedMicros, Bytes credentialId) {}

    /** @param kind 1 passkey PRF, 2 device, 3 recovery code, 4 operator; @param authenticator zero for those that belong to none */
    public record Slot(Bytes id, int kind, long epoch, Id authenticator) {}

    /** Amounts in base units, decimal. */
    public record Limit(String asset, String limit, String used, long windowSeconds) {}

    /** @param kind 1 export, 2 recovery; @param clock {@code host clock} or {@code witness} */
    public record Pending(int kind, long requestedMicros, long maturesMicros, long windowEndsMicros, String clock) {
        void write(Writer out) {
            out.u8(kind).u64(requestedMicros).u64(maturesMicros).u64(windowEndsMicros).text(clock);
        }

        static Pending read(Reader in) throws Malformed {
            return new Pending(in.u8(), in.u64(), in.u64(), in.u64(), in.text(Bounds.TEXT));
        }
    }

    void write(Writer out) {
        out.fixed(account.value()).u8(level).u64(version).fixed(head);
        out.list(keys, (w, k) -> w.fixed(k.id.value()).text(k.label)
                .list(k.addresses, (x, a) -> x.text(a.chain).text(a.path).text(a.text).bytes(a.publicKey)));
        out.list(authenticators, (w, a) -> w.fixed(a.id.value()).u8(a.type).text(a.name).u64(a.createdMicros).u64(a.lastUsedMicros).bytes(a.credentialId));
        out.list(slots, (w, s) -> w.fixed(s.id).u8(s.kind).u64(s.epoch).fixed(s.authenticator.value()));
        out.list(capabilities, Writer::u8);
        out.list(limits, (w, l) -> w.text(l.asset).text(l.limit).text(l.used).u64(l.windowSeconds));
        out.list(pending, (w, p) -> p.write(w));
        out.flag(frozen);
    }

    static AccountView read(Reader in) throws Malformed {
        return new AccountView(Id.account(in.fixed(16)), in.u8(), in.u64(), in.fixed(32),
                in.list(Bounds.KEYS, r -> new Key(Id.key(r.fixed(16)), r.text(Bounds.LABEL),
                        r.list(64, x -> new Address(x.text(Bounds.TEXT), x.text(Bounds.TEXT), x.text(Bounds.TEXT), x.bytes(65))))),
                in.list(Bounds.AUTHENTICATORS, r -> new Authenticator(Id.authenticator(r.fixed(16)), r.u8(), r.text(Bounds.LABEL), r.u64(), r.u64(), r.bytes(Bounds.CREDENTIAL_ID))),
                in.list(Bounds.SLOTS, r -> new Slot(r.fixed(16), r.u8(), r.u64(), Id.authenticator(r.fixed(16)))),
                in.list(64, Reader::u8),
                in.list(64, r -> new Limit(r.text(Bounds.TEXT), r.text(Bounds.TEXT), r.text(Bounds.TEXT), r.u64())),
                in.list(8, Pending::read), in.flag());
    }

    /** The first address of the chain. */
    public Optional<Address> address(String chain) {
        return keys.stream().flatMap(k -> k.addresses.stream()).filter(a -> a.chain.equals(chain)).findFirst();
    }
}
