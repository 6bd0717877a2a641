import assert from "node:assert/strict";
import { test } from "node:test";
import { type Octets, random, toHex, utf8 } from "../../main/ts/base/bytes.ts";
import { Failure, Refused } from "../../main/ts/base/errors.ts";
import { KnownAccounts } from "../../main/ts/device/local.ts";
import { AccountClient, type Approver } from "../../main/ts/enclave/account.ts";
import { Channel, type Relay } from "../../main/ts/enclave/channel.ts";
import { checkEvidence, type EvidencePolicy } from "../../main/ts/enclave/evidence.ts";
import { parseReceipt, receiptJson, verifyReceipt } from "../../main/ts/tlog/receipt.ts";
import { ZERO_ID } from "../../main/ts/base/id.ts";
import { FakeEnclave, freshView } from "./fake-enclave.ts";

const POLICY: EvidencePolicy = { environment: "development", acceptDevelopment: true, clusterId: undefined };
const UNSIGNED: Approver = async () => async () => ({ authorization: { type: "none" } });

class MemoryStorage {
  private readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
  removeItem(name: string): void {
    this.items.delete(name);
  }
  clear(): void {
    this.items.clear();
  }
}

function relayTo(enclave: FakeEnclave): Relay {
  return {
    openChannel: (opening) => enclave.openChannel(opening),
    exchange: async (frame) => {
      const answer = await enclave.exchange(frame);
      if (!answer) throw Refused.ofCode(3);
      return answer;
    },
  };
}

function fixture(): { enclave: FakeEnclave; client: AccountClient; known: KnownAccounts; relay: Relay } {
  const enclave = new FakeEnclave({ rpId: "wallet.localhost", origin: "http://wallet.localhost:8080", delaySeconds: 1 });
  enclave.view = freshView(random(16), 1, "Laptop", random(20));
  const known = new KnownAccounts(new MemoryStorage());
  const relay = relayTo(enclave);
  return { enclave, client: new AccountClient(relay, POLICY, known, enclave.view.account), known, relay };
}

test("opens a channel, unlocks, reads the account and its activity", async () => {
  const { enclave, client } = fixture();
  const unlocked = await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  assert.deepEqual(unlocked.result.view.account, enclave.view!.account);
  assert.equal(client.isOpen, true);
  assert.equal(client.attested!.attested, false);
  assert.deepEqual((await client.view()).keys, enclave.view!.keys);
  assert.equal((await client.activity(1n, 10)).total, 1n);
});

test("sends a message of several fragments", async () => {
  const { client, enclave } = fixture();
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  const octets = utf8("x".repeat(100_000));
  const intents = await client.describe([{ key: enclave.view!.keys[0]!.id, path: "m", kind: 2, network: "", octets }]);
  assert.equal(intents[0]!.fields[0]!.value.length > 0, true);
});

test("opens a new channel by itself when the old one is gone", async () => {
  const { enclave, client } = fixture();
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  enclave.forgetChannels();
  await assert.rejects(client.view(), (error) => error instanceof Refused && error.refusal === "NOT_OPEN");
  assert.equal(client.isOpen, false);
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  assert.ok(await client.view());
});

test("asks for one more approval when the account was closed meanwhile", async () => {
  const { enclave, client } = fixture();
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  enclave.closeAccounts();
  let asked = 0;
  const approver: Approver = async () => {
    asked++;
    return async () => ({ authorization: { type: "none" } });
  };
  await assert.rejects(client.execute({ type: "collect-export" }, approver, "exported"), (error) => error instanceof Refused && error.refusal === "NOT_OPEN");
  assert.equal(asked, 2);
});

test("repeats the same octets after silence, and the operation runs once", async () => {
  const { enclave, known } = fixture();
  let drop = 0;
  const frames: number[] = [];
  const relay: Relay = {
    openChannel: (opening) => enclave.openChannel(opening),
    exchange: async (frame) => {
      frames.push(frame.length);
      const answer = await enclave.exchange(frame);
      if (!answer) throw Refused.ofCode(3);
      if (drop > 0 && enclave.ran.length > 0) {
        drop--;
        throw new Failure("The server did not answer.", "Try again.");
      }
      return answer;
    },
  };
  const client = new AccountClient(relay, POLICY, known, enclave.view!.account);
  drop = 1;
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  assert.deepEqual(enclave.ran, [2]);
});

test("signs back the version it saw last, and never forgets a higher one", async () => {
  const { enclave, client, known } = fixture();
  await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  const seen = known.of(enclave.view!.account)!;
  assert.equal(seen.version, enclave.view!.version);
  known.remember(enclave.view!.account, enclave.clusterId, 1n, new Uint8Array(32).fill(9));
  assert.equal(known.of(enclave.view!.account)!.version, seen.version);
});

