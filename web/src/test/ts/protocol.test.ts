import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex, utf8 } from "../../main/ts/base/bytes.ts";
import { Malformed } from "../../main/ts/base/codec.ts";
import * as bounds from "../../main/ts/protocol/bounds.ts";
import { associatedData, decodeFrame, decodeReply, encodeFrame, encodeOpening, encodeRouting, prologue } from "../../main/ts/protocol/channel.ts";
import { type Authorization, challenge, type Context, encodeRequest, type Enrolment, type Operation, type Payload, type Request, type SlotMaterial } from "../../main/ts/protocol/request.ts";
import { type AccountView, type DecodedIntent, decodeResponse, type Response } from "../../main/ts/protocol/response.ts";
import { hex, repositoryFile, run } from "./fixtures.ts";

const GOLDEN = new Map(repositoryFile("protocol/src/test/resources/golden/messages.txt").split("\n").filter(Boolean).map((line) => line.split(" = ", 2) as [string, string]));

function golden(name: string): string {
  const octets = GOLDEN.get(name);
  assert.ok(octets, `golden octets of ${name}`);
  return octets;
}

// The same samples as org.fastness.protocol.Samples.
const TENANT = new Uint8Array(16);
const ACCOUNT = run(0x10, 16);
const KEY = run(0x20, 16);
const REQUEST = run(0x30, 16);
const AUTHENTICATOR = run(0x40, 16);
const ROUTING = { tenant: TENANT, account: ACCOUNT, requestId: REQUEST, keys: [KEY], activityFrom: 7n, activityCount: 3 };
const CONTEXT: Context = { environment: 0, tenant: TENANT, account: ACCOUNT, requestId: REQUEST, knownVersion: 5n, nonce: run(0x50, 32), handshakeHash: run(0x70, 32) };
const PAYLOAD: Payload = { key: KEY, path: "m/44'/60'/0'/0/0", kind: 2, network: "31337", octets: utf8("hello") };
const ENROLMENT: Enrolment = {
  name: "Laptop",
  authenticator: { type: "passkey", attestationObject: run(6, 40), clientDataJson: run(7, 50) },
  slots: [{ type: "prf", slot: run(8, 16), output: run(0xc1, 32) }, { type: "device", publicKey: run(10, 32) }, { type: "recovery", code: run(0xe6, 20) }],
};
const OPERATIONS: Record<string, Operation> = {
  "create-account": { type: "create-account", level: 1, enrolment: ENROLMENT },
  unlock: { type: "unlock" },
  sign: { type: "sign", payloads: [PAYLOAD, PAYLOAD] },
  "certify-session": { type: "certify-session", publicKey: run(12, 32), maxUses: 1000, lifetimeSeconds: 900 },
  "add-authenticator": { type: "add-authenticator", enrolment: { name: "Phone", authenticator: { type: "device-key", publicKey: run(4, 65) }, slots: [] } },
  "remove-authenticator": { type: "remove-authenticator", authenticator: AUTHENTICATOR },
  "set-capability": { type: "set-capability", capability: 3, enabled: true },
  "request-export": { type: "request-export", key: KEY, pinnedKey: run(13, 32) },
  "collect-export": { type: "collect-export" },
  "cancel-pending": { type: "cancel-pending", pending: 2 },
  "start-recovery": { type: "start-recovery" },
  "complete-recovery": { type: "complete-recovery", enrolment: ENROLMENT },
};
const AUTHORIZATIONS: Record<string, Authorization> = {
  passkey: { type: "passkey", credentialId: run(1, 20), authenticatorData: run(2, 37), clientDataJson: run(3, 60), signature: run(4, 70) },
  "device-key": { type: "device-key", authenticator: AUTHENTICATOR, signature: run(5, 64) },
  "session-key": { type: "session-key", sessionId: run(6, 16), signature: run(7, 64) },
  none: { type: "none" },
};
const MATERIALS: Record<string, SlotMaterial> = {
  prf: { type: "prf", slot: run(1, 16), current: run(0xc0, 32), next: run(0xe0, 32) },
  device: { type: "device", slot: run(4, 16), shared: run(0xc4, 32) },
  recovery: { type: "recovery-code", code: run(0xe5, 20) },
  operator: { type: "operator" },
};
const REQUESTS: Record<string, Request> = {
  info: { type: "info" },
  "begin-enrolment-create": { type: "begin-enrolment", purpose: "create" },
  "begin-enrolment-add": { type: "begin-enrolment", purpose: "add" },
  "begin-enrolment-recover": { type: "begin-enrolment", purpose: "recover" },
  "unlock-options": { type: "unlock-options" },
  describe: { type: "describe", payloads: [PAYLOAD] },
  "view-account": { type: "view-account" },
  "list-activity": { type: "list-activity" },
};
for (const [name, operation] of Object.entries(OPERATIONS)) {
  REQUESTS[`execute-${name}`] = { type: "execute", context: CONTEXT, operation, authorization: AUTHORIZATIONS["passkey"]!, material: MATERIALS["prf"] };
}
for (const [name, authorization] of Object.entries(AUTHORIZATIONS)) {
  REQUESTS[`authorized-by-${name}`] = { type: "execute", context: CONTEXT, operation: { type: "unlock" }, authorization, material: undefined };
}
for (const [name, material] of Object.entries(MATERIALS)) {
  REQUESTS[`opened-by-${name}`] = { type: "execute", context: CONTEXT, operation: { type: "unlock" }, authorization: { type: "none" }, material };
}

