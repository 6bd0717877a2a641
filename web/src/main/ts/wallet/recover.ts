/** Coming back after losing every device: code, delay, new passkey. */

import type { Octets } from "../base/bytes.ts";
import { Failure, Refused } from "../base/errors.ts";
import { keepDeviceKeys } from "../device/device-keys.ts";
import { passkeysSupported } from "../device/passkeys.ts";
import { startedRecoveries, type StartedRecovery } from "../device/local.ts";
import type { Approver } from "../enclave/account.ts";
import type { EnrolmentOptions } from "../protocol/response.ts";
import { type Child, h, replace } from "../ui/dom.ts";
import { button, card, facts, heading, Messages, notice, working } from "../ui/parts.ts";
import { dateOf, deviceName, duration } from "../ui/words.ts";
import { countdown } from "./countdown.ts";
import { type Candidate, deviceCandidate, passkeyCandidate } from "./enrol.ts";
import { codeField, recoveryCodeCard, typeBackCard } from "./recovery-code.ts";
import { steps } from "./signup.ts";
import type { Wallet } from "./state.ts";

const STEPS = ["Code", "Delay", "New passkey", "New code"] as const;

export function recoverView(wallet: Wallet, onDone: () => void, onBack: () => void): HTMLElement {
  return new Recover(wallet, onDone, onBack).element;
}

/** Only starting and completing a recovery go without a signature: the code does the rest. */
function withCode(code: Octets): Approver {
  return async () => async () => ({ authorization: { type: "none" }, material: { type: "recovery-code", code } });
}

class Recover {
  readonly element = h("div", { class: "flow" });
  private code: Octets | undefined;
  private options: EnrolmentOptions | undefined;

  constructor(
    private readonly wallet: Wallet,
    private readonly onDone: () => void,
    private readonly onBack: () => void,
  ) {
    const started = startedRecoveries.of(wallet.client.account);
    if (started) this.waitStep(started);
    else this.startStep();
  }

  private show(step: number, title: string, lead: string, ...content: readonly Child[]): void {
    replace(this.element, steps(step, STEPS), heading(title, lead), ...content);
    this.element.querySelector("h1")?.focus();
  }

  private startStep(): void {
    const messages = new Messages();
    const entry = codeField("Recovery code", "36 characters in nine groups. Spaces and hyphens do not matter.");
    const delay = this.wallet.config.delays.recoverySeconds;
    const start = button("Start recovery", () => working(start, messages, "Starting…", async () => {
      const code = await entry.read();
      if (!code) return;
      const started = await this.begin(code);
      this.code = code;
      startedRecoveries.remember(this.wallet.client.account, started);
      this.waitStep(started);
    }), { kind: "primary", id: "start-recovery" });
    this.show(0, "Recover your account", "Use this only if every device of the account is lost. Your addresses and funds stay the same; all old devices are removed.",
      card(
        entry.element,
        notice("info", h("p", {}, `A delay of ${duration(delay)} begins${this.wallet.config.developmentMode ? " (shortened in development)" : ""}. It protects you from a thief who found your code: any device you still have can stop the recovery meanwhile.`)),
        messages.element,
        h("div", { class: "actions" }, start, button("Back", this.onBack, { kind: "quiet" }))));
  }

  /** Starts the delay; one that was started elsewhere goes on, and the enclave alone knows when it ends. */
  private async begin(code: Octets): Promise<StartedRecovery> {
    try {
      const pending = (await this.wallet.client.execute({ type: "start-recovery" }, withCode(code), "action-pending")).result.pending;
      return { maturesMillis: Number(pending.maturesMicros / 1000n), windowEndsMillis: Number(pending.windowEndsMicros / 1000n), clock: pending.clock };
    } catch (error) {
      if (error instanceof Refused && error.refusal === "NOT_AUTHORISED") throw new Failure("This is not the recovery code of the account.", "Check that the sheet belongs to this account, and that no newer code was made since.");
      if (!(error instanceof Refused) || error.refusal !== "CONFLICT") throw error;
      return { maturesMillis: 0, windowEndsMillis: 0, clock: "" };
    }
  }