test("refuses another cluster than the one that made the account", async () => {
  const { enclave, known, relay } = fixture();
  known.remember(enclave.view!.account, new Uint8Array(32), 1n, new Uint8Array(32));
  const client = new AccountClient(relay, POLICY, known, enclave.view!.account);
  await assert.rejects(client.info(), /not the enclave cluster/);
});

test("refuses development evidence unless told otherwise, and in production always", async () => {
  const { relay } = fixture();
  await assert.rejects(Channel.open(relay, { ...POLICY, acceptDevelopment: false }), /could not prove/);
  await assert.rejects(Channel.open(relay, { ...POLICY, environment: "production" }), /could not prove/);
});

test("refuses evidence of another channel, another environment, or a far clock", async () => {
  const { enclave } = fixture();
  const binding = { remoteStatic: random(32), clientEphemeral: random(32), clientNonce: random(32) };
  const evidence = (micros?: bigint, environment?: number): Octets => enclave.evidence(binding.remoteStatic, binding.clientEphemeral, binding.clientNonce, micros, environment);
  assert.equal(toHex((await checkEvidence(evidence(), binding, POLICY)).clusterId), toHex(enclave.clusterId));
  for (const part of ["remoteStatic", "clientEphemeral", "clientNonce"] as const) await assert.rejects(checkEvidence(evidence(), { ...binding, [part]: random(32) }, POLICY), /does not belong/);
  await assert.rejects(checkEvidence(evidence(undefined, 1), binding, POLICY), /another environment/);
  await assert.rejects(checkEvidence(evidence((BigInt(Date.now()) - 3_700_000n) * 1000n), binding, POLICY), /differ by more/);
  for (let at = 0; at < evidence().length; at += 7) {
    const altered = evidence();
    altered[at]! ^= 0x40;
    await assert.rejects(checkEvidence(altered, binding, POLICY), `octet ${at}`);
  }
});

test("refuses an answer that the host altered, swapped or replayed", async () => {
  const { enclave } = fixture();
  let last: Octets | undefined;
  let mode: "flip" | "replay" | "none" = "none";
  const relay: Relay = {
    openChannel: (opening) => enclave.openChannel(opening),
    exchange: async (frame) => {
      const answer = (await enclave.exchange(frame))!;
      const sent = mode === "replay" && last ? last : answer.slice();
      if (mode === "flip") sent[sent.length - 1]! ^= 1;
      last = answer;
      return sent as Octets;
    },
  };
  const channel = await Channel.open(relay, POLICY);
  const routing = { tenant: ZERO_ID, account: ZERO_ID, requestId: ZERO_ID, keys: [], activityFrom: 0n, activityCount: 0 };
  await channel.call(routing, { type: "info" });
  mode = "flip";
  await assert.rejects(channel.call(routing, { type: "info" }));
  mode = "replay";
  await assert.rejects(channel.call(routing, { type: "info" }));
  mode = "none";
  await channel.call(routing, { type: "info" });
});

test("uses each nonce once and asks for a fresh one", async () => {
  const { relay } = fixture();
  const channel = await Channel.open(relay, POLICY);
  const routing = { tenant: ZERO_ID, account: ZERO_ID, requestId: ZERO_ID, keys: [], activityFrom: 0n, activityCount: 0 };
  const nonces = new Set<string>();
  for (let i = 0; i < 5; i++) nonces.add(toHex(await channel.takeNonce(routing)));
  assert.equal(nonces.size, 5);
});

test("verifies receipts and refuses each altered octet of one", async () => {
  const { enclave, client } = fixture();
  for (let i = 0; i < 6; i++) await client.execute({ type: "unlock" }, UNSIGNED, "unlocked");
  for (const entry of enclave.activity) assert.equal((await verifyReceipt(parseReceipt(entry.receipt), enclave.logKey)).verified, true);
  const good = enclave.activity[4]!.receipt;
  for (let at = 0; at < good.length; at++) {
    const altered = good.slice();
    altered[at]! ^= 0x10;
    const verified = await Promise.resolve().then(async () => (await verifyReceipt(parseReceipt(altered), enclave.logKey)).verified).catch(() => false);
    assert.equal(verified, false, `octet ${at} of ${good.length}`);
  }
  const json = JSON.parse(await receiptJson(parseReceipt(good))) as Record<string, unknown>;
  assert.equal(json["attestation"], "not attested");
  assert.equal(json["index"], 4);
});
