/** Sending ether: propose, read what the enclave decoded, approve, broadcast, follow. */

import type { AccountState, Inclusion, Network } from "../api/networks.ts";
import { equal, sha256, toHex } from "../base/bytes.ts";
import { Failure } from "../base/errors.ts";
import { parseAddress } from "../evm/address.ts";
import { formatEther, formatEtherShort, parseEther } from "../evm/amount.ts";
import { TRANSFER_GAS, unsignedTransfer } from "../evm/transaction.ts";
import { type Payload, PayloadKind } from "../protocol/request.ts";
import type { DecodedIntent, Signed } from "../protocol/response.ts";
import { h, replace } from "../ui/dom.ts";
import { button, card, copyButton, facts, field, form, heading, Messages, notice, spinner, working } from "../ui/parts.ts";
import { approverOf } from "./approval.ts";
import { intentView } from "./intents.ts";
import { capabilityGuard } from "./permissions.ts";
import type { Wallet } from "./state.ts";

const POLL_MILLIS = 1500;
const GAS_MAX = 10_000_000n;

export function sendPage(wallet: Wallet): HTMLElement {
  const place = h("div", { class: "stack" });
  new SendForm(wallet, place);
  return h("div", { class: "page" }, heading("Send", "The enclave reads your transaction and shows what it does; your approval covers exactly that."), place);
}

class SendForm {
  private networks: Network[] = [];
  private state: AccountState | undefined;
  private readonly from;
  private readonly networkSelect = h("select", { name: "network" });
  private readonly to = field("To", h("input", { name: "to", class: "mono", autocomplete: "off", spellcheck: "false", maxlength: 64, placeholder: "0x…" }), "An Ethereum address.");
  private readonly all = button("All", () => this.fillAll());
  private readonly amount = field("Amount", h("input", { name: "amount", inputmode: "decimal", autocomplete: "off", maxlength: 40, placeholder: "0.0" }), "In ether.", this.all);
  private readonly gas = field("Gas limit", h("input", { name: "gas", inputmode: "numeric", autocomplete: "off", value: String(TRANSFER_GAS), maxlength: 9 }), "21,000 suffices to pay a person; a contract may need more.");
  private readonly balance = h("p", { class: "hint balance-line", "aria-live": "polite" }, "\u00a0");
  private readonly messages = new Messages();
  private readonly review = button("Review", () => undefined, { kind: "primary", submit: true, id: "review" });

  constructor(
    private readonly wallet: Wallet,
    private readonly place: HTMLElement,
  ) {
    this.from = wallet.addressOf("ethereum");
    replace(place, card(spinner("Asking for networks…")));
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.networks = await this.wallet.networks.list();
    } catch (error) {
      replace(this.place, card(this.messages.element, h("div", { class: "actions" }, button("Try again", () => this.load()))));
      this.messages.fail(error);
      return;
    }
    if (this.networks.length === 0 || !this.from) {
      replace(this.place, notice("info", h("p", {}, "No network is configured on this server.")));
      return;
    }
    replace(this.networkSelect, this.networks.map((network) => h("option", { value: network.chainId, disabled: !network.reachable }, network.reachable ? network.name : `${network.name} (not reachable)`)));
    const first = this.networks.find((network) => network.reachable);
    if (first) this.networkSelect.value = String(first.chainId);
    this.show();
    await this.loadBalance();
  }

  show(): void {
    const unreachable = this.networks.every((network) => !network.reachable);
    const network = field("Network", this.networkSelect);
    this.networkSelect.onchange = () => void this.loadBalance();
    replace(this.place, card(
      unreachable && notice("warn", h("strong", {}, "No network can be reached now."), h("p", {}, "Start its node, or check the addresses in the server’s configuration. Receiving works all the same.")),
      form(() => this.submit(), network.element, this.to.element, this.amount.element, this.balance,
        h("details", {}, h("summary", {}, "Advanced"), this.gas.element), this.messages.element,
        h("div", { class: "actions" }, this.review, unreachable && button("Check again", () => this.load())))));
  }

  private get network(): Network | undefined {
    return this.networks.find((network) => String(network.chainId) === this.networkSelect.value && network.reachable);
  }

  private async loadBalance(): Promise<void> {
    this.state = undefined;
    this.balance.textContent = "\u00a0";
    const network = this.network;
    if (!network) return;
    try {
      this.state = await this.wallet.networks.account(network.chainId, this.from!.address.text);
      this.balance.textContent = `Available: ${formatEtherShort(this.state.balanceWei)} ${network.symbol}`;
    } catch {
      this.balance.textContent = "The balance could not be read.";
    }
  }

  private fillAll(): void {
    if (!this.state) return;
    const left = this.state.balanceWei - this.state.maxFeePerGas * TRANSFER_GAS;
    this.amount.input.value = formatEther(left > 0n ? left : 0n);
    this.amount.problem(undefined);
  }

  private async submit(): Promise<void> {
    const network = this.network;
    if (!network) return this.messages.show("warn", h("p", {}, "Choose a network that can be reached."));
    const to = parseAddress(this.to.input.value);
    const amount = parseEther(this.amount.input.value);
    const gasText = this.gas.input.value.trim();
    const gasLimit = /^[0-9]{1,9}$/.test(gasText) ? BigInt(gasText) : 0n;
    this.to.problem("problem" in to ? to.problem : undefined);
    this.amount.problem("problem" in amount ? amount.problem : undefined);
    this.gas.problem(gasLimit < TRANSFER_GAS || gasLimit > GAS_MAX ? "A gas limit lies between 21,000 and 10,000,000." : undefined);
    if ("problem" in to || "problem" in amount || this.gas.input.getAttribute("aria-invalid")) return void this.place.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    await working(this.review, this.messages, "The enclave reads it…", async () => {
      const state = await this.wallet.networks.account(network.chainId, this.from!.address.text);
      if (amount.wei + gasLimit * state.maxFeePerGas > state.balanceWei) {
        this.amount.problem(`More than you have: ${formatEtherShort(state.balanceWei)} ${network.symbol}, of which the fee may take ${formatEtherShort(gasLimit * state.maxFeePerGas)}.`);
        this.amount.input.focus();
        return;
      }
      const octets = unsignedTransfer({
        chainId: BigInt(network.chainId), nonce: state.nonce, maxFeePerGas: state.maxFeePerGas, maxPriorityFeePerGas: state.maxPriorityFeePerGas, gasLimit, to: to.octets, valueWei: amount.wei,
      });
      const payload: Payload = { key: this.from!.key.id, path: this.from!.address.path, kind: PayloadKind.EVM_TRANSACTION, network: String(network.chainId), octets };
      const intent = (await this.wallet.client.describe([payload]))[0];
      if (!intent || !equal(intent.payloadHash, await sha256(octets))) throw new Failure("The enclave described something else than what was sent.", "Do not continue. Reload the page.");
      this.showReview(network, payload, intent);
    });
  }

  private showReview(network: Network, payload: Payload, intent: DecodedIntent): void {
    const messages = new Messages();
    const approve = button("Approve and send", () => working(approve, messages, "Confirm with your passkey…", () => capabilityGuard(this.wallet, messages, async () => {
      const signed = (await this.wallet.client.execute({ type: "sign", payloads: [payload] }, approverOf(this.wallet.client), "signatures")).result.signed[0];
      if (!signed || !equal(signed.intent.payloadHash, intent.payloadHash)) throw new Failure("The enclave signed something else than what was shown.", "It was not sent. Tell the operator.");
      await new Sending(this.wallet, network, this.place, () => this.again()).start(signed);
    })), { kind: "primary", icon: "passkey", id: "approve" });
    replace(this.place, h("section", { class: "card", "aria-labelledby": "review-title" },
      h("h2", { id: "review-title", tabindex: -1 }, "Check before you approve"), intentView(intent), messages.element,
      h("div", { class: "actions" }, approve, button("Back", () => this.show()))));
    this.place.querySelector<HTMLElement>("#review-title")?.focus();
  }

  private again(): void {
    this.to.input.value = "";
    this.amount.input.value = "";
    this.show();
    void this.loadBalance();
  }
}