const INTENT: DecodedIntent = {
  kind: "evm-transaction",
  fields: [{ key: "to", label: "To", value: "0xAb", important: true }, { key: "value", label: "Amount", value: "1 ETH", important: false }],
  warnings: ["careful"],
  payloadHash: run(1, 32),
};
const VIEW: AccountView = {
  account: ACCOUNT, level: 1, version: 9n, head: run(2, 32),
  keys: [{ id: KEY, label: "Wallet", addresses: [{ chain: "ethereum", path: "m/44'/60'/0'/0/0", text: "0x00", publicKey: run(3, 33) }] }],
  authenticators: [{ id: AUTHENTICATOR, type: 1, name: "Laptop", createdMicros: 11n, lastUsedMicros: 12n, credentialId: run(4, 20) }],
  slots: [{ id: run(5, 16), kind: 1, epoch: 2n, authenticator: AUTHENTICATOR }],
  capabilities: [1, 2],
  limits: [{ asset: "eip155:1", limit: "100", used: "1", windowSeconds: 86_400n }],
  pending: [{ kind: 1, requestedMicros: 1n, maturesMicros: 2n, windowEndsMicros: 3n, clock: "host clock" }],
  frozen: true,
};
const done = { receipt: run(16, 64), version: 10n, head: run(17, 32) };
const RESPONSES: Record<string, Response> = {
  refused: { type: "refused", refusal: 13, reason: "native amount" },
  "info-answer": {
    type: "info", clusterId: run(1, 32), bootId: run(2, 16), environment: 0, logKey: "fastness+00000000+AA", loginKey: run(3, 32), freshness: "host", time: "host",
    rpId: "wallet.localhost", origin: "http://wallet.localhost:8080",
  },
  "enrolment-options": {
    type: "enrolment-options", account: ACCOUNT, challenge: run(4, 32), prfSlot: run(5, 16), prfSalt: run(6, 32), recoveryCode: run(0xe8, 20),
    rpId: "wallet.localhost", origin: "http://wallet.localhost:8080",
  },
  "unlock-ways": {
    type: "unlock-ways", level: 1, version: 9n,
    passkeys: [
      { authenticator: AUTHENTICATOR, credentialId: run(8, 20), prf: { slot: run(9, 16), currentSalt: run(10, 32), nextSalt: run(11, 32) } },
      { authenticator: AUTHENTICATOR, credentialId: run(8, 20), prf: undefined },
    ],
    devices: [{ authenticator: AUTHENTICATOR, slot: run(12, 16), devicePublicKey: run(13, 32), ephemeral: run(14, 32) }],
    recoveryCode: true, operator: false, keys: [KEY],
  },
  described: { type: "described", intents: [INTENT] },
  account: { type: "account", view: VIEW },
  activity: { type: "activity", entries: [{ number: 1n, operation: 3, hostMicros: 1_700_000_000_000_000n, summary: "Signed", receipt: run(15, 100) }], total: 41n },
  "done-account": { type: "done", result: { type: "account", view: VIEW }, ...done },
  "done-signatures": { type: "done", result: { type: "signatures", signed: [{ intent: INTENT, signature: run(19, 65), signedPayload: run(20, 110), hash: run(21, 32) }] }, ...done },
  "done-session-certified": { type: "done", result: { type: "session-certified", sessionId: run(22, 16), maxUses: 1000, validMillis: 900_000n }, ...done },
  "done-action-pending": { type: "done", result: { type: "action-pending", pending: { kind: 2, requestedMicros: 1n, maturesMicros: 2n, windowEndsMicros: 3n, clock: "host clock" } }, ...done },
  "done-exported": { type: "done", result: { type: "exported", sealed: run(23, 200) }, ...done },
};

