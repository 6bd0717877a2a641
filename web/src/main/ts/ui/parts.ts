/** The few parts all pages are made of. */

import { explain, Refused, type RefusalName } from "../base/errors.ts";
import { type Child, h, replace } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";

export type Tone = "info" | "warn" | "bad" | "good";

/** A message that assistive technology reads out when it appears. */
export function notice(tone: Tone, ...content: readonly Child[]): HTMLElement {
  return h("div", { class: `notice ${tone}`, role: tone === "bad" ? "alert" : "status" }, icon(tone === "good" ? "check" : tone === "info" ? "security" : "warning"), h("div", {}, ...content));
}

/** What a person can do at once about a refusal, beside reading its remedy. */
export interface Remedy {
  readonly label: string;
  readonly run: () => Promise<void>;
  readonly done: string;
}

/** A place for messages that keeps no room while empty. */
export class Messages {
  /** Offered as a button below the refusals they cure; the wallet page registers its own. */
  static readonly remedies = new Map<RefusalName, Remedy>();

  readonly element = h("div", { class: "messages", "aria-live": "polite" });

  show(tone: Tone, ...content: readonly Child[]): void {
    replace(this.element, notice(tone, ...content));
  }

  fail(error: unknown): void {
    const { message, remedy } = explain(error);
    const cure = error instanceof Refused ? Messages.remedies.get(error.refusal) : undefined;
    replace(this.element, notice("bad", h("strong", {}, message), h("p", {}, remedy), cure && this.curing(cure)));
    this.element.scrollIntoView({ block: "nearest" });
  }

  private curing(cure: Remedy): HTMLElement {
    const control = button(cure.label, async () => {
      control.setAttribute("aria-busy", "true");
      await cure.run().then(() => this.show("good", h("p", {}, cure.done)), (error: unknown) => this.fail(error));
    }, { icon: "passkey" });
    return h("div", { class: "actions" }, control);
  }

  clear(): void {
    replace(this.element);
  }
}

export interface ButtonOptions {
  readonly kind?: "primary" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly submit?: boolean;
  readonly id?: string;
  readonly wide?: boolean;
}

/** A button that says what it does while it works and cannot be pressed twice. */
export function button(label: string, action: () => unknown, options: ButtonOptions = {}): HTMLButtonElement {
  const text = h("span", { class: "label" }, label);
  const element = h("button", { type: options.submit ? "submit" : "button", class: `button ${options.kind ?? ""} ${options.wide ? "wide" : ""}`.trim(), id: options.id },
    options.icon && icon(options.icon), text);
  if (!options.submit) element.addEventListener("click", () => void action());
  return element;
}

/** Runs work behind a button: busy state, errors into the messages. Answers whether it succeeded. */
export async function working(control: HTMLButtonElement, messages: Messages, label: string, work: () => Promise<unknown>): Promise<boolean> {
  if (control.getAttribute("aria-busy") === "true") return false;
  const text = control.querySelector(".label");
  const before = text?.textContent ?? "";
  messages.clear();
  control.setAttribute("aria-busy", "true");
  control.setAttribute("aria-disabled", "true");
  if (text) text.textContent = label;
  try {
    await work();
    return true;
  } catch (error) {
    messages.fail(error);
    return false;
  } finally {
    control.removeAttribute("aria-busy");
    control.removeAttribute("aria-disabled");
    if (text) text.textContent = before;
  }
}

let fieldNumber = 0;

export interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  problem(text: string | undefined): void;
}

/** A labelled control with a hint and a place for its problem, wired for assistive technology. */
export function field(label: string, input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, hint?: string, beside?: Node): Field {
  const id = input.id || `field-${++fieldNumber}`;
  input.id = id;
  const problem = h("p", { class: "problem", id: `${id}-problem`, "aria-live": "polite" });
  const hintElement = hint === undefined ? undefined : h("p", { class: "hint", id: `${id}-hint` }, hint);
  input.setAttribute("aria-describedby", `${hint === undefined ? "" : `${id}-hint `}${id}-problem`);
  const control = beside ? h("div", { class: "control" }, input, beside) : input;
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, label), control, hintElement, problem),
    input,
    problem(text) {
      problem.textContent = text ?? "";
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

export function form(onSubmit: () => unknown, ...content: readonly Child[]): HTMLFormElement {
  return h("form", { novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    void onSubmit();
  } } }, ...content);
}

export function card(...content: readonly Child[]): HTMLElement {
  return h("section", { class: "card" }, ...content);
}

/** A heading with the sentence under it. */
export function heading(title: string, lead?: Child): HTMLElement {
  return h("header", { class: "heading" }, h("h1", { tabindex: -1 }, title), lead !== undefined && h("p", { class: "lead" }, lead));
}

/** A value to copy; says when it did. */
export function copyButton(value: string, what: string): HTMLButtonElement {
  const text = h("span", { class: "label" }, "Copy");
  const element = h("button", { type: "button", class: "button small", "aria-label": `Copy ${what}` }, icon("copy"), text);
  element.addEventListener("click", () => void (async () => {
    try {
      await navigator.clipboard.writeText(value);
      text.textContent = "Copied";
    } catch {
      text.textContent = "Not allowed";
    }
    setTimeout(() => (text.textContent = "Copy"), 2000);
  })());
  return element;
}

/** Terms and their values, such as the fields of a transaction. */
export function facts(rows: readonly (readonly [Child, Child, string?])[]): HTMLElement {
  return h("dl", { class: "facts" }, rows.map(([term, value, kind]) => h("div", { class: kind ?? "" }, h("dt", {}, term), h("dd", {}, value))));
}

export function spinner(text: string): HTMLElement {
  return h("p", { class: "spinner", role: "status" }, h("span", { class: "wheel", "aria-hidden": "true" }), text);
}

/** Saves text as a file of the person's own. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Asks in the page's own dialog; the word is what the confirming button says. */
export function confirmed(title: string, sentence: Child, word: string, kind: "primary" | "danger" = "primary"): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog: HTMLDialogElement = h("dialog", { "aria-labelledby": "dialog-title" },
      h("h2", { id: "dialog-title" }, title), h("div", { class: "dialog-text" }, sentence),
      h("div", { class: "actions" }, button(word, () => dialog.close("yes"), { kind }), button("Cancel", () => dialog.close("no"))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Says something in a dialog. */
export function explainIn(title: string, ...content: readonly Child[]): void {
  const dialog: HTMLDialogElement = h("dialog", { "aria-labelledby": "dialog-title" },
    h("h2", { id: "dialog-title" }, title), h("div", { class: "dialog-text" }, ...content),
    h("div", { class: "actions" }, button("Close", () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
