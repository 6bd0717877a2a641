/** The account at a glance: how safe it is, what it can receive, what is under way. */

import { formatEtherShort } from "../evm/amount.ts";
import { PendingKind } from "../protocol/response.ts";
import { encodeQr, type Matrix } from "../qr/qr.ts";
import { h, replace, svg } from "../ui/dom.ts";
import { card, copyButton, heading, notice, spinner } from "../ui/parts.ts";
import { dateOf } from "../ui/words.ts";
import type { Wallet } from "./state.ts";

interface Chain {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  readonly hint: string;
  readonly uri: (address: string) => string;
}

const CHAINS: readonly Chain[] = [
  { id: "ethereum", name: "Ethereum", short: "Ethereum", hint: "Also for every other EVM network.", uri: (address) => address },
  { id: "bitcoin-p2wpkh", name: "Bitcoin (SegWit)", short: "Bitcoin", hint: "Accepted by every current Bitcoin wallet.", uri: (address) => `bitcoin:${address}` },
  { id: "bitcoin-p2tr", name: "Bitcoin (Taproot)", short: "Taproot", hint: "Newer form; some exchanges do not send to it yet.", uri: (address) => `bitcoin:${address}` },
  { id: "solana", name: "Solana", short: "Solana", hint: "For SOL and Solana tokens.", uri: (address) => address },
];

export const LEVELS: readonly { readonly title: string; readonly text: string }[] = [
  { title: "Basic protection", text: "The operator could still open this account. The enclave signs plain transfers of small amounts only, and exports nothing." },
  { title: "Self-held", text: "Only your authenticator and the enclave together can open your keys. The operator cannot." },
  { title: "Self-held, with limits", text: "Only you and the enclave together can open your keys; large amounts need a second device." },
  { title: "Shared control", text: "Several people must approve together." },
];

export function levelBadge(level: number): HTMLElement {
  return h("span", { class: `badge ${level > 0 ? "good" : "warn"}` }, h("span", { class: "dot", "aria-hidden": "true" }), `Level ${level} · ${LEVELS[level]?.title ?? ""}`);
}

export function accountPage(wallet: Wallet): HTMLElement {
  const view = wallet.view!;
  const chains = CHAINS.filter((chain) => wallet.addressOf(chain.id));
  const panel = h("div", { class: "receive", role: "tabpanel", id: "receive-panel", tabindex: 0 });
  const tabs = chains.map((chain, index) => h("button", { type: "button", role: "tab", id: `tab-${chain.id}`, "aria-controls": "receive-panel", on: {
    click: () => choose(index),
    keydown: (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step === 0) return;
      choose((index + step + chains.length) % chains.length);
      tabs[(index + step + chains.length) % chains.length]!.focus();
    },
  } }, chain.short));
  const choose = (index: number): void => {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
    });
    const chain = chains[index]!;
    panel.setAttribute("aria-labelledby", `tab-${chain.id}`);
    const address = wallet.addressOf(chain.id)!.address.text;
    replace(panel,
      h("div", { class: "qr" }, qrImage(encodeQr(chain.uri(address)), `${chain.name} address as a QR code`)),
      h("div", { class: "stack" },
        h("p", {}, h("strong", {}, chain.name), h("br"), h("span", { class: "muted small-text" }, chain.hint)),
        h("p", { class: "mono address", id: `address-${chain.id}` }, address),
        h("div", { class: "actions" }, copyButton(address, `${chain.name} address`))));
  };
  if (chains.length > 0) choose(0);
  const balances = h("div", { class: "balances", "aria-live": "polite" }, card(h("h2", {}, "Balance"), spinner("Asking the networks…")));
  void showBalances(wallet, balances);
  return h("div", { class: "page" },
    heading("Account", wallet.email),
    view.frozen && notice("bad", h("strong", {}, "This account is frozen by a veto."), h("p", {}, "Nothing leaves it until you ", h("a", { href: "#/security" }, "unfreeze it"), ".")),
    view.pending.map((pending) => notice("warn",
      h("strong", {}, pending.kind === PendingKind.RECOVERY ? "Somebody started a recovery of this account." : "An export of the seed phrase was requested."),
      h("p", {}, `It can be completed from ${dateOf(pending.maturesMicros)} on. If this was not you, `, h("a", { href: "#/security" }, "stop it now"), "."))),
    card(h("div", { class: "row-between" }, h("h2", {}, "Protection"), levelBadge(view.level)), h("p", { class: "muted" }, LEVELS[view.level]?.text ?? "")),
    balances,
    card(h("h2", {}, "Receive"), h("div", { class: "tabs", role: "tablist", "aria-label": "Chain" }, tabs), panel));
}

async function showBalances(wallet: Wallet, place: HTMLElement): Promise<void> {
  const own = wallet.addressOf("ethereum")?.address.text;
  if (!own) return;
  try {
    const networks = await wallet.networks.list();
    if (networks.length === 0) return place.remove();
    const rows = await Promise.all(networks.map(async (network) => {
      const balance = network.reachable ? await wallet.networks.account(network.chainId, own).then((state) => state.balanceWei, () => undefined) : undefined;
      return h("li", {}, h("span", {}, network.name), balance === undefined
        ? h("span", { class: "muted small-text" }, "not reachable")
        : h("strong", { class: "amount" }, `${formatEtherShort(balance)} ${network.symbol}`));
    }));
    replace(place, card(h("div", { class: "row-between" }, h("h2", {}, "Balance"), h("span", { class: "muted small-text" }, "as the networks’ nodes say")), h("ul", { class: "rows" }, rows)));
  } catch {
    replace(place, card(h("h2", {}, "Balance"), h("p", { class: "muted" }, "The server did not say. Your keys and addresses are not affected.")));
  }
}

/** Modules as one path, with the quiet zone of four that the standard asks for. */
export function qrImage(matrix: Matrix, label: string): SVGSVGElement {
  const size = matrix.length + 8;
  const path = matrix.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join("");
  return svg("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, class: "qr-light" }), svg("path", { d: path, class: "qr-dark" }));
}
