/** Signing text (EIP-191) and typed data (EIP-712) for sites that ask for it. */

import { equal, sha256, toHex, utf8 } from "../base/bytes.ts";
import { Failure } from "../base/errors.ts";
import { type Payload, PayloadKind } from "../protocol/request.ts";
import type { DecodedIntent, Signed } from "../protocol/response.ts";
import { h, replace } from "../ui/dom.ts";
import { button, card, copyButton, facts, field, form, heading, Messages, notice, working } from "../ui/parts.ts";
import { approverOf } from "./approval.ts";
import { intentView } from "./intents.ts";
import { capabilityGuard } from "./permissions.ts";
import type { Wallet } from "./state.ts";

const MAX_OCTETS = 128 * 1024;

type Kind = "text" | "typed";

export function signPage(wallet: Wallet): HTMLElement {
  const place = h("div", { class: "stack" });
  new SignForm(wallet, place);
  return h("div", { class: "page" }, heading("Sign", "Prove that an address is yours, or answer a site’s request. The enclave shows what it understood before anything is signed."), place);
}

class SignForm {
  private kind: Kind = "text";
  private readonly drafts: Record<Kind, string> = { text: "", typed: "" };

  constructor(
    private readonly wallet: Wallet,
    private readonly place: HTMLElement,
  ) {
    this.show();
  }

  private show(): void {
    const messages = new Messages();
    const typed = this.kind === "typed";
    const input = h("textarea", { name: "payload", class: typed ? "mono" : "", rows: typed ? 12 : 5, spellcheck: typed ? "false" : "true" });
    input.value = this.drafts[this.kind];
    const entry = field(typed ? "Typed data (EIP-712 JSON)" : "Message", input, typed ? "With types, primaryType, domain and message, as the site gave it." : "Signed under the EIP-191 prefix: no chain takes it for a transaction.");
    input.addEventListener("input", () => {
      this.drafts[this.kind] = input.value;
      entry.problem(undefined);
    });
    const review = button("Review", () => undefined, { kind: "primary", submit: true, id: "review" });
    replace(this.place, card(
      h("fieldset", { class: "segments" }, h("legend", { class: "visually-hidden" }, "What to sign"), this.segment("text", "Text"), this.segment("typed", "Typed data")),
      form(async () => {
        const problem = problemOf(this.kind, input.value);
        entry.problem(problem);
        if (problem) return input.focus();
        await working(review, messages, "The enclave reads it…", () => capabilityGuard(this.wallet, messages, () => this.review(this.payload(input.value))));
      }, entry.element, messages.element, h("div", { class: "actions" }, review))));
  }

  private segment(kind: Kind, label: string): HTMLElement {
    const input = h("input", { type: "radio", name: "kind", value: kind, checked: kind === this.kind, class: "visually-hidden" });
    input.addEventListener("change", () => {
      this.kind = kind;
      this.show();
      this.place.querySelector<HTMLInputElement>(`input[value="${kind}"]`)?.focus();
    });
    return h("label", { class: "segment" }, input, h("span", {}, label));
  }

  private payload(text: string): Payload {
    const from = this.wallet.addressOf("ethereum");
    if (!from) throw new Failure("The account has no Ethereum key.", "Nothing can be signed for Ethereum.");
    return {
      key: from.key.id, path: from.address.path, octets: utf8(text),
      ...(this.kind === "text" ? { kind: PayloadKind.EVM_MESSAGE, network: "" } : { kind: PayloadKind.EVM_TYPED_DATA, network: networkOf(text) }),
    };
  }

  private async review(payload: Payload): Promise<void> {
    const intent = (await this.wallet.client.describe([payload]))[0];
    if (!intent || !equal(intent.payloadHash, await sha256(payload.octets))) throw new Failure("The enclave described something else than what was sent.", "Do not continue. Reload the page.");
    this.showReview(payload, intent);
  }

  private showReview(payload: Payload, intent: DecodedIntent): void {
    const messages = new Messages();
    const approve = button("Approve and sign", () => working(approve, messages, "Confirm with your passkey…", () => capabilityGuard(this.wallet, messages, async () => {
      const signed = (await this.wallet.client.execute({ type: "sign", payloads: [payload] }, approverOf(this.wallet.client), "signatures")).result.signed[0];
      if (!signed || !equal(signed.intent.payloadHash, intent.payloadHash)) throw new Failure("The enclave signed something else than what was shown.", "Do not use it. Tell the operator.");
      this.showSignature(signed);
    })), { kind: "primary", icon: "passkey", id: "approve" });
    replace(this.place, h("section", { class: "card", "aria-labelledby": "review-title" },
      h("h2", { id: "review-title", tabindex: -1 }, "Check before you approve"), intentView(intent), messages.element,
      h("div", { class: "actions" }, approve, button("Back", () => this.show()))));
    this.place.querySelector<HTMLElement>("#review-title")?.focus();
  }

  private showSignature(signed: Signed): void {
    const signature = `0x${toHex(signed.signature)}`;
    replace(this.place, card(
      notice("good", h("strong", {}, "Signed")),
      facts([
        ["Address", h("span", { class: "mono" }, this.wallet.addressOf("ethereum")!.address.text)],
        ["Signature", h("span", { class: "with-copy" }, h("span", { class: "mono", id: "signature" }, signature), copyButton(signature, "signature"))],
        ["Hash signed", h("span", { class: "mono" }, `0x${toHex(signed.hash)}`)],
      ]),
      h("div", { class: "actions" }, h("a", { class: "button", href: "#/activity" }, "Receipt"), button("Sign another", () => {
        this.drafts[this.kind] = "";
        this.show();
      }, { kind: "quiet" }))));
  }
}

function problemOf(kind: Kind, text: string): string | undefined {
  if (text.length === 0) return kind === "text" ? "Write the message to sign." : "Paste the JSON the site asks you to sign.";
  if (utf8(text).length > MAX_OCTETS) return "This is longer than the enclave accepts (128 KiB).";
  if (kind === "text") return undefined;
  try {
    const data: unknown = JSON.parse(text);
    const missing = ["types", "primaryType", "domain", "message"].filter((name) => typeof data !== "object" || data === null || !(name in data));
    return missing.length > 0 ? `Missing: ${missing.join(", ")}.` : undefined;
  } catch {
    return "This is not JSON. Paste all of it, from the first brace to the last.";
  }
}

/** The chain id the data itself names, in decimal; empty where it names none. */
function networkOf(json: string): string {
  const domain = (JSON.parse(json) as { domain?: { chainId?: unknown } }).domain;
  const chainId = domain?.chainId;
  if (typeof chainId === "number" && Number.isSafeInteger(chainId) && chainId > 0) return String(chainId);
  if (typeof chainId === "string" && /^(0x[0-9a-fA-F]{1,16}|[0-9]{1,19})$/.test(chainId)) return BigInt(chainId).toString();
  return "";
}
