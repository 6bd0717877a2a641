/** Devices, permissions, limits, the seed phrase, and what the enclave said about itself. */

import { equal, isZero, toHex } from "../base/bytes.ts";
import { idText } from "../base/id.ts";
import { deviceKeysOf, forgetDeviceKeys, keepDeviceKeys, ownWay } from "../device/device-keys.ts";
import { passkeysSupported } from "../device/passkeys.ts";
import { formatEther } from "../evm/amount.ts";
import { type Authenticator, AuthenticatorType, type Pending, PendingKind, SlotKind } from "../protocol/response.ts";
import { h, replace } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { button, card, confirmed, facts, field, heading, Messages, notice, spinner, working } from "../ui/parts.ts";
import { ago, dateOf, deviceName, duration } from "../ui/words.ts";
import { LEVELS, levelBadge } from "./account-page.ts";
import { approverOf } from "./approval.ts";
import { type Candidate, deviceCandidate, passkeyCandidate } from "./enrol.ts";
import { exportCard } from "./export.ts";
import { CAPABILITIES } from "./operations.ts";
import { setCapability } from "./permissions.ts";
import type { Wallet } from "./state.ts";

export function securityPage(wallet: Wallet): HTMLElement {
  const place = h("div", { class: "page-body" });
  const draw = (): void => {
    const view = wallet.view!;
    replace(place,
      view.pending.filter((pending) => pending.kind === PendingKind.RECOVERY).map((pending) => vetoCard(wallet, pending, draw)),
      view.frozen && thawCard(wallet, draw),
      card(h("div", { class: "row-between" }, h("h2", {}, "Protection"), levelBadge(view.level)), h("p", { class: "muted" }, LEVELS[view.level]?.text ?? ""), waysIn(wallet)),
      devicesCard(wallet, draw),
      permissionsCard(wallet, draw),
      view.limits.length > 0 && limitsCard(wallet),
      exportCard(wallet, draw),
      enclaveCard(wallet));
  };
  draw();
  void wallet.refresh().then(draw, () => undefined);
  return h("div", { class: "page" }, heading("Security", "Who can open this account, what they may sign, and how you would leave."), place);
}

function waysIn(wallet: Wallet): HTMLElement {
  const kinds = new Set(wallet.view!.slots.map((slot) => slot.kind));
  const way = (present: boolean, text: string, tone: "good" | "warn"): HTMLElement | false => present && h("li", { class: tone }, icon(tone === "good" ? "check" : "warning"), text);
  return h("ul", { class: "ways" },
    way(kinds.has(SlotKind.PASSKEY_PRF), "A passkey that holds half of the key", "good"),
    way(kinds.has(SlotKind.DEVICE), "A key in a browser’s storage, lost when its site data is cleared", "good"),
    way(kinds.has(SlotKind.RECOVERY_CODE), "A recovery code on paper", "good"),
    way(!kinds.has(SlotKind.RECOVERY_CODE), "No recovery code: losing the devices loses the account", "warn"),
    way(kinds.has(SlotKind.OPERATOR), "The operator’s half, which level 0 allows", "warn"));
}

function vetoCard(wallet: Wallet, pending: Pending, onChange: () => void): HTMLElement {
  const messages = new Messages();
  const stop = button("Stop the recovery", () => working(stop, messages, "Confirm with your passkey…", async () => {
    wallet.view = (await wallet.client.execute({ type: "cancel-pending", pending: pending.kind }, approverOf(wallet.client), "account")).result.view;
    onChange();
  }), { kind: "danger", id: "veto" });
  return card(notice("bad", h("strong", {}, "Somebody started a recovery of this account"),
    h("p", {}, `Started ${dateOf(pending.requestedMicros)}. From ${dateOf(pending.maturesMicros)} on, whoever holds the recovery code can replace all your devices.`)),
    h("p", {}, "If this was not you, stop it. The account is then frozen until you say otherwise, so that nothing leaves it meanwhile."),
    messages.element, h("div", { class: "actions" }, stop));
}

/** After a veto: the same call once more, when nothing is pending, lets things leave again. */
function thawCard(wallet: Wallet, onChange: () => void): HTMLElement {
  const messages = new Messages();
  const thaw = button("Unfreeze the account", () => working(thaw, messages, "Confirm with your passkey…", async () => {
    wallet.view = (await wallet.client.execute({ type: "cancel-pending", pending: PendingKind.RECOVERY }, approverOf(wallet.client), "account")).result.view;
    onChange();
  }), { id: "thaw" });
  return card(notice("warn", h("strong", {}, "The account is frozen"), h("p", {}, "A recovery was stopped, so nothing is signed or exported until you unfreeze it.")),
    h("p", {}, "Somebody else may hold your recovery code. If a device was stolen, remove it below before you unfreeze."),
    messages.element, h("div", { class: "actions" }, thaw));
}

