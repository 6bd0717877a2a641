/** Everything the account did, each with a receipt that this page checks. */

import { toHex } from "../base/bytes.ts";
import { idText } from "../base/id.ts";
import type { ActivityEntry } from "../protocol/response.ts";
import { parseReceipt, receiptJson, verifyReceipt } from "../tlog/receipt.ts";
import { h, replace } from "../ui/dom.ts";
import { button, card, download, facts, heading, Messages, notice, spinner, working } from "../ui/parts.ts";
import { ago, dateOf } from "../ui/words.ts";
import { entryWords } from "./operations.ts";
import type { Wallet } from "./state.ts";

const PAGE = 20n;

export function activityPage(wallet: Wallet): HTMLElement {
  const list = h("ol", { class: "entries" });
  const messages = new Messages();
  const waiting = h("div", {}, spinner("Asking the enclave…"));
  let next = 0n;
  const more = button("Older entries", () => working(more, messages, "Loading…", load), {});
  more.hidden = true;
  const load = async (): Promise<void> => {
    const to = next;
    const from = to > PAGE ? to - PAGE + 1n : 1n;
    const page = await wallet.client.activity(from, Number(to - from + 1n));
    for (const entry of [...page.entries].reverse()) list.append(entryView(wallet, entry));
    next = from - 1n;
    more.hidden = next < 1n;
  };
  void (async () => {
    try {
      next = (await wallet.client.activity(1n, 1)).total;
      if (next > 0n) await load();
      replace(waiting, next === 0n && list.childElementCount === 0 && notice("info", h("p", {}, "Nothing yet.")));
    } catch (error) {
      replace(waiting);
      messages.fail(error);
    }
  })();
  return h("div", { class: "page" },
    heading("Activity", "Each entry stands in a tamper-evident log. Its receipt proves that, here or anywhere else."),
    card(waiting, messages.element, list, h("div", { class: "actions" }, more)));
}

function entryView(wallet: Wallet, entry: ActivityEntry): HTMLElement {
  const words = entryWords(entry.operation, entry.summary);
  const body = h("div", { class: "entry-body" });
  const details = h("details", { class: "entry" },
    h("summary", {},
      h("span", { class: "entry-main" }, h("strong", {}, words.title), words.line && h("span", { class: "muted entry-summary" }, words.line)),
      h("time", { class: "muted small-text", datetime: new Date(Number(entry.hostMicros / 1000n)).toISOString(), title: dateOf(entry.hostMicros) }, ago(entry.hostMicros))),
    body);
  details.addEventListener("toggle", () => {
    if (details.open && body.childElementCount === 0) void showReceipt(wallet, entry, body);
  });
  return h("li", {}, details);
}

async function showReceipt(wallet: Wallet, entry: ActivityEntry, place: HTMLElement): Promise<void> {
  replace(place, spinner("Checking the receipt…"));
  const messages = new Messages();
  try {
    const info = await wallet.client.info();
    const receipt = parseReceipt(entry.receipt);
    const verdict = await verifyReceipt(receipt, info.logKey);
    const request = await idText("req", receipt.opening.request);
    replace(place,
      verdict.verified
        ? notice("good", h("strong", {}, "Receipt checked"), h("p", {}, `Entry ${receipt.index + 1n} of ${receipt.size} in the signed log ${verdict.origin}.`))
        : notice("bad", h("strong", {}, "The receipt does not hold"), h("p", {}, verdict.reason)),
      facts([
        ["Time", `${dateOf(entry.hostMicros)} (${receipt.opening.time === "host" ? "host clock" : receipt.opening.time})`],
        ["Enclave", receipt.opening.evidenceType === "dev" ? "not attested" : `evidence of type ${receipt.opening.evidenceType}`],
        ["Freshness", receipt.opening.freshness === "host" ? "host: not protected from a rollback across a restart" : receipt.opening.freshness],
        ["Witnessed", receipt.witnessed ? "yes" : "no"],
        ["Request", h("span", { class: "mono" }, request)],
        ["Request hash", h("span", { class: "mono" }, toHex(receipt.opening.requestHash))],
        ["Log key", h("span", { class: "mono", id: "log-key" }, info.logKey)],
      ]),
      messages.element,
      h("div", { class: "actions" }, button("Download receipt", async () => download(`fastness-receipt-${entry.number}.json`, await receiptJson(receipt)), { icon: "download" })));
  } catch (error) {
    replace(place, messages.element);
    messages.fail(error);
  }
}
