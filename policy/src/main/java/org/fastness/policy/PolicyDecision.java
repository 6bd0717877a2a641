package org.fastness.policy;

import org.fastness.base.Refusal;

/** What the policy says of a signing request. */
public sealed interface PolicyDecision {

    /** @param window with the amounts reserved; sign only after it became durable, then commit or refund the reservation */
    record Allow(LimitWindow window) implements PolicyDecision {}

    /** @param reason one sentence for a person, without amounts or addresses */
    record Deny(Refusal refusal, String reason) implements PolicyDecision {}
}
