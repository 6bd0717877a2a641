package org.fastness.enclave.account;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.policy.LimitWindow;
import org.fastness.protocol.Bounds;

/**
 * The moving half of an authority record. Written with every transition, so its sealed record's version is the account's version.
 *
 * @param version of the account
 * @param coldVersion and @param coldHash name the one cold record that belongs to it
 * @param uses of each authenticator
 * @param window amounts that still count against a limit
 * @param frozen a veto stopped everything that leaves
 * @param activities number of the last activity entry
 * @param lastMicros trusted time of the last transition: time never runs backwards for an account
 */
public record HotState(Id account, Id tenant, long version, long coldVersion, Bytes coldHash, List<Use> uses, LimitWindow window,
        Optional<Pending> export, Optional<Pending> recovery, boolean frozen, long activities, long lastMicros) {
    private static final int MAGIC = 0xA2;
    private static final int FORMAT = 1;
    private static final int WINDOW = 48 * 1024;

    public HotState {
        uses = List.copyOf(uses);
    }

    /** @param signCount WebAuthn signature counter, 0 for authenticators without one */
    public record Use(Id authenticator, long signCount, long lastUsedMicros) {
        void write(Writer out) {
            out.fixed(authenticator.value()).u64(signCount).u64(lastUsedMicros);
        }

        static Use read(Reader in) throws Malformed {
            return new Use(Id.authenticator(in.fixed(Id.SIZE)), in.u64(), in.u64());
        }
    }

    /** The canonical octets, which the head covers. */
    public Bytes encode() {
        return new Writer().u8(MAGIC).u8(FORMAT).fixed(account.value()).fixed(tenant.value()).u64(version).u64(coldVersion).fixed(coldHash)
                .list(uses, (w, u) -> u.write(w))
                .bytes(window.encode())
                .option(export, (w, p) -> p.write(w))
                .option(recovery, (w, p) -> p.write(w))
                .flag(frozen).u64(activities).u64(lastMicros)
                .toBytes();
    }

    public static HotState decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != FORMAT) throw new Malformed("not a hot state of version 1");
        HotState state = new HotState(Id.account(in.fixed(Id.SIZE)), Id.tenant(in.fixed(Id.SIZE)), in.u64(), in.u64(), in.fixed(32),
                in.list(Bounds.AUTHENTICATORS, Use::read), LimitWindow.decode(in.bytes(WINDOW)), in.option(Pending::read), in.option(Pending::read),
                in.flag(), in.u64(), in.u64());
        in.end();
        return state;
    }

    public long signCount(Id authenticator) {
        return uses.stream().filter(u -> u.authenticator.equals(authenticator)).mapToLong(Use::signCount).findFirst().orElse(0);
    }

    public long lastUsedMicros(Id authenticator) {
        return uses.stream().filter(u -> u.authenticator.equals(authenticator)).mapToLong(Use::lastUsedMicros).findFirst().orElse(0);
    }

    public HotState used(Use use) {
        List<Use> next = Stream.concat(uses.stream().filter(u -> !u.authenticator.equals(use.authenticator)), Stream.of(use)).toList();
        return new HotState(account, tenant, version, coldVersion, coldHash, next, window, export, recovery, frozen, activities, lastMicros);
    }

    /** Forgets authenticators that are gone. */
    public HotState usesOf(List<Authenticator> left) {
        List<Use> next = uses.stream().filter(u -> left.stream().anyMatch(a -> a.id().equals(u.authenticator))).toList();
        return new HotState(account, tenant, version, coldVersion, coldHash, next, window, export, recovery, frozen, activities, lastMicros);
    }

    public HotState withWindow(LimitWindow next) {
        return new HotState(account, tenant, version, coldVersion, coldHash, uses, next, export, recovery, frozen, activities, lastMicros);
    }

    public HotState withExport(Optional<Pending> next) {
        return new HotState(account, tenant, version, coldVersion, coldHash, uses, window, next, recovery, frozen, activities, lastMicros);
    }

    public HotState withRecovery(Optional<Pending> next) {
        return new HotState(account, tenant, version, coldVersion, coldHash, uses, window, export, next, frozen, activities, lastMicros);
    }

    public HotState withFrozen(boolean next) {
        return new HotState(account, tenant, version, coldVersion, coldHash, uses, window, export, recovery, next, activities, lastMicros);
    }

    /** The state of the next version, beside the cold record. */
    HotState advanced(ColdRecord cold, Bytes nextColdHash, long nowMicros) {
        return new HotState(account, tenant, version + 1, cold.version(), nextColdHash, uses, window, export, recovery, frozen, activities + 1, Math.max(lastMicros, nowMicros));
    }
}
