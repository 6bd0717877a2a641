/** The recovery code: shown once, printed or written down, and typed back before it counts. */

import type { Octets } from "../base/bytes.ts";
import { formatRecoveryCode, groups, normalize, parseRecoveryCode } from "../device/recovery-code.ts";
import { h } from "../ui/dom.ts";
import { button, card, field, form, Messages, notice, working } from "../ui/parts.ts";

/** Shows the code; {@code onKept} runs once the person says it is written down. */
export async function recoveryCodeCard(code: Octets, owner: string, onKept: () => void): Promise<HTMLElement> {
  const text = await formatRecoveryCode(code);
  const parts = text.split("-");
  return h("section", { class: "card recovery-sheet" },
    h("h2", {}, "Your recovery code"),
    h("p", { class: "print-only" }, `Fastness recovery code of ${owner}. Made on ${new Date().toLocaleDateString()}. Keep this sheet where you keep your passport.`),
    h("ol", { class: "code-groups", "aria-label": `Recovery code: ${parts.map((part) => [...part].join(" ")).join(", ")}`, id: "recovery-code", "data-code": text },
      parts.map((part, index) => h("li", { "aria-hidden": "true" }, h("span", { class: "number" }, String(index + 1)), h("span", { class: "group" }, part)))),
    h("p", { class: "print-only" }, "Whoever holds this code and your e-mail account can take over the wallet after a delay. To use it: sign in by e-mail, choose “I lost my devices”."),
    notice("warn", h("p", {}, "It is shown this once. Print it or write it on paper; do not photograph it or put it in a note that syncs.")),
    h("div", { class: "actions" },
      button("I have written it down", onKept, { kind: "primary", id: "code-kept" }),
      button("Print", () => print(), { icon: "print" })));
}

/** Asks for the whole code again, and compares. */
export function typeBackCard(code: Octets, onMatch: () => unknown, onShowAgain: () => void): HTMLElement {
  const entry = codeField("Type the code from your paper", "Spaces and hyphens do not matter, nor do capitals.");
  const messages = new Messages();
  const submit = button("Check the code", () => undefined, { kind: "primary", submit: true });
  const element = card(
    h("h2", {}, "Type it back"),
    h("p", {}, "This protects you from a sheet that nobody can read when it is needed."),
    form(async () => {
      const typed = await entry.read();
      if (!typed) return;
      if (!typed.every((octet, i) => octet === code[i])) return entry.problem("This is a valid recovery code, but not the one shown just now.");
      await working(submit, messages, "Checking…", async () => onMatch());
    }, entry.element, messages.element, h("div", { class: "actions" }, submit, button("Show it again", onShowAgain, { kind: "quiet" }))));
  queueMicrotask(() => entry.focus());
  return element;
}

export interface CodeField {
  readonly element: HTMLElement;
  /** The code's octets, or undefined after its problem was shown. */
  read(): Promise<Octets | undefined>;
  problem(text: string): void;
  focus(): void;
}

/** A text area that groups what is typed by four. */
export function codeField(label: string, hint: string): CodeField {
  const input = h("textarea", { class: "mono code-area", rows: 2, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", name: "recovery-code" });
  const entry = field(label, input, hint);
  input.addEventListener("input", () => {
    entry.problem(undefined);
    const atEnd = input.selectionStart === input.value.length;
    if (atEnd) input.value = groups(normalize(input.value).toUpperCase()).join("-");
  });
  return {
    element: entry.element,
    async read() {
      const parsed = await parseRecoveryCode(input.value);
      if ("code" in parsed) return parsed.code;
      entry.problem(parsed.problem);
      input.focus();
      return undefined;
    },
    problem: (text) => entry.problem(text),
    focus: () => input.focus(),
  };
}
