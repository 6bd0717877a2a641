/** Taking the seed phrase out: asked for, delayed, sealed to a key of this browser alone, opened here. */

import { concat, type Octets, toHex, utf8 } from "../base/bytes.ts";
import { Writer } from "../base/codec.ts";
import { Failure } from "../base/errors.ts";
import { get, put, remove } from "../device/database.ts";
import { agree, generateKey, hmacSha256, importAesKey } from "../noise/primitives.ts";
import { type Pending, PendingKind } from "../protocol/response.ts";
import { h, replace } from "../ui/dom.ts";
import { button, confirmed, facts, Messages, notice, working } from "../ui/parts.ts";
import { dateOf, duration } from "../ui/words.ts";
import { approverOf } from "./approval.ts";
import { countdown } from "./countdown.ts";
import type { Wallet } from "./state.ts";

/** The key that was pinned when the export was asked for; only its holder can read what comes. */
interface PinnedKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: Octets;
  /** Id of the key whose words were asked for. */
  readonly exportedKey: Octets;
}

export function exportCard(wallet: Wallet, onChange: () => void): HTMLElement {
  const pending = wallet.view!.pending.find((each) => each.kind === PendingKind.EXPORT);
  const body = h("div", { class: "stack" });
  if (wallet.view!.level === 0) replace(body, h("p", { class: "muted" }, "Level 0 exports nothing. The operator can help to move small amounts away."));
  else if (pending) showPending(wallet, pending, body, onChange);
  else showRequest(wallet, body, onChange);
  return h("section", { class: "card", id: "export" }, h("h2", {}, "Seed phrase"), body);
}

function showRequest(wallet: Wallet, body: HTMLElement, onChange: () => void): void {
  const messages = new Messages();
  const { exportSeconds, windowSeconds } = wallet.config.delays;
  const request = button("Request export", async () => {
    const sure = await confirmed("Export the seed phrase?", h("p", {}, `Whoever sees the words owns everything in this wallet, for ever. They can be fetched after ${duration(exportSeconds)}, by this browser alone, and you can cancel until then.`), "Request with passkey", "danger");
    if (!sure) return;
    await working(request, messages, "Confirm with your passkey…", async () => {
      const key = wallet.view!.keys[0];
      if (!key) throw new Failure("The account has no key.", "There is nothing to export.");
      const pinned = await generateKey();
      await put("export-keys", toHex(wallet.client.account), { privateKey: pinned.privateKey, publicKey: pinned.publicKey, exportedKey: key.id } satisfies PinnedKey);
      await wallet.client.execute({ type: "request-export", key: key.id, pinnedKey: pinned.publicKey }, approverOf(wallet.client), "action-pending");
      await wallet.refresh();
      onChange();
    });
  }, { id: "request-export" });
  replace(body,
    h("p", { class: "muted" }, `Your way out: the words restore all your addresses in any other wallet. The delay of ${duration(exportSeconds)}${wallet.config.developmentMode ? " (shortened in development)" : ""} gives you time to stop a thief who has your unlocked device; the words must be fetched within ${duration(windowSeconds)} after it.`),
    messages.element, h("div", { class: "actions" }, request));
}

function showPending(wallet: Wallet, pending: Pending, body: HTMLElement, onChange: () => void): void {
  const messages = new Messages();
  const maturesMillis = Number(pending.maturesMicros / 1000n);
  const collect = button("Show the words", () => working(collect, messages, "Confirm with your passkey…", async () => {
    const pinned = await get<PinnedKey>("export-keys", toHex(wallet.client.account));
    if (!pinned) throw new Failure("The key for this export is not in this browser.", "Fetch it in the browser that asked for it, or cancel and ask again here.");
    const sealed = (await wallet.client.execute({ type: "collect-export" }, approverOf(wallet.client), "exported")).result.sealed;
    const words = await openExport(sealed, pinned, wallet.client.account, pinned.exportedKey);
    await remove("export-keys", toHex(wallet.client.account));
    showWords(words, body, () => void wallet.refresh().then(onChange, onChange));
  }), { kind: "primary", id: "collect-export" });
  collect.hidden = Date.now() < maturesMillis;
  const cancel = button("Cancel the export", () => working(cancel, messages, "Confirm with your passkey…", async () => {
    wallet.view = (await wallet.client.execute({ type: "cancel-pending", pending: PendingKind.EXPORT }, approverOf(wallet.client), "account")).result.view;
    await remove("export-keys", toHex(wallet.client.account));
    onChange();
  }), { kind: "quiet", id: "cancel-export" });
  replace(body,
    countdown(maturesMillis, "Ready to be shown", () => (collect.hidden = false)),
    facts([["Requested", dateOf(pending.requestedMicros)], ["Ready at", dateOf(pending.maturesMicros)], ["Good until", dateOf(pending.windowEndsMicros)], ["Measured by", pending.clock]]),
    messages.element, h("div", { class: "actions" }, collect, cancel));
}

function showWords(words: readonly string[], body: HTMLElement, onDone: () => void): void {
  replace(body,
    notice("warn", h("strong", {}, "Nobody should see these words but you"), h("p", {}, "Write them on paper, in order. Do not photograph them. They leave this page when you close it.")),
    h("ol", { class: "words", id: "seed-words" }, words.map((word) => h("li", {}, word))),
    h("div", { class: "actions" }, button("I have written them down", onDone, { kind: "primary", id: "words-done" })));
}

const LABEL = utf8("fastness/export/v1/seed-phrase");

/** Ephemeral public key (32), nonce (12), AES-256-GCM ciphertext, as org.fastness.enclave.operation.CollectExport seals it. */
export async function openExport(sealed: Octets, pinned: PinnedKey, account: Octets, exportedKey: Octets): Promise<string[]> {
  const ephemeral = sealed.slice(0, 32);
  const info = new Writer().bytes(LABEL).bytes(account).bytes(exportedKey).toBytes();
  const shared = await agree(pinned.privateKey, ephemeral);
  const pseudorandom = await hmacSha256(concat(ephemeral, pinned.publicKey), shared);
  const key = await importAesKey(await hmacSha256(pseudorandom, info, new Uint8Array([1])), ["decrypt"]); // RFC 5869, one block
  try {
    const plaintext = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(32, 44), additionalData: info }, key, sealed.slice(44)));
    const words = new TextDecoder().decode(plaintext).trim().split(/\s+/);
    plaintext.fill(0);
    return words;
  } catch {
    throw new Failure("What came cannot be opened with the key of this browser.", "Cancel the export and ask for it again here.");
  }
}