test("writes each request with the octets of the Java codec", () => {
  const names = [...GOLDEN.keys()].filter((name) => name.startsWith("request.")).map((name) => name.slice("request.".length));
  assert.deepEqual(new Set(names), new Set(Object.keys(REQUESTS)));
  for (const [name, request] of Object.entries(REQUESTS)) assert.equal(toHex(encodeRequest(ROUTING, request)), golden(`request.${name}`), name);
});

test("computes the challenge of each operation as the enclave does", async () => {
  for (const [name, operation] of Object.entries(OPERATIONS)) assert.equal(toHex(await challenge(CONTEXT, operation)), golden(`challenge.${name}`), name);
});

test("reads each response that the Java codec wrote", () => {
  const names = [...GOLDEN.keys()].filter((name) => name.startsWith("response.")).map((name) => name.slice("response.".length));
  assert.deepEqual(new Set(names), new Set([...Object.keys(RESPONSES), "done-unlocked"]));
  for (const [name, response] of Object.entries(RESPONSES)) {
    assert.deepEqual(decodeResponse(hex(golden(`response.${name}`))), { nonce: run(7, 32), nonceMillis: 300_000, response }, name);
  }
  const unlocked = decodeResponse(hex(golden("response.done-unlocked"))).response;
  assert.ok(unlocked.type === "done" && unlocked.result.type === "unlocked");
  assert.deepEqual(unlocked.result.view, VIEW);
});

test("writes and reads what travels beside the ciphertext", () => {
  assert.equal(toHex(encodeOpening([1, 9], run(1, 64))), golden("channel.opening"));
  assert.equal(toHex(prologue([1, 9])), golden("channel.prologue"));
  assert.deepEqual(decodeReply(hex(golden("channel.reply"))), { suite: 1, channelId: run(2, 16), noiseMessage: run(3, 200) });
  assert.equal(toHex(encodeRouting(ROUTING)), golden("channel.routing"));
  const frame = { channelId: run(4, 16), sequence: 6n, routing: encodeRouting(ROUTING), fragments: [run(5, 40), run(6, 20)] };
  assert.equal(toHex(encodeFrame(frame)), golden("channel.frame"));
  assert.deepEqual(decodeFrame(hex(golden("channel.frame"))), frame);
  assert.equal(toHex(associatedData(run(4, 16), 6n, 1, 2, true)), golden("channel.associated-data"));
});

test("refuses every truncation and any trailing octet of a response", () => {
  const octets = hex(golden("response.unlock-ways"));
  for (let size = 0; size < octets.length; size++) assert.throws(() => decodeResponse(octets.slice(0, size)), Malformed);
  assert.throws(() => decodeResponse(new Uint8Array([...octets, 0])), Malformed);
});

test("survives a flip of any bit of any response: it reads it or refuses it as malformed", () => {
  for (const [name, text] of GOLDEN) {
    if (!name.startsWith("response.")) continue;
    const octets = hex(text);
    for (let bit = 0; bit < octets.length * 8; bit++) {
      const altered = octets.slice();
      altered[bit >> 3]! ^= 1 << (bit & 7);
      try {
        decodeResponse(altered);
      } catch (error) {
        assert.ok(error instanceof Malformed, `${name} bit ${bit}: ${String(error)}`);
      }
    }
  }
});

test("refuses a frame of one fragment more than the bound", () => {
  const frame = { channelId: run(4, 16), sequence: 6n, routing: run(0, 0), fragments: new Array(bounds.FRAGMENTS).fill(run(5, 40)) };
  assert.equal(decodeFrame(encodeFrame(frame)).fragments.length, bounds.FRAGMENTS);
  assert.throws(() => decodeFrame(encodeFrame({ ...frame, fragments: [...frame.fragments, run(5, 40)] })), Malformed);
});
