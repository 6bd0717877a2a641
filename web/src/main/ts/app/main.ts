/** The app origin: says what the product protects, signs in by e-mail code, and hands over to the wallet's own origin. */

import { type Config, loadConfig } from "../api/config.ts";
import { Http } from "../api/http.ts";
import { Identity } from "../api/identity.ts";
import { Failure, Refused } from "../base/errors.ts";
import { h, replace } from "../ui/dom.ts";
import { button, card, field, form, Messages, notice, working } from "../ui/parts.ts";
import { footer, topBar } from "../ui/shell.ts";

const root = document.getElementById("root")!;

async function start(): Promise<void> {
  replace(root, topBar(undefined, "/"), h("main", { id: "main" }));
  try {
    const config = await loadConfig();
    const identity = new Identity(new Http(config.apiBase, () => undefined));
    replace(root, topBar(config, "/"), landing(config, identity), footer(config));
  } catch (error) {
    const messages = new Messages();
    replace(root, topBar(undefined, "/"), h("main", { id: "main" }, messages.element, h("div", { class: "actions" }, button("Try again", () => location.reload(), { kind: "primary" }))));
    messages.fail(error);
  }
}

function landing(config: Config, identity: Identity): HTMLElement {
  return h("main", { id: "main", class: "landing" },
    h("div", { class: "hero" },
      h("div", { class: "hero-text" },
        h("h1", {}, "A wallet whose keys even its operator cannot use."),
        h("p", { class: "lead" }, "Your keys are made and used inside an enclave. It opens them only with your passkey, shows you what it is about to sign, and gives you a receipt for everything it did.")),
      new SignIn(config, identity).element),
    h("div", { class: "promises" },
      promise("No one else can sign", "The server holds only ciphertext. Your passkey or your recovery code is half of the key, and neither ever leaves you in a form the server can read."),
      promise("You approve what is signed", "The enclave itself reads each transaction and says what it does. Your passkey approves that request and no other."),
      promise("You can check afterwards", "Every use of a key stands in a tamper-evident log. Your page checks its receipt, and you can keep it and check it again elsewhere.")),
    h("section", { class: "card honest" },
      h("h2", {}, "What this cannot protect you from"),
      h("ul", {},
        h("li", {}, "Losing every device and the recovery code: then nobody can open your keys, and we cannot either."),
        h("li", {}, "Approving a payment to the wrong person: read what the enclave shows before you confirm."),
        config.developmentMode && h("li", {}, "This installation: it runs in development mode without hardware protection. Use test money only."))));
}

function promise(title: string, text: string): HTMLElement {
  return h("div", { class: "promise" }, h("h2", {}, title), h("p", {}, text));
}

/** The two steps of signing in by e-mail, in one card of steady size. */
class SignIn {
  readonly element = card();
  private readonly messages = new Messages();

  constructor(
    private readonly config: Config,
    private readonly identity: Identity,
  ) {
    this.element.classList.add("sign-in");
    this.askEmail("");
  }

  private askEmail(known: string): void {
    const input = h("input", { type: "email", name: "email", autocomplete: "email", inputmode: "email", required: true, maxlength: 254, value: known, placeholder: "you@example.org" });
    const email = field("E-mail address", input, "We send a six-digit code. No password to steal or forget.");
    const submit = button("Send code", () => undefined, { kind: "primary", submit: true, wide: true });
    replace(this.element,
      h("h2", {}, "Sign in or create an account"),
      form(async () => {
        const address = input.value.trim();
        email.problem(/^[^\s@]+@[^\s@]+$/.test(address) ? undefined : "Enter an e-mail address, such as you@example.org.");
        if (input.getAttribute("aria-invalid")) return input.focus();
        const sent = await working(submit, this.messages, "Sending…", () => this.identity.sendCode(address));
        if (sent) this.askCode(address);
      }, email.element, submit),
      this.messages.element,
      h("div", { class: "or" }, "or"),
      h("a", { class: "button wide", href: `${this.config.walletOrigin}/#signin`, id: "sign-in-passkey" }, "Sign in with a passkey"));
    if (known) input.focus();
  }

  private askCode(address: string): void {
    this.messages.clear();
    const input = h("input", { class: "code-input", name: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 6, pattern: "[0-9]{6}", required: true, spellcheck: "false" });
    const code = field("Six-digit code", input);
    const submit = button("Continue", () => undefined, { kind: "primary", submit: true, wide: true });
    const send = async (): Promise<void> => {
      const digits = input.value.replace(/\D/g, "");
      code.problem(digits.length === 6 ? undefined : "The code has six digits.");
      if (digits.length === 6) await working(submit, this.messages, "Checking…", () => this.verify(address, digits));
    };
    input.addEventListener("input", () => {
      input.value = input.value.replace(/\D/g, "").slice(0, 6);
      code.problem(undefined);
      if (input.value.length === 6) void send();
    });
    const again = button("Send a new code", () => working(again, this.messages, "Sending…", async () => {
      await this.identity.sendCode(address);
      this.messages.show("good", "A new code is on its way. Older ones no longer count.");
    }), { kind: "quiet" });
    replace(this.element,
      h("h2", {}, "Enter the code"),
      h("p", {}, "We sent it to ", h("strong", {}, address), ". It is good for a few minutes, once."),
      form(send, code.element, submit),
      this.messages.element,
      this.config.developmentMode && notice("info", h("p", {}, "Development: the mail stays on this machine. ", h("a", { href: "/dev/outbox", target: "_blank", rel: "noopener" }, "Read it in the outbox"), ".")),
      h("div", { class: "actions" }, again, button("Other address", () => this.askEmail(address), { kind: "quiet" })));
    input.focus();
  }

  private async verify(address: string, code: string): Promise<void> {
    try {
      const handoff = await this.identity.verifyCode(address, code);
      location.assign(`${this.config.walletOrigin}/#handoff=${encodeURIComponent(handoff)}`);
    } catch (error) {
      if (error instanceof Refused && error.refusal === "UNAUTHENTICATED") throw new Failure("This code is not right, or no longer good.", "Check the six digits, or send a new code.");
      throw error;
    }
  }
}

void start();
