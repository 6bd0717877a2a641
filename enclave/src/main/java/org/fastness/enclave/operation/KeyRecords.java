package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.Account;
import org.fastness.enclave.account.KeyEntry;
import org.fastness.enclave.channel.Exchange;
import org.fastness.enclave.keys.Scope;
import org.fastness.enclave.keys.UserKey;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.protocol.link.SealedRecord;

/** The sealed key records of an account: opened as the host presented them, written as the draft wants them. */
final class KeyRecords {
    private KeyRecords() {}

    /** Opens the presented record of the key; refuses any but the current one. Close the key. */
    static UserKey open(Realm realm, Exchange exchange, Account account, KeyEntry entry, UserSecret secret) throws Refused {
        SealedRecord record = exchange.require(SealedRecord.Kind.KEY, entry.id().value());
        if (record.version() != entry.recordVersion()) throw new Refused(Refusal.STALE_RECORD);
        Scope scope = new Scope(realm.settings().environment(), account.tenant(), account.id());
        return UserKey.open(realm.seal().open(record), secret, scope, entry.id(), record.version());
    }

    static UserKey open(Execution execution, KeyEntry entry, UserSecret secret) throws Refused {
        return open(execution.realm(), execution.exchange(), execution.before(), entry, secret);
    }

    static void put(Execution execution, UserKey key, Id id, long version, UserSecret secret) {
        Bytes inner = key.seal(secret, execution.scope(), id, version);
        execution.put(execution.realm().seal().seal(SealedRecord.Kind.KEY, execution.tenant(), id.value(), 0, version, inner));
    }

    /** Seals every key of the account anew, from the old user secret to the new. The request must have routed all of them. */
    static void reseal(Execution execution, UserSecret old, UserSecret fresh) throws Refused {
        for (KeyEntry entry : execution.before().cold().keys()) {
            try (UserKey key = open(execution, entry, old)) {
                put(execution, key, entry.id(), entry.recordVersion() + 1, fresh);
            }
        }
    }
}
