/** A new account in three steps, each with the sentence of what it protects against. Nothing is stored before the last one. */

import type { Octets } from "../base/bytes.ts";
import { keepDeviceKeys } from "../device/device-keys.ts";
import { passkeysSupported } from "../device/passkeys.ts";
import { idText } from "../base/id.ts";
import type { EnrolmentOptions } from "../protocol/response.ts";
import { type Child, h, replace } from "../ui/dom.ts";
import { button, card, heading, Messages, notice, working } from "../ui/parts.ts";
import { deviceName } from "../ui/words.ts";
import { type Candidate, deviceCandidate, passkeyCandidate } from "./enrol.ts";
import { recoveryCodeCard, typeBackCard } from "./recovery-code.ts";
import type { Wallet } from "./state.ts";

const STEPS = ["Passkey", "Recovery code", "Create"] as const;

export function signUpView(wallet: Wallet, onDone: () => void): HTMLElement {
  return new SignUp(wallet, onDone).element;
}

class SignUp {
  readonly element = h("div", { class: "flow" });
  private options: EnrolmentOptions | undefined;
  private candidate: Candidate | undefined;

  constructor(
    private readonly wallet: Wallet,
    private readonly onDone: () => void,
  ) {
    this.passkeyStep();
  }

  private show(step: number, title: string, lead: string, ...content: readonly Child[]): void {
    replace(this.element, steps(step), heading(title, lead), ...content);
    this.element.querySelector("h1")?.focus();
  }

  private passkeyStep(): void {
    const messages = new Messages();
    const supported = passkeysSupported();
    const create = button("Create passkey", () => working(create, messages, "Follow your browser’s prompt…", async () => {
      this.wallet.client.use(new Uint8Array(16));
      this.options = await this.wallet.client.beginEnrolment("create");
      this.candidate = await passkeyCandidate(this.options, this.wallet.email ?? "Fastness wallet", [], () =>
        messages.show("info", h("strong", {}, "Once more, please"), h("p", {}, "This second touch shows that your passkey can hold its half of the key.")));
      if (this.candidate.holdsKey) await this.codeStep();
      else this.weakerStep();
    }), { kind: "primary", icon: "passkey", id: "create-passkey" });
    const device = button("Continue without a passkey", () => working(device, messages, "Making keys…", async () => {
      this.wallet.client.use(new Uint8Array(16));
      this.options = await this.wallet.client.beginEnrolment("create");
      this.candidate = await deviceCandidate();
      this.weakerStep();
    }), { kind: supported ? "quiet" : "primary", id: "without-passkey" });
    this.show(0, "Create your passkey", "It protects you from stolen passwords and look-alike sites: it answers to this address alone, and only with your fingerprint, face or PIN.",
      card(
        h("p", {}, "The passkey also releases one half of your key. The other half never leaves the enclave, so neither the operator nor a thief of the database can sign for you."),
        messages.element,
        supported ? h("div", { class: "actions" }, create, device) : h("div", { class: "stack" }, notice("warn", h("p", {}, "This browser has no passkeys here.")), h("div", { class: "actions" }, device))));
  }

  /** The authenticator cannot hold a key: level 0, accepted in words or not at all. */
  private weakerStep(): void {
    const passkey = this.candidate?.authenticator.type === "passkey";
    this.show(0, "Basic protection only", passkey
      ? "Your passkey works, but this device cannot keep half of the key in it."
      : "Without a passkey the key lives in this browser’s storage.",
      card(
        h("ul", { class: "consequences" },
          h("li", {}, h("strong", {}, "The operator could open this account."), " It is not self-held: the enclave opens it with the operator’s own half."),
          h("li", {}, h("strong", {}, "Small amounts only."), " The enclave signs plain transfers up to a limit, and exports no seed phrase."),
          h("li", {}, h("strong", {}, "Losing this device"), passkey ? " or its passkey" : ", or clearing this site’s data,", " loses the account, unless you keep the recovery code from the next step.")),
        h("div", { class: "actions" },
          button("Accept and continue", () => this.codeStep(), { kind: "primary", id: "accept-basic" }),
          button("Try another device or security key", () => this.passkeyStep(), { kind: "quiet" }))));
  }

  private async codeStep(): Promise<void> {
    const code = this.options!.recoveryCode;
    this.show(1, "Keep your recovery code", "It protects you from losing your devices: with it and your e-mail you come back, after a delay in which you can stop a thief.",
      await recoveryCodeCard(code, this.wallet.email ?? "your account", () => this.typeBackStep(code)));
  }

  private typeBackStep(code: Octets): void {
    this.show(1, "Check your copy", "One character wrong would be found only when it is too late.",
      typeBackCard(code, () => this.createStep(code), () => void this.codeStep()));
  }

  private createStep(code: Octets): void {
    const candidate = this.candidate!;
    const messages = new Messages();
    const create = button(candidate.authenticator.type === "passkey" ? "Confirm with passkey" : "Create the account", () => working(create, messages, "The enclave makes your keys…", async () => {
      const slots = [...candidate.slots, { type: "recovery", code } as const];
      const enrolment = { name: deviceName(), authenticator: candidate.authenticator, slots };
      const created = await this.wallet.client.execute({ type: "create-account", level: candidate.holdsKey ? 1 : 0, enrolment }, candidate.approver, "account");
      if (candidate.deviceKeys) await keepDeviceKeys(created.result.view.account, candidate.deviceKeys);
      this.wallet.view = created.result.view;
      this.wallet.linkAccount(await idText("acc", created.result.view.account));
      this.onDone();
    }), { kind: "primary", id: "confirm-create", icon: candidate.authenticator.type === "passkey" ? "passkey" : "check" });
    this.show(2, "Create the account", "Your confirmation protects you from an account somebody else set up: it covers exactly what you chose, and the enclave checks it.",
      card(
        h("ul", { class: "ticks" },
          h("li", {}, candidate.authenticator.type === "passkey" ? "Passkey made on this device" : "Key made in this browser"),
          h("li", {}, "Recovery code checked"),
          h("li", {}, candidate.holdsKey ? "Level 1: only you and the enclave together can open the account" : "Level 0: basic protection, small amounts")),
        messages.element, h("div", { class: "actions" }, create)));
  }
}

export function steps(current: number, names: readonly string[] = STEPS): HTMLElement {
  return h("ol", { class: "steps", "aria-label": `Step ${current + 1} of ${names.length}` }, names.map((name, index) =>
    h("li", { class: index < current ? "past" : index === current ? "now" : "", "aria-current": index === current ? "step" : undefined }, h("span", { class: "step-number" }, String(index + 1)), name)));
}
