/** Kinds of signatures that are off until turned on by a step-up. */

import { Refused } from "../base/errors.ts";
import { h } from "../ui/dom.ts";
import { confirmed, type Messages } from "../ui/parts.ts";
import { approverOf } from "./approval.ts";
import { type CapabilityText, capabilityNamed } from "./operations.ts";
import type { Wallet } from "./state.ts";

export async function setCapability(wallet: Wallet, capability: CapabilityText, enabled: boolean): Promise<void> {
  const done = await wallet.client.execute({ type: "set-capability", capability: capability.code, enabled }, approverOf(wallet.client), "account");
  wallet.view = done.result.view;
}

/** Runs the work; where a capability is off, says what turning it on means, turns it on if wished, and runs once more. */
export async function capabilityGuard(wallet: Wallet, messages: Messages, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const capability = error instanceof Refused && error.refusal === "CAPABILITY_OFF" ? capabilityNamed(error.detail) : undefined;
    if (!capability) throw error;
    const wanted = await confirmed(`${capability.title}: turned off`, h("p", {}, `${capability.risk} It stays on until you turn it off under Security.`), "Turn on with passkey", "danger");
    if (!wanted) {
      messages.show("info", h("p", {}, "Nothing was signed."));
      return;
    }
    await setCapability(wallet, capability, true);
    await work();
  }
}
