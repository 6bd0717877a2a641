package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.ColdRecord;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.account.Line;
import org.fastness.enclave.authorize.Authorizer;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.Channel;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.channel.OpenAccount;
import org.fastness.enclave.keys.Scope;
import org.fastness.enclave.keys.SlotSeal;
import org.fastness.protocol.link.SealedRecord;
import org.fastness.protocol.message.Context;

/**
 * One operation under way on one account: what is, and the draft of what shall be. Its account's line is locked. Whatever it opened and did not hand
 * to the channel is wiped by {@link #discard}.
 */
public final class Execution {
    private final Realm realm;
    private final Exchange exchange;
    private final Context context;
    private final Id account;
    private final Optional<Account> before;
    private final Line line;
    private final long nowMicros;
    private final List<SealedRecord> keyRecords = new ArrayList<>();
    private final List<Runnable> whenDurable = new ArrayList<>();
    private Authorizer.Approval approval = new Authorizer.Approval(Optional.empty(), Optional.empty());
    private Optional<ColdRecord> cold;
    private Optional<HotState> hot;
    private Optional<OpenAccount> opened = Optional.empty();
    private Optional<OpenAccount> kept = Optional.empty();
    private boolean byRecoveryCode;

    /** @param before empty where the account is to be created */
    public Execution(Realm realm, Exchange exchange, Context context, Id account, Optional<Account> before, Line line) {
        this.realm = realm;
        this.exchange = exchange;
        this.context = context;
        this.account = account;
        this.before = before;
        this.line = line;
        this.cold = before.map(Account::cold);
        this.hot = before.map(Account::hot);
        this.nowMicros = Math.max(realm.time().nowMicros(), before.map(a -> a.hot().lastMicros()).orElse(0L));
    }

    Realm realm() {
        return realm;
    }

    Exchange exchange() {
        return exchange;
    }

    Context context() {
        return context;
    }

    Channel channel() {
        return exchange.channel();
    }

    public Line line() {
        return line;
    }

    public Id account() {
        return account;
    }

    Id tenant() {
        return context.tenant();
    }

    /** The account as it was when the operation began. */
    public Account before() throws Refused {
        return before.orElseThrow(() -> new Refused(Refusal.RECORD_MISSING));
    }

    /** Trusted time, not before the account's last transition. */
    public long nowMicros() {
        return nowMicros;
    }

    Scope scope() {
        return new Scope(realm.settings().environment(), tenant(), account);
    }

    SlotSeal slots() {
        return new SlotSeal(realm.root(), scope(), realm.entropy());
    }

    ColdRecord cold() {
        return cold.orElseThrow();
    }

    HotState hot() {
        return hot.orElseThrow();
    }

    void draft(ColdRecord next) {
        cold = Optional.of(next);
    }

    void draft(HotState next) {
        hot = Optional.of(next);
    }

    /** A sealed key record of the draft. */
    void put(SealedRecord keyRecord) {
        keyRecords.add(keyRecord);
    }

    /** What memory does once the draft is durable. */
    void whenDurable(Runnable effect) {
        whenDurable.add(effect);
    }

    public void approved(Authorizer.Approval by) {
        approval = by;
        by.use().ifPresent(use -> hot = hot.map(h -> h.used(use)));
    }

    /** Who approved; operations that run without an approval do not ask. */
    Id approver() {
        return approval.authenticator().orElseThrow();
    }

    /** Holds what slot material opened; in place of anything held before. */
    void opened(OpenAccount account) {
        opened.ifPresent(OpenAccount::close);
        opened = Optional.of(account);
    }

    /** The open account: by this very request's material, or on this channel since before. */
    OpenAccount open() throws Refused {
        if (opened.isPresent()) return opened.get();
        return channel().openAccount(tenant(), account, before().cold().secretEpoch()).orElseThrow(() -> new Refused(Refusal.NOT_OPEN));
    }

    /** Will hand what was opened to the channel, once the draft is durable. */
    public void keepOpen() {
        if (opened.isEmpty()) return;
        OpenAccount account = opened.get();
        kept = opened;
        opened = Optional.empty();
        whenDurable(() -> channel().open(account));
    }

    /** Remembers that the recovery code opened the account: its owner is here. */
    void recoveryCodeOpened() {
        byRecoveryCode = true;
        whenDurable(() -> realm.accounts().ownerSeen(line));
    }

    /** Refuses unless this very request brought the recovery code. */
    void requireRecoveryCode() throws Denied {
        if (!byRecoveryCode) throw new Denied(Denied.Cause.SLOT);
    }

    void requireThawed() throws Refused {
        if (before().hot().frozen()) throw new Refused(Refusal.FROZEN);
    }

    /** Wipes what was opened for this operation alone. */
    public void discard() {
        opened.ifPresent(OpenAccount::close);
        opened = Optional.empty();
    }

    /** Wipes what was to be handed to the channel: the operation came to nothing. */
    public void abandon() {
        kept.ifPresent(OpenAccount::close);
    }

    /** The next state of the account. */
    public Account next() {
        return before.map(account -> account.next(cold(), hot(), nowMicros)).orElseGet(() -> Account.first(cold(), hot(), nowMicros));
    }

    /** The records that change, sealed. */
    public List<SealedRecord> records(Account next) {
        List<SealedRecord> records = new ArrayList<>(keyRecords);
        boolean coldChanged = before.isEmpty() || before.get().cold().version() != next.cold().version();
        if (coldChanged) records.add(realm.seal().seal(SealedRecord.Kind.ACCOUNT, tenant(), account.value(), 0, next.cold().version(), next.cold().encode()));
        records.add(realm.seal().seal(SealedRecord.Kind.ACCOUNT_HOT, tenant(), account.value(), 0, next.version(), next.hot().encode()));
        return records;
    }

    public List<Runnable> effects() {
        return List.copyOf(whenDurable);
    }
}