/** A signed transaction on its way. It can be broadcast again; it is never signed again. */
class Sending {
  private readonly messages = new Messages();
  private readonly body = h("div", { class: "stack", "aria-live": "polite" });

  constructor(
    private readonly wallet: Wallet,
    private readonly network: Network,
    private readonly place: HTMLElement,
    private readonly onAgain: () => void,
  ) {}

  async start(signed: Signed): Promise<void> {
    replace(this.place, card(h("h2", { tabindex: -1 }, "Your transaction"), this.body, this.messages.element));
    await this.broadcast(signed);
  }

  private async broadcast(signed: Signed): Promise<void> {
    this.messages.clear();
    replace(this.body, spinner("Handing it to the network…"));
    try {
      const hash = await this.wallet.networks.broadcast(this.network.chainId, `0x${toHex(signed.signedPayload)}`);
      void this.follow(hash);
    } catch (error) {
      replace(this.body,
        h("p", {}, "It is signed, but the network has not taken it. You can hand it over again: the same signed transaction can run once only."),
        h("div", { class: "actions" }, button("Hand it over again", () => this.broadcast(signed), { kind: "primary" }), button("Back", this.onAgain, { kind: "quiet" })),
        h("details", {}, h("summary", {}, "Signed transaction"), h("p", { class: "mono wrap" }, `0x${toHex(signed.signedPayload)}`)));
      this.messages.fail(error);
    }
  }

  private async follow(hash: string): Promise<void> {
    this.show(hash, { status: "pending" });
    for (let failures = 0; this.body.isConnected && failures < 20; ) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
      try {
        const inclusion = await this.wallet.networks.inclusion(this.network.chainId, hash);
        failures = 0;
        if (inclusion.status !== "mined" && inclusion.status !== "failed") continue;
        return this.show(hash, inclusion);
      } catch {
        failures++;
      }
    }
    if (this.body.isConnected) this.messages.show("warn", h("p", {}, "The network’s node does not answer. The transaction may still go through: look its hash up later."));
  }

  private show(hash: string, inclusion: Inclusion): void {
    const explorer = this.network.explorer?.startsWith("https://") ? `${this.network.explorer.replace(/\/$/, "")}/tx/${hash}` : undefined;
    replace(this.body,
      inclusion.status === "mined" ? notice("good", h("strong", {}, "Done: the network has included it."))
        : inclusion.status === "failed" ? notice("bad", h("strong", {}, "The network included it, but it failed."), h("p", {}, "The amount stayed with you; the fee was spent."))
        : spinner("Sent. Waiting for the network to include it…"),
      facts([
        ["Network", this.network.name],
        ["Hash", h("span", { class: "with-copy" }, h("span", { class: "mono", id: "transaction-hash" }, hash), copyButton(hash, "hash"))],
        ...(inclusion.block ? [["Block", inclusion.block] as const] : []),
        ...(inclusion.gasUsed ? [["Gas used", inclusion.gasUsed] as const] : []),
      ]),
      h("div", { class: "actions" }, h("a", { class: "button", href: "#/activity" }, "Receipt"), explorer && h("a", { class: "button", href: explorer, target: "_blank", rel: "noopener noreferrer" }, "Explorer"),
        inclusion.status !== "pending" && button("Send another", this.onAgain, { kind: "quiet" })));
    this.body.dataset["status"] = inclusion.status;
  }
}