  private waitStep(started: StartedRecovery): void {
    const messages = new Messages();
    const next = button("Continue", () => void this.codeAgain(messages, next), { kind: "primary", id: "continue-recovery" });
    next.hidden = Date.now() < started.maturesMillis;
    this.show(1, "Wait for the delay", "In this time any device that is still yours can stop the recovery. You may close this page and come back.",
      card(
        started.maturesMillis === 0
          ? notice("info", h("strong", {}, "A recovery was already under way."), h("p", {}, "It was started elsewhere or earlier. Continue; the enclave says if it is still too early."))
          : [countdown(started.maturesMillis, "Ready to continue", () => (next.hidden = false)),
            facts([["Ready at", dateOf(BigInt(started.maturesMillis) * 1000n)], ["Complete it before", dateOf(BigInt(started.windowEndsMillis) * 1000n)], ["Measured by", started.clock]])],
        messages.element,
        h("div", { class: "actions" }, next, button("Start over", () => {
          startedRecoveries.forget(this.wallet.client.account);
          this.startStep();
        }, { kind: "quiet" }), button("Back", this.onBack, { kind: "quiet" }))));
  }

  private async codeAgain(messages: Messages, control: HTMLButtonElement): Promise<void> {
    if (this.code) return void (await working(control, messages, "One moment…", () => this.passkeyStep()));
    const entry = codeField("Recovery code", "The same code once more; this page did not keep it.");
    const use = button("Use this code", () => working(use, local, "Checking…", async () => {
      const code = await entry.read();
      if (!code) return;
      this.code = code;
      await this.passkeyStep();
    }), { kind: "primary", id: "use-code" });
    const local = new Messages();
    this.show(1, "Enter the code again", "The delay has passed. The code opens your keys inside the enclave, so that they can be handed to your new device.",
      card(entry.element, local.element, h("div", { class: "actions" }, use, button("Back", this.onBack, { kind: "quiet" }))));
  }

  private async passkeyStep(): Promise<void> {
    const messages = new Messages();
    const supported = passkeysSupported();
    const go = (control: HTMLButtonElement, label: string, make: (options: EnrolmentOptions) => Promise<Candidate>): Promise<boolean> => working(control, messages, label, async () => {
      this.options = await this.wallet.client.beginEnrolment("recover");
      await this.codeStep(await make(this.options));
    });
    const create = button("Create passkey", () => go(create, "Follow your browser’s prompt…", (options) => passkeyCandidate(options, this.wallet.email ?? "Fastness wallet", [], () =>
      messages.show("info", h("strong", {}, "Once more, please"), h("p", {}, "This second touch shows that your passkey can hold its half of the key.")))), { kind: "primary", icon: "passkey", id: "create-passkey" });
    const device = button("Continue without a passkey", () => go(device, "Making keys…", () => deviceCandidate()), { kind: supported ? "quiet" : "primary" });
    this.show(2, "Create a new passkey", "It replaces every device the account had before; none of them opens it any more.",
      card(messages.element, h("div", { class: "actions" }, supported && create, device)));
  }

  private async codeStep(candidate: Candidate): Promise<void> {
    const fresh = this.options!.recoveryCode;
    const element = await recoveryCodeCard(fresh, this.wallet.email ?? "your account", () => this.show(3, "Check your copy", "The old code stops working the moment you finish.",
      typeBackCard(fresh, () => this.finish(candidate, fresh), () => void this.codeStep(candidate))));
    this.show(3, "Keep your new recovery code", "The old code was used and will not work again; this one takes its place.", element);
  }

  private async finish(candidate: Candidate, fresh: Octets): Promise<void> {
    const enrolment = { name: deviceName(), authenticator: candidate.authenticator, slots: [...candidate.slots, { type: "recovery", code: fresh } as const] };
    try {
      await this.wallet.client.unlockWays(); // names the keys that are to be wrapped anew
      await this.wallet.client.execute({ type: "complete-recovery", enrolment }, withCode(this.code!), "account");
      if (candidate.deviceKeys) await keepDeviceKeys(this.wallet.client.account, candidate.deviceKeys);
    } catch (error) {
      if (error instanceof Refused && error.refusal === "NOT_PENDING") {
        startedRecoveries.forget(this.wallet.client.account);
        throw new Failure("The recovery is no longer pending: it was stopped, or its time has passed.", "If you did not stop it yourself, somebody with one of your devices did. Start over when you are sure.");
      }
      throw error;
    }
    startedRecoveries.forget(this.wallet.client.account);
    this.onDone();
  }
}
