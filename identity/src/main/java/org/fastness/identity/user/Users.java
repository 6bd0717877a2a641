package org.fastness.identity.user;

import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.dataprotection.Column;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.identity.Ground;
import org.fastness.identity.Uuid7;
import org.fastness.store.Rows;
import org.fastness.store.Tx;

/** The table {@code identity_user}. */
public final class Users {
    private static final Column EMAIL = new Column(Ground.DATASET, "identity_user", "email");
    private static final Column EMAIL_INDEX = new Column(Ground.DATASET, "identity_user", "email_index");

    private final Ground ground;

    public Users(Ground ground) {
        this.ground = ground;
    }

    /** A user who may have to be made: sealed before the transaction, since that may have to ask the enclave for its key. */
    public record Candidate(User user, Bytes emailIndex, long createdAtMicros) {}

    /** Who was found or made. */
    public record Found(Id user, boolean isNew) {}

    public Candidate candidate(Id tenant, EmailAddress address) throws Refused {
        Bytes id = Uuid7.next(ground.ticker(), ground.entropy());
        Bytes sealed = ground.fields().sealText(tenant, EMAIL, id, address.normalized());
        return new Candidate(new User(tenant, Id.user(id), sealed), ground.index().of(tenant, EMAIL_INDEX, address.octets()), ground.ticker().epochMicros());
    }

    /** The user of the candidate's address, made if there is none. */
    public Found findOrMake(Tx tx, Candidate candidate) {
        User user = candidate.user();
        int made = tx.update("""
                insert into identity_user (id, tenant, email, email_index, created_at) values (?, ?, ?, ?, ?)
                on conflict (tenant, email_index) do nothing""", user.id(), user.tenant(), user.sealedEmail(), candidate.emailIndex(), candidate.createdAtMicros());
        Id found = tx.one("select id from identity_user where tenant = ? and email_index = ?", row -> Id.user(row.bytes("id")), user.tenant(), candidate.emailIndex()).orElseThrow();
        return new Found(found, made == 1);
    }

    public Optional<User> user(Rows rows, Id tenant, Id id) {
        return rows.one("select id, email from identity_user where tenant = ? and id = ?", row -> new User(tenant, Id.user(row.bytes("id")), row.bytes("email")), tenant, id);
    }

    /** The user's own address, opened for that user. */
    public String email(Id tenant, Id id) throws Refused {
        User user = ground.store().<Optional<User>, RuntimeException>read(rows -> user(rows, tenant, id)).orElseThrow(() -> new Refused(Refusal.UNAUTHENTICATED));
        return ground.fields().openText(tenant, EMAIL, id.value(), user.sealedEmail());
    }
}
