package org.fastness.enclave.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.enclave.account.ColdRecord;
import org.fastness.enclave.account.HotState;
import org.fastness.enclave.account.KeyEntry;
import org.fastness.enclave.account.Slot;
import org.fastness.enclave.authorize.Authorizer;
import org.fastness.enclave.authorize.Denied;
import org.fastness.enclave.channel.OpenAccount;
import org.fastness.enclave.channel.PendingEnrolment;
import org.fastness.enclave.keys.UserKey;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.policy.AccountPolicy;
import org.fastness.policy.LimitWindow;
import org.fastness.protocol.message.Authorization;
import org.fastness.protocol.message.Operation;
import org.fastness.protocol.message.Request;

/** Step 6: makes an account, its user secret and its first seed, all inside, and opens it on the channel. */
public final class CreateAccount {
    private static final long FIRST_EPOCH = 1;
    private static final String FIRST_KEY = "Wallet";

    public Outcome run(Execution execution, Operation.CreateAccount create, Authorization authorization, Bytes challenge) throws Refused, Denied {
        if (create.level() != 0 && create.level() != 1) throw new Refused(Refusal.LEVEL);
        PendingEnrolment pending = execution.channel().pending(Request.Purpose.CREATE, execution.tenant(), execution.account());
        UserSecret secret = UserSecret.generate(execution.realm().entropy(), FIRST_EPOCH);
        execution.opened(new OpenAccount(execution.tenant(), execution.account(), secret));
        Enrol enrol = new Enrol(execution, pending);
        Enrol.Enrolled enrolled = enrol.run(create.enrolment(), execution.realm().settings().party(), secret);
        requireLevel(create.level(), enrolled);
        Authorizer.Approval approval = Authorizer.authorizeNewcomer(authorization, challenge, enrolled.authenticator(), enrolled.signCount(), execution.realm().settings().party(), execution.nowMicros());
        draft(execution, create.level(), enrolled, enrol, secret);
        execution.approved(approval);
        execution.keepOpen();
        execution.whenDurable(() -> execution.channel().finish(pending));
        return Outcome.account("Account created at level " + create.level());
    }

    /** Level 1 is two durable slots of different kinds before an address is shown. */
    static void requireLevel(int level, Enrol.Enrolled enrolled) throws Refused {
        if (level >= 1 && !(enrolled.has(Slot.Kind.PRF) && enrolled.has(Slot.Kind.RECOVERY))) throw new Refused(Refusal.LEVEL);
    }

    private static void draft(Execution execution, int level, Enrol.Enrolled enrolled, Enrol enrol, UserSecret secret) {
        List<Slot> slots = new ArrayList<>(enrolled.slots());
        if (level == 0) slots.add(enrol.operator(secret));
        KeyEntry key = firstKey(execution, secret);
        execution.draft(new ColdRecord(execution.account(), execution.tenant(), 0, execution.realm().settings().party(), FIRST_EPOCH,
                List.of(enrolled.authenticator()), slots, List.of(key), AccountPolicy.standard(level)));
        execution.draft(new HotState(execution.account(), execution.tenant(), 0, 0, Bytes.EMPTY, List.of(), LimitWindow.EMPTY, Optional.empty(), Optional.empty(), false, 0, execution.nowMicros()));
    }

    private static KeyEntry firstKey(Execution execution, UserSecret secret) {
        Id id = Id.key(execution.realm().entropy().bytes(Id.SIZE));
        try (UserKey key = UserKey.generate(execution.realm().entropy())) {
            KeyRecords.put(execution, key, id, 1, secret);
            return new KeyEntry(id, FIRST_KEY, 1, key.addresses());
        }
    }
}
