package org.fastness.enclave.operation;

import java.util.Locale;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.intent.Capability;
import org.fastness.protocol.message.Operation;

/** Step 6: turns a kind of signature on or off. Level 0 has what it has. */
public final class SetCapability {

    public Outcome run(Execution execution, Operation.SetCapability set) throws Refused {
        Capability capability = parse(set.capability());
        if (set.enabled() && execution.cold().level() == 0) throw new Refused(Refusal.LEVEL);
        execution.draft(execution.cold().withPolicy(execution.cold().policy().with(capability, set.enabled())));
        return Outcome.account("Capability " + capability.name().toLowerCase(Locale.ROOT) + (set.enabled() ? " turned on" : " turned off"));
    }

    private static Capability parse(int code) throws Refused {
        try {
            return Capability.ofCode(code);
        } catch (Malformed unknown) {
            throw new Refused(Refusal.MALFORMED);
        }
    }
}