function devicesCard(wallet: Wallet, onChange: () => void): HTMLElement {
  const messages = new Messages();
  return card(
    h("h2", {}, "Devices"),
    h("p", {}, "Each can approve. Removing one makes a new secret and wraps every key anew, so that nothing it kept is of use."),
    h("ul", { class: "rows devices" }, wallet.view!.authenticators.map((each) => deviceRow(wallet, each, messages, onChange))),
    messages.element,
    addDevice(wallet, messages, onChange));
}

function deviceRow(wallet: Wallet, device: Authenticator, messages: Messages, onChange: () => void): HTMLElement {
  const passkey = device.type === AuthenticatorType.PASSKEY;
  const last = wallet.view!.authenticators.length === 1;
  const remove = button("Remove", async () => {
    if (last) return messages.show("warn", h("p", {}, "This is the last device of the account. Add another one first."));
    const sure = await confirmed(`Remove “${device.name}”?`, h("p", {}, "It can no longer open the account or approve anything. This cannot be undone; you can add it again as a new device."), "Remove", "danger");
    if (!sure) return;
    await working(remove, messages, "Confirm…", async () => {
      const keys = await deviceKeysOf(wallet.client.account);
      const ownSlot = ownWay(keys, (await wallet.client.unlockWays()).devices);
      const done = await wallet.client.execute({ type: "remove-authenticator", authenticator: device.id }, approverOf(wallet.client), "account");
      if (ownSlot && equal(ownSlot.authenticator, device.id)) await forgetDeviceKeys(wallet.client.account);
      wallet.view = done.result.view;
      onChange();
    });
  }, { kind: "danger" });
  remove.classList.add("small");
  return h("li", {},
    h("span", { class: "device-name" }, icon(passkey ? "passkey" : "device"),
      h("span", {}, h("strong", {}, device.name), h("br"),
        h("span", { class: "muted small-text" }, `${passkey ? "Passkey" : "Device key"} · added ${ago(device.createdMicros)}${device.lastUsedMicros > 0n ? ` · used ${ago(device.lastUsedMicros)}` : ""}`))),
    remove);
}

function addDevice(wallet: Wallet, messages: Messages, onChange: () => void): HTMLElement {
  const name = field("Name of the new device", h("input", { name: "device-name", maxlength: 40, autocomplete: "off", value: deviceName() }), "How you will recognize it in this list.");
  const enrol = async (control: HTMLButtonElement, make: () => Promise<Candidate>): Promise<void> => {
    const label = name.input.value.trim();
    name.problem(label === "" ? "Give the device a name." : new TextEncoder().encode(label).length > 64 ? "This name is too long." : undefined);
    if (name.input.getAttribute("aria-invalid")) return name.input.focus();
    await working(control, messages, "Follow your browser’s prompt…", async () => {
      const candidate = await make();
      messages.show("info", h("p", {}, "Now confirm with a device the account already has."));
      const enrolment = { name: label, authenticator: candidate.authenticator, slots: candidate.slots };
      const done = await wallet.client.execute({ type: "add-authenticator", enrolment }, approverOf(wallet.client), "account");
      if (candidate.deviceKeys) await keepDeviceKeys(wallet.client.account, candidate.deviceKeys);
      wallet.view = done.result.view;
      onChange();
    });
  };
  const exclude = wallet.view!.authenticators.filter((each) => each.credentialId.length > 0).map((each) => each.credentialId);
  const passkey = button("Add a passkey", () => enrol(passkey, async () => passkeyCandidate(await wallet.client.beginEnrolment("add"), wallet.email ?? "Fastness wallet", exclude, () =>
    messages.show("info", h("p", {}, "Once more: this touch shows that it can hold its half of the key.")))), { icon: "passkey", id: "add-passkey" });
  const browser = button("Add this browser", () => enrol(browser, async () => {
    await wallet.client.beginEnrolment("add");
    return deviceCandidate();
  }), { icon: "device", id: "add-browser" });
  return h("details", {}, h("summary", { id: "add-device" }, "Add a device"), h("div", { class: "stack" },
    name.element,
    h("p", { class: "hint" }, "A passkey can live on a security key or another phone. A browser’s own key is a convenience: clearing site data loses it."),
    h("div", { class: "actions" }, passkeysSupported() && passkey, browser)));
}

