package org.fastness.enclave.account;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.enclave.authorize.RelyingParty;
import org.fastness.policy.AccountPolicy;
import org.fastness.protocol.Bounds;

/**
 * The settled half of an authority record: version v + 1 comes from v by an authenticator of v, or by a matured recovery.
 *
 * @param version of this half alone, which is its sealed record's version
 * @param party relying party and origins, bound at creation; the host's configuration never changes them
 * @param secretEpoch rises with every new user secret
 * @param policy level, capabilities, limits
 */
public record ColdRecord(Id account, Id tenant, long version, RelyingParty party, long secretEpoch, List<Authenticator> authenticators,
        List<Slot> slots, List<KeyEntry> keys, AccountPolicy policy) {
    private static final int MAGIC = 0xA1;
    private static final int FORMAT = 1;
    private static final int POLICY = 16 * 1024;

    public ColdRecord {
        authenticators = List.copyOf(authenticators);
        slots = List.copyOf(slots);
        keys = List.copyOf(keys);
    }

    /** The canonical octets, which the head covers. */
    public Bytes encode() {
        Writer out = new Writer().u8(MAGIC).u8(FORMAT).fixed(account.value()).fixed(tenant.value()).u64(version);
        party.write(out);
        return out.u64(secretEpoch)
                .list(authenticators, (w, a) -> a.write(w))
                .list(slots, (w, s) -> s.write(w))
                .list(keys, (w, k) -> k.write(w))
                .bytes(policy.encode())
                .toBytes();
    }

    public static ColdRecord decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != FORMAT) throw new Malformed("not a cold record of version 1");
        ColdRecord record = new ColdRecord(Id.account(in.fixed(Id.SIZE)), Id.tenant(in.fixed(Id.SIZE)), in.u64(), RelyingParty.read(in), in.u64(),
                in.list(Bounds.AUTHENTICATORS, Authenticator::read), in.list(Bounds.SLOTS, Slot::read), in.list(Bounds.KEYS, KeyEntry::read),
                AccountPolicy.decode(in.bytes(POLICY)));
        in.end();
        return record;
    }

    public int level() {
        return policy.level();
    }

    public Bytes hash() {
        return Digests.sha256(encode());
    }

    public Optional<Authenticator> authenticator(Id id) {
        return authenticators.stream().filter(a -> a.id().equals(id)).findFirst();
    }

    public Optional<Authenticator> credential(Bytes credentialId) {
        return authenticators.stream().filter(a -> a.type() == Authenticator.Type.PASSKEY && a.credentialId().equals(credentialId)).findFirst();
    }

    public Optional<Slot> slot(Bytes id) {
        return slots.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    public Optional<Slot> slot(Slot.Kind kind) {
        return slots.stream().filter(s -> s.kind() == kind).findFirst();
    }

    public KeyEntry key(Id id) throws Refused {
        return keys.stream().filter(k -> k.id().equals(id)).findFirst().orElseThrow(() -> new Refused(Refusal.NO_SUCH_KEY));
    }

    /** With another slot in the place of the one with its id. */
    public ColdRecord withSlot(Slot changed) {
        return with(authenticators, slots.stream().map(s -> s.id().equals(changed.id()) ? changed : s).toList());
    }

    /** With an authenticator and slots more; refuses more than the bounds. */
    public ColdRecord enrolled(Authenticator added, List<Slot> addedSlots) throws Refused {
        List<Authenticator> all = Stream.concat(authenticators.stream(), Stream.of(added)).toList();
        List<Slot> allSlots = Stream.concat(slots.stream(), addedSlots.stream()).toList();
        if (all.size() > Bounds.AUTHENTICATORS || allSlots.size() > Bounds.SLOTS) throw new Refused(Refusal.TOO_MANY);
        return with(all, allSlots);
    }

    /** After a new user secret: these slots, wrapped anew, and every key record one version on. */
    public ColdRecord resealed(List<Authenticator> left, List<Slot> wrapped) {
        return new ColdRecord(account, tenant, version, party, secretEpoch + 1, left, wrapped, keys.stream().map(KeyEntry::next).toList(), policy);
    }

    public ColdRecord withPolicy(AccountPolicy next) {
        return new ColdRecord(account, tenant, version, party, secretEpoch, authenticators, slots, keys, next);
    }

    /** The next version of this half. */
    ColdRecord advanced() {
        return new ColdRecord(account, tenant, version + 1, party, secretEpoch, authenticators, slots, keys, policy);
    }

    private ColdRecord with(List<Authenticator> nextAuthenticators, List<Slot> nextSlots) {
        return new ColdRecord(account, tenant, version, party, secretEpoch, nextAuthenticators, nextSlots, keys, policy);
    }

    /** The slots that the test keeps. */
    public List<Slot> slotsWhere(Predicate<Slot> kept) {
        return slots.stream().filter(kept).toList();
    }
}
