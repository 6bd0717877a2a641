/** The wallet origin: everything that touches a passkey or the enclave. */

import { type Config, loadConfig } from "../api/config.ts";
import type { Octets } from "../base/bytes.ts";
import { Refused } from "../base/errors.ts";
import { h, replace } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";
import { button, Messages } from "../ui/parts.ts";
import { footer, topBar } from "../ui/shell.ts";
import { accountPage } from "./account-page.ts";
import { activityPage } from "./activity-page.ts";
import { approverOf } from "./approval.ts";
import { findView, unlockView, waitingView } from "./gate.ts";
import { recoverView } from "./recover.ts";
import { securityPage } from "./security-page.ts";
import { sendPage } from "./send-page.ts";
import { signPage } from "./sign-page.ts";
import { signUpView } from "./signup.ts";
import { Wallet } from "./state.ts";

interface Page {
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  readonly draw: (wallet: Wallet) => HTMLElement;
}

const PAGES: readonly Page[] = [
  { path: "#/account", title: "Account", icon: "account", draw: accountPage },
  { path: "#/send", title: "Send", icon: "send", draw: sendPage },
  { path: "#/sign", title: "Sign", icon: "sign", draw: signPage },
  { path: "#/activity", title: "Activity", icon: "activity", draw: activityPage },
  { path: "#/security", title: "Security", icon: "security", draw: securityPage },
];

class Main {
  private readonly wallet: Wallet;
  private readonly main = h("main", { id: "main" });
  private readonly navigation = h("nav", { class: "nav", "aria-label": "Wallet" });
  private readonly side = h("div", { class: "top-side" });

  constructor(
    root: HTMLElement,
    private readonly config: Config,
  ) {
    this.wallet = new Wallet(config);
    replace(root, topBar(config, "#/account", this.side), this.navigation, this.main, footer(config));
    addEventListener("hashchange", () => this.wallet.view && this.draw());
    const unlock = { label: "Unlock", run: () => this.unlockAgain(), done: "Unlocked. Go on where you were." };
    Messages.remedies.set("NOT_OPEN", unlock).set("COLD_START", unlock);
    Messages.remedies.set("UNAUTHENTICATED", { ...unlock, label: "Sign in again", run: () => {
      this.wallet.dropSession();
      return this.unlockAgain();
    } });
  }

  /** What the fragment asks for: a handoff from the app origin, a sign-in by passkey, or a page. */
  async start(): Promise<void> {
    this.content(waitingView("One moment…"));
    const handoff = /^#handoff=([^&]+)$/.exec(location.hash)?.[1];
    const signIn = location.hash === "#signin";
    if (handoff || signIn) history.replaceState(null, "", location.pathname);
    if (handoff) {
      this.wallet.dropSession();
      this.wallet.keepSession(await this.wallet.identity.redeem(decodeURIComponent(handoff)));
    }
    await this.wallet.loadEmail().catch((error: unknown) => {
      if (!(error instanceof Refused) || error.refusal !== "UNAUTHENTICATED") throw error;
      this.wallet.dropSession();
    });
    await this.gate();
  }

  private async gate(): Promise<void> {
    const linked = await this.wallet.linkedAccount();
    if (linked) return this.unlock(linked);
    if (this.wallet.signedIn) return this.content(signUpView(this.wallet, () => this.enter()));
    const known = this.wallet.known.all()[0];
    if (known) return this.unlock(known.account);
    this.content(findView(this.wallet, { found: (account) => this.unlock(account) }));
  }

  private unlock(account: Octets): void {
    const back = (): void => this.unlock(account);
    this.content(unlockView(this.wallet, account, { opened: () => this.enter(), recover: () => this.content(recoverView(this.wallet, back, back)) }));
  }

  /** In place, so that a half-filled form stays. */
  private async unlockAgain(): Promise<void> {
    await this.wallet.opened(await this.wallet.client.execute({ type: "unlock" }, approverOf(this.wallet.client), "unlocked"));
  }

  private enter(): void {
    if (!PAGES.some((page) => page.path === location.hash)) history.replaceState(null, "", "#/account");
    this.draw();
  }

  private draw(): void {
    if (!this.wallet.client.isOpen) return this.unlock(this.wallet.client.account);
    const page = PAGES.find((each) => each.path === location.hash) ?? PAGES[0]!;
    document.title = `${page.title} · Fastness`;
    replace(this.navigation, PAGES.map((each) => h("a", { href: each.path, "aria-current": each === page ? "page" : undefined }, icon(each.icon), h("span", {}, each.title))));
    replace(this.side, button("Sign out", () => this.signOut(), { icon: "leave", kind: "quiet" }));
    this.side.querySelector("button")!.classList.add("small");
    replace(this.main, page.draw(this.wallet));
    this.focusTitle();
  }

  private content(element: HTMLElement): void {
    replace(this.navigation);
    replace(this.side);
    replace(this.main, element);
    this.focusTitle();
  }

  private focusTitle(): void {
    scrollTo(0, 0);
    this.main.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  private async signOut(): Promise<void> {
    await this.wallet.identity.signOut().catch(() => undefined);
    this.wallet.lock();
    this.wallet.dropSession();
    location.assign(this.config.appOrigin);
  }

  /** A start that failed: what happened, and a way on. */
  static failed(root: HTMLElement, config: Config | undefined, error: unknown): void {
    const messages = new Messages();
    replace(root, topBar(config, "#/account"), h("main", { id: "main" }, messages.element,
      h("div", { class: "actions" }, button("Try again", () => location.reload(), { kind: "primary" }), config && h("a", { class: "button", href: config.appOrigin }, "Sign in again"))));
    messages.fail(error);
  }
}

async function start(): Promise<void> {
  const root = document.getElementById("root")!;
  let config: Config | undefined;
  try {
    config = await loadConfig();
    await new Main(root, config).start();
  } catch (error) {
    Main.failed(root, config, error);
  }
}

void start();