function permissionsCard(wallet: Wallet, onChange: () => void): HTMLElement {
  const messages = new Messages();
  const enabled = new Set(wallet.view!.capabilities);
  const rows = CAPABILITIES.map((capability) => {
    const on = enabled.has(capability.code);
    const change = button(on ? "Turn off" : "Turn on", async () => {
      if (!on && !(await confirmed(`Turn on: ${capability.title}?`, h("p", {}, capability.risk), "Turn on with passkey", "danger"))) return;
      await working(change, messages, "Confirm…", async () => {
        await setCapability(wallet, capability, !on);
        onChange();
      });
    }, {});
    change.classList.add("small");
    change.setAttribute("aria-label", `${on ? "Turn off" : "Turn on"}: ${capability.title}`);
    return h("li", { "data-capability": capability.name }, h("span", {}, h("strong", {}, capability.title), h("br"), h("span", { class: "muted small-text" }, capability.risk)),
      h("span", { class: "switch" }, h("span", { class: `badge ${on ? "good" : ""}` }, on ? "On" : "Off"), change));
  });
  return card(h("h2", {}, "Permissions"), h("p", {}, "What the enclave may sign for you. What is off is refused inside the enclave, whatever a page asks."),
    messages.element, h("details", {}, h("summary", {}, `${enabled.size} of ${CAPABILITIES.length} turned on`), h("ul", { class: "rows" }, rows)));
}

function limitsCard(wallet: Wallet): HTMLElement {
  return card(h("h2", {}, "Limits"), h("p", {}, "Kept by the enclave, fees included."),
    facts(wallet.view!.limits.map((limit) => [assetName(limit.asset),
      `${amountOf(limit.asset, limit.limit)} in ${duration(Number(limit.windowSeconds))}${limit.used !== "0" ? `, ${amountOf(limit.asset, limit.used)} used` : ""}`] as const)));
}

function assetName(asset: string): string {
  if (asset === "eip155:*") return "Ether, each network";
  return asset.startsWith("eip155:") ? `Ether, network ${asset.slice("eip155:".length).split("/")[0]!}` : asset.charAt(0).toUpperCase() + asset.slice(1);
}

/** Known coins in their unit; everything else in base units, said so. */
function amountOf(asset: string, baseUnits: string): string {
  const amount = BigInt(/^[0-9]{1,78}$/.test(baseUnits) ? baseUnits : "0");
  if (/^eip155:(\*|[0-9]+)$/.test(asset)) return `${formatEther(amount)} ether`;
  if (asset.startsWith("bitcoin")) return `${decimal(amount, 8)} BTC`;
  if (asset === "solana") return `${decimal(amount, 9)} SOL`;
  return `${amount} base units`;
}

function decimal(amount: bigint, places: number): string {
  const digits = amount.toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
}

function enclaveCard(wallet: Wallet): HTMLElement {
  const body = h("div", { class: "stack" }, spinner("Asking the enclave…"));
  void (async () => {
    const info = await wallet.client.info();
    const attested = wallet.client.attested;
    replace(body,
      attested && !attested.attested && notice("warn", h("strong", {}, "Not attested"), h("p", {}, "Development evidence: it binds this connection to the process that answers, and proves nothing about the machine it runs on.")),
      h("details", {}, h("summary", {}, "Technical details"), facts([
        ["Account", h("span", { class: "mono" }, await idText("acc", wallet.client.account))],
        ["Version", String(wallet.view?.version ?? "")],
        ["Cluster", h("span", { class: "mono" }, toHex(info.clusterId))],
        ["Start of the enclave", h("span", { class: "mono" }, toHex(info.bootId))],
        ...(attested && !isZero(attested.image) ? [["Image", h("span", { class: "mono" }, toHex(attested.image))] as const] : []),
        ["Freshness", info.freshness],
        ["Time", info.time],
        ["Log key", h("span", { class: "mono" }, info.logKey)],
        ...(wallet.config.bundleSha256 ? [["These pages", h("span", { class: "mono" }, wallet.config.bundleSha256)] as const] : []),
      ])),
      attested && attested.properties.length > 0 && h("details", {}, h("summary", {}, "What the enclave observed of its walls"),
        facts(attested.properties.map((each) => [each.name, each.value] as const))));
  })().catch(() => replace(body, h("p", { class: "muted" }, "The enclave did not answer.")));
  return card(h("h2", {}, "Enclave"), body);
}
