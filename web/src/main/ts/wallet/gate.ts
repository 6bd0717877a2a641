/** Before an account is open: unlock it, find it by a passkey, or begin to recover it. */

import { equal, type Octets, random } from "../base/bytes.ts";
import { Failure, Refused } from "../base/errors.ts";
import { deviceKeysOf, forgetDeviceKeys, ownWay } from "../device/device-keys.ts";
import { assertPasskey, passkeysSupported } from "../device/passkeys.ts";
import { h, replace } from "../ui/dom.ts";
import { button, card, confirmed, heading, Messages, notice, spinner, working } from "../ui/parts.ts";
import { approverOf, type Method } from "./approval.ts";
import type { Wallet } from "./state.ts";

export interface GateExits {
  /** The account is open. */
  opened(): void;
  /** Its devices are lost. */
  recover(): void;
}

/** Opens an account this browser or the session knows. */
export function unlockView(wallet: Wallet, account: Octets, exits: GateExits): HTMLElement {
  wallet.client.use(account);
  const messages = new Messages();
  const others = h("div", { class: "stack" });
  const unlock = button("Unlock with passkey", () => open(), { kind: "primary", icon: "passkey", wide: true, id: "unlock" });
  const open = (method?: Method): Promise<boolean> => working(unlock, messages, "Confirm on your device…", async () => {
    try {
      await wallet.opened(await wallet.client.execute({ type: "unlock" }, approverOf(wallet.client, method), "unlocked"));
      exits.opened();
    } catch (error) {
      if (error instanceof Refused && error.refusal === "RECORD_MISSING") offerForget(wallet, account, others);
      throw error;
    }
  });
  void offerDevice(wallet, unlock, others, open).catch((error: unknown) => {
    offerForget(wallet, account, others);
    messages.fail(error);
  });
  return h("div", { class: "gate" },
    heading("Unlock your wallet", "Your passkey releases its half of the key to the enclave, and to nobody else. The server between cannot read it."),
    card(h("div", { class: "lock-figure", "aria-hidden": "true" }), messages.element, unlock, others,
      h("div", { class: "actions center" },
        button("I lost my devices", () => exits.recover(), { kind: "quiet", id: "lost-devices" }),
        h("a", { class: "button quiet", href: wallet.config.appOrigin }, wallet.signedIn ? "Other account" : "Sign in by e-mail"))));
}

/** Offers this browser's own key where the account has one beside its passkeys, or instead of any. */
async function offerDevice(wallet: Wallet, unlock: HTMLButtonElement, others: HTMLElement, open: (method: Method) => unknown): Promise<void> {
  const ways = await wallet.client.unlockWays();
  if (ways.passkeys.length === 0) replace(unlock.querySelector(".label")!, "Unlock on this device");
  const own = ownWay(await deviceKeysOf(wallet.client.account), ways.devices);
  const apart = own && !ways.passkeys.some((way) => equal(way.authenticator, own.authenticator));
  if (apart && ways.passkeys.length > 0) others.append(button("Use this browser’s device key", () => open("device-key"), { wide: true, id: "unlock-device" }));
}

/** After a reset of the server's data, what this browser remembers leads nowhere. */
function offerForget(wallet: Wallet, account: Octets, others: HTMLElement): void {
  if (others.querySelector(".forget")) return;
  const forget = button("Forget this account on this browser", async () => {
    const sure = await confirmed("Forget the account here?", h("p", {}, "This browser forgets which account it last used, and its device key. The account itself stays as it is."), "Forget", "danger");
    if (!sure) return;
    wallet.known.forget(account);
    await forgetDeviceKeys(account);
    wallet.dropSession();
    location.assign(wallet.config.appOrigin);
  }, { kind: "danger", wide: true });
  forget.classList.add("forget");
  others.append(forget);
}

/** No account known here: a passkey of this site names it. */
export function findView(wallet: Wallet, exits: { found(account: Octets): void }): HTMLElement {
  const messages = new Messages();
  const find = button("Choose a passkey", () => working(find, messages, "Waiting for your passkey…", async () => {
    const info = await wallet.client.info();
    const handle = (await assertPasskey(random(32), info.rpId, [])).userHandle;
    if (handle?.length !== 16) throw new Failure("This passkey names no account.", "Sign in by e-mail instead.");
    exits.found(handle);
  }), { kind: "primary", icon: "passkey", wide: true, id: "find" });
  return h("div", { class: "gate" },
    heading("Sign in with a passkey", "Choose the passkey of your account; it works here and nowhere else, so a look-alike page cannot use it."),
    card(h("div", { class: "lock-figure", "aria-hidden": "true" }), messages.element,
      passkeysSupported() ? find : notice("warn", h("p", {}, "This browser has no passkeys. Sign in by e-mail instead.")),
      h("div", { class: "actions center" }, h("a", { class: "button quiet", href: wallet.config.appOrigin }, "Sign in by e-mail"))));
}

export function waitingView(text: string): HTMLElement {
  return h("div", { class: "gate" }, card(spinner(text)));
}
