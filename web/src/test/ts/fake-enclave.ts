/**
 * An enclave made of scripted answers, for tests of this side alone: a Noise responder, the codec's other half, and one account in memory. It
 * holds no key, checks no signature and decides nothing as the real one does; whole flows are tested against the real one in e2e.
 */

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { concat, EMPTY, equal, type Octets, sha256, toBase64, toHex, utf8 } from "../../main/ts/base/bytes.ts";
import { Reader, Writer } from "../../main/ts/base/codec.ts";
import { agree, decrypt, type DiffieHellmanKey, encrypt, generateKey, hkdf2, hmacSha256, importAesKey } from "../../main/ts/noise/primitives.ts";
import * as bounds from "../../main/ts/protocol/bounds.ts";
import { associatedData, decodeFrame, encodeFrame, fragmentNonce } from "../../main/ts/protocol/channel.ts";
import type { AccountView, DecodedIntent, Pending, Response, Result } from "../../main/ts/protocol/response.ts";

const PROTOCOL = utf8("Noise_NX_25519_AESGCM_SHA256");
const ORIGIN = "fastness-fake";

interface OpenChannel {
  readonly id: Octets;
  readonly send: CryptoKey;
  readonly receive: CryptoKey;
  readonly handshakeHash: Octets;
  opened: boolean;
  recoveryCode: Octets;
  offered: Octets;
}

/** What a request says, as far as the fake looks. */
interface Asked {
  readonly tag: number;
  readonly account: Octets;
  readonly requestId: Octets;
  readonly activityFrom: bigint;
  readonly activityCount: number;
  readonly rest: Reader;
}

export interface FakeOptions {
  readonly rpId: string;
  readonly origin: string;
  readonly delaySeconds: number;
}

export class FakeEnclave {
  readonly clusterId = octets(randomBytes(32));
  readonly bootId = octets(randomBytes(16));
  private readonly installKey = generateKeyPairSync("ed25519");
  private readonly logSeed = generateKeyPairSync("ed25519");
  private staticKey: Promise<DiffieHellmanKey> = generateKey();
  private channels: OpenChannel[] = [];
  private leaves: Octets[] = [];
  private readonly answers = new Map<string, Response>();
  readonly activity: { operation: number; summary: string; receipt: Octets; micros: bigint }[] = [];
  view: AccountView | undefined;
  credentialPrf = true;
  pinned: Octets = EMPTY;
  /** Called with each plaintext request before it is answered; may throw to break the answer. */
  onRequest: (tag: number) => void = () => undefined;
  /** Operations that really ran, by tag. */
  readonly ran: number[] = [];

  constructor(private readonly options: FakeOptions) {}

  get logKey(): string {
    const key = rawPublic(this.logSeed.publicKey);
    return `${ORIGIN}+${toHex(this.keyId(key))}+${toBase64(concat(new Uint8Array([1]), key))}`;
  }

  private keyId(key: Octets): Octets {
    return octets(createHashSync(concat(utf8(`${ORIGIN}\n`), new Uint8Array([1]), key))).slice(0, 4);
  }

  /** Forgets all channels, as a restart does. */
  forgetChannels(): void {
    this.channels = [];
  }

  /** Closes the account on all channels, as idle time does. */
  closeAccounts(): void {
    for (const channel of this.channels) channel.opened = false;
  }

  async openChannel(opening: Octets): Promise<Octets> {
    const from = new Reader(opening);
    if (from.u8() !== 0xc1 || from.u8() !== 1) throw new Error("not an opening");
    const suites = from.list(8, (each) => each.u8());
    const message = from.bytes(4096);
    const prologue = concat(utf8("fastness/noise/v1"), new Uint8Array([1, suites.length, ...suites]));

    const own = await this.staticKey;
    const ephemeral = await generateKey();
    const name = new Uint8Array(32);
    name.set(PROTOCOL);
    let hash = await sha256(await sha256(name, prologue), message.slice(0, 32));
    hash = await sha256(hash, message.slice(32));
    hash = await sha256(hash, ephemeral.publicKey);
    let [chaining, key] = await hkdf2(name, await agree(ephemeral.privateKey, message.slice(0, 32)));
    const sealedStatic = await encrypt(await importAesKey(key, ["encrypt"]), 0n, hash, own.publicKey);
    hash = await sha256(hash, sealedStatic);
    [chaining, key] = await hkdf2(chaining, await agree(own.privateKey, message.slice(0, 32)));
    const evidence = this.evidence(own.publicKey, message.slice(0, 32), message.slice(32));
    const sealedEvidence = await encrypt(await importAesKey(key, ["encrypt"]), 0n, hash, evidence);
    hash = await sha256(hash, sealedEvidence);
    const [toResponder, toInitiator] = await hkdf2(chaining, EMPTY);
    const channel: OpenChannel = {
      id: octets(randomBytes(16)), send: await importAesKey(toInitiator, ["encrypt"]), receive: await importAesKey(toResponder, ["decrypt"]),
      handshakeHash: hash, opened: false, recoveryCode: EMPTY, offered: EMPTY,
    };
    this.channels.push(channel);
    return new Writer().u8(0xc2).u8(1).u8(1).fixed(channel.id, 16).bytes(concat(ephemeral.publicKey, sealedStatic, sealedEvidence)).toBytes();
  }

  /** Evidence of type dev, bound to the channel. */
  evidence(remoteStatic: Octets, clientEphemeral: Octets, clientNonce: Octets, issuedMicros = BigInt(Date.now()) * 1000n, environment = 0): Octets {
    const properties = [["sandbox", "missing"], ["network.connect", "EPERM"]] as const;
    const statement = new Writer().u8(0x44).u8(1).fixed(this.clusterId, 32).u8(environment).fixed(this.bootId, 16).fixed(new Uint8Array(32).fill(7), 32)
      .list(properties, (out, [name, value]) => out.text(name).text(value)).u64(issuedMicros).fixed(rawPublic(this.installKey.publicKey), 32).toBytes();
    const bound = new Writer().text("fastness/evidence/v1/binding").bytes(this.clusterId).bytes(remoteStatic).bytes(clientEphemeral).bytes(clientNonce).toBytes();
    const message = new Writer().text("fastness/evidence/v1/dev").bytes(statement).bytes(octets(createHashSync(bound, "sha512"))).toBytes();
    const signature = octets(sign(null, message, this.installKey.privateKey));
    return new Writer().u8(0x45).u8(1).u8(1).bytes(concat(statement, signature)).toBytes();
  }

  /** Answers a frame, or undefined for a channel it does not know. */
  async exchange(encoded: Octets): Promise<Octets | undefined> {
    const frame = decodeFrame(encoded);
    const channel = this.channels.find((each) => equal(each.id, frame.channelId));
    if (!channel) return undefined;
    const parts = await Promise.all(frame.fragments.map((fragment, i) =>
      decrypt(channel.receive, fragmentNonce(frame.sequence, i), associatedData(channel.id, frame.sequence, i, frame.fragments.length, false), fragment)));
    const response = await this.answer(channel, readRequest(concat(...parts)), frame.routing);
    const out = new Writer().u8(0xf2).u8(1).raw(octets(randomBytes(32))).u32(300_000);
    writeResponse(out, response);
    const plain = out.toBytes();
    const count = Math.max(1, Math.ceil(plain.length / bounds.FRAGMENT));
    const fragments = await Promise.all(Array.from({ length: count }, (_, i) =>
      encrypt(channel.send, fragmentNonce(frame.sequence, i), associatedData(channel.id, frame.sequence, i, count, true), plain.slice(i * bounds.FRAGMENT, (i + 1) * bounds.FRAGMENT))));
    return encodeFrame({ channelId: channel.id, sequence: frame.sequence, routing: EMPTY, fragments });
  }

  private async answer(channel: OpenChannel, asked: Asked, _routing: Octets): Promise<Response> {
    this.onRequest(asked.tag);
    switch (asked.tag) {
      case 1:
        return {
          type: "info", clusterId: this.clusterId, bootId: this.bootId, environment: 0, logKey: this.logKey, loginKey: new Uint8Array(32), freshness: "host", time: "host",
          rpId: this.options.rpId, origin: this.options.origin,
        };
      case 2: {
        const account = this.view?.account ?? octets(randomBytes(16));
        channel.recoveryCode = octets(randomBytes(20));
        channel.offered = account;
        return {
          type: "enrolment-options", account, challenge: octets(randomBytes(32)), prfSlot: octets(randomBytes(16)), prfSalt: octets(randomBytes(32)),
          recoveryCode: channel.recoveryCode, rpId: this.options.rpId, origin: this.options.origin,
        };
      }
      case 3: {
        const view = this.view;
        if (!view) return { type: "refused", refusal: 9, reason: "" };
        return {
          type: "unlock-ways", level: view.level, version: view.version,
          passkeys: view.authenticators.filter((each) => each.type === 1).map((each) => ({
            authenticator: each.id, credentialId: each.credentialId,
            prf: view.level > 0 ? { slot: view.slots[0]!.id, currentSalt: new Uint8Array(32).fill(1), nextSalt: new Uint8Array(32).fill(2) } : undefined,
          })),
          devices: [], recoveryCode: true, operator: view.level === 0, keys: view.keys.map((key) => key.id),
        };
      }
      case 4:
        return { type: "described", intents: await Promise.all(asked.rest.list(16, readPayload).map(describe)) };
      case 5:
        return channel.opened && this.view ? { type: "account", view: this.view } : { type: "refused", refusal: 7, reason: "" };
      case 6: {
        if (!channel.opened) return { type: "refused", refusal: 7, reason: "" };
        const from = Number(asked.activityFrom);
        const entries = this.activity.slice(from - 1, from - 1 + asked.activityCount).map((entry, i) => ({
          number: BigInt(from + i), operation: entry.operation, hostMicros: entry.micros, summary: entry.summary, receipt: entry.receipt,
        }));
        return { type: "activity", entries, total: BigInt(this.activity.length) };
      }
      case 7:
        return this.execute(channel, asked);
      default:
        throw new Error(`unknown request ${asked.tag}`);
    }
  }

  private async execute(channel: OpenChannel, asked: Asked): Promise<Response> {
    const stored = this.answers.get(toHex(asked.requestId));
    if (stored) return stored;
    const from = asked.rest;
    from.u8();
    for (let i = 0; i < 3; i++) from.fixed(16);
    from.u64();
    from.fixed(32);
    if (!equal(from.fixed(32), channel.handshakeHash)) return { type: "refused", refusal: 6, reason: "" };
    const operation = from.u8();
    const result = await this.run(channel, operation, from);
    if ("refusal" in result) return { type: "refused", ...result };
    this.ran.push(operation);
    channel.opened = operation !== 11 && operation !== 12;
    this.view = this.view && { ...this.view, version: this.view.version + 1n };
    const done: Response = { type: "done", result: withView(result, this.view), receipt: await this.receipt(operation, asked.requestId), version: this.view?.version ?? 1n, head: new Uint8Array(32) };
    this.answers.set(toHex(asked.requestId), done);
    return done;
  }

  private async run(channel: OpenChannel, operation: number, from: Reader): Promise<Result | { refusal: number; reason: string }> {
    const micros = BigInt(Date.now()) * 1000n;
    const view = this.view;
    if (operation !== 1 && !view) return { refusal: 9, reason: "" };
    if (![1, 2, 11, 12].includes(operation) && !channel.opened) {
      return { refusal: 7, reason: "" };
    }
    switch (operation) {
      case 1: {
        const level = from.u8();
        const name = from.text(64);
        const credentialId = from.u8() === 1 ? credentialIdOf(from.bytes(4096)) : EMPTY;
        this.view = freshView(channel.offered, level, name, credentialId);
        return { type: "account", view: this.view };
      }
      case 2:
        return { type: "unlocked", view: view!, loginStatement: new Uint8Array(200) };
      case 3: {
        const payloads = from.list(16, readPayload);
        if (payloads.some((payload) => payload.kind === 3) && !view!.capabilities.includes(3)) return { refusal: 12, reason: "The capability TYPED_DATA_UNKNOWN is off." };
        const signed = await Promise.all(payloads.map(async (payload) => ({
          intent: await describe(payload), signature: new Uint8Array(65).fill(5), signedPayload: payload.kind === 1 ? payload.octets : EMPTY, hash: await sha256(payload.octets),
        })));
        return { type: "signatures", signed };
      }
      case 5: {
        const name = from.text(64);
        const type = from.u8();
        const credentialId = type === 1 ? credentialIdOf(from.bytes(4096)) : EMPTY;
        this.view = { ...view!, authenticators: [...view!.authenticators, { id: octets(randomBytes(16)), type, name, createdMicros: micros, lastUsedMicros: 0n, credentialId }] };
        return { type: "account", view: this.view };
      }
      case 6: {
        const id = from.fixed(16);
        this.view = { ...view!, authenticators: view!.authenticators.filter((each) => !equal(each.id, id)) };
        return { type: "account", view: this.view };
      }
      case 7: {
        const code = from.u8();
        const others = view!.capabilities.filter((each) => each !== code);
        this.view = { ...view!, capabilities: from.flag() ? [...others, code] : others };
        return { type: "account", view: this.view };
      }
      case 8: {
        from.fixed(16);
        this.pinned = from.fixed(32);
        return { type: "action-pending", pending: this.pend(1, micros) };
      }
      case 9:
        this.view = { ...view!, pending: [] };
        return { type: "exported", sealed: await sealExport(this.pinned, view!.account, view!.keys[0]!.id) };
      case 10:
        this.view = { ...view!, pending: [] };
        return { type: "account", view: this.view };
      case 11:
        return { type: "action-pending", pending: this.pend(2, micros) };
      case 12: {
        const name = from.text(64);
        const credentialId = from.u8() === 1 ? credentialIdOf(from.bytes(4096)) : EMPTY;
        this.view = { ...freshView(view!.account, view!.level, name, credentialId), version: view!.version };
        return { type: "account", view: this.view };
      }
      default:
        throw new Error(`unknown operation ${operation}`);
    }
  }

  private pend(kind: number, micros: bigint): Pending {
    const delay = BigInt(this.options.delaySeconds) * 1_000_000n;
    const pending = { kind, requestedMicros: micros, maturesMicros: micros + delay, windowEndsMicros: micros + delay + 3_600_000_000n, clock: "host clock" };
    this.view = { ...this.view!, pending: [pending] };
    return pending;
  }

  /** Appends a leaf and proves it under a signed checkpoint. */
  private async receipt(operation: number, requestId: Octets): Promise<Octets> {
    const micros = BigInt(Date.now()) * 1000n;
    const preimage = new Writer().u8(0x4c).u8(1).raw(octets(randomBytes(32))).u8(operation).raw(new Uint8Array(16)).raw(requestId)
      .raw(octets(randomBytes(32))).raw(octets(randomBytes(32))).raw(octets(randomBytes(32))).u64(micros).raw(this.clusterId).text("dev").u8(1).u8(1).toBytes();
    const data = await sha256(new Writer().text("fastness/log/v1/leaf").bytes(preimage).toBytes());
    this.leaves.push(await sha256(new Uint8Array([0]), data));
    const index = this.leaves.length - 1;
    const text = `${ORIGIN}\n${this.leaves.length}\n${toBase64(await rootOf(this.leaves))}\n`;
    const key = rawPublic(this.logSeed.publicKey);
    const note = `${text}\n\u2014 ${ORIGIN} ${toBase64(concat(this.keyId(key), octets(sign(null, utf8(text), this.logSeed.privateKey))))}\n`;
    const path = await pathOf(index, this.leaves);
    const receipt = new Writer().u8(0x52).u8(1).bytes(preimage).u64(BigInt(index)).u64(BigInt(this.leaves.length)).list(path, (out, hash) => out.raw(hash)).text(note).flag(false).toBytes();
    this.activity.push({ operation, summary: `operation ${operation}`, receipt, micros });
    return receipt;
  }
}

function withView(result: Result, view: AccountView | undefined): Result {
  return (result.type === "account" || result.type === "unlocked") && view ? { ...result, view } : result;
}

function octets(buffer: ArrayLike<number>): Octets {
  return Uint8Array.from(buffer) as Octets;
}


function createHashSync(data: Octets, algorithm = "sha256"): Octets {
  return octets(createHash(algorithm).update(data).digest());
}

function rawPublic(key: KeyObject): Octets {
  return octets(key.export({ format: "der", type: "spki" }).subarray(-32));
}

/** RFC 6962 section 2.1. */
async function rootOf(leaves: readonly Octets[]): Promise<Octets> {
  if (leaves.length === 1) return leaves[0]!;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha256(new Uint8Array([1]), await rootOf(leaves.slice(0, split)), await rootOf(leaves.slice(split)));
}

async function pathOf(index: number, leaves: readonly Octets[]): Promise<Octets[]> {
  if (leaves.length === 1) return [];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return index < split
    ? [...(await pathOf(index, leaves.slice(0, split))), await rootOf(leaves.slice(split))]
    : [...(await pathOf(index - split, leaves.slice(split))), await rootOf(leaves.slice(0, split))];
}

function readRequest(plain: Octets): Asked {
  const from = new Reader(plain);
  if (from.u8() !== 0xf1 || from.u8() !== 1) throw new Error("not a request");
  const routing = new Reader(from.bytes(512));
  routing.fixed(16);
  const account = routing.fixed(16);
  const requestId = routing.fixed(16);
  routing.list(8, (each) => each.fixed(16));
  return { account, requestId, activityFrom: routing.u64(), activityCount: routing.u16(), tag: from.u8(), rest: from };
}

interface SeenPayload {
  readonly kind: number;
  readonly network: string;
  readonly octets: Octets;
}

function readPayload(from: Reader): SeenPayload {
  from.fixed(16);
  from.text(256);
  return { kind: from.u8(), network: from.text(256), octets: from.bytes(bounds.PAYLOAD) };
}

async function describe(payload: SeenPayload): Promise<DecodedIntent> {
  const payloadHash = await sha256(payload.octets);
  const field = (key: string, label: string, value: string, important = false) => ({ key, label, value, important });
  if (payload.kind === 1) {
    return {
      kind: "evm-transaction", payloadHash, warnings: [],
      fields: [field("to", "To", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", true), field("value", "Amount", "0.25 ETH", true), field("maxFee", "Fee, at most", "0.000063 ETH"), field("network", "Network", "Local chain (31337)", true), field("nonce", "Nonce", "0")],
    };
  }
  const text = new TextDecoder().decode(payload.octets.slice(0, 8000));
  if (payload.kind === 2) return { kind: "evm-message", payloadHash, warnings: [], fields: [field("message", "Message", text, true)] };
  return { kind: "evm-typed-data", payloadHash, warnings: ["The enclave does not know this kind of data."], fields: [field("primaryType", "Kind", "Mail", true), field("message", "Content", text)] };
}

/** WebAuthn level 3, section 6.5.1: finds the attested credential id in an attestation object. */
export function credentialIdOf(attestationObject: Octets): Octets {
  const marker = utf8("authData");
  for (let at = 0; at + marker.length < attestationObject.length; at++) {
    if (!equal(attestationObject.slice(at, at + marker.length), marker)) continue;
    const data = attestationObject.slice(at + marker.length + (attestationObject[at + marker.length] === 0x58 ? 2 : 3));
    const size = (data[53]! << 8) | data[54]!;
    return data.slice(55, 55 + size);
  }
  return EMPTY;
}

export function freshView(account: Octets, level: number, name: string, credentialId: Octets): AccountView {
  const micros = BigInt(Date.now()) * 1000n;
  const authenticator = octets(randomBytes(16));
  const address = (chain: string, path: string, text: string) => ({ chain, path, text, publicKey: new Uint8Array(33) });
  return {
    account, level, version: 1n, head: new Uint8Array(32),
    keys: [{ id: octets(randomBytes(16)), label: "Wallet", addresses: [
      address("ethereum", "m/44'/60'/0'/0/0", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"), address("bitcoin-p2wpkh", "m/84'/0'/0'/0/0", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"),
      address("bitcoin-p2tr", "m/86'/0'/0'/0/0", "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"), address("solana", "m/44'/501'/0'/0'", "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"),
    ] }],
    authenticators: [{ id: authenticator, type: credentialId.length > 0 ? 1 : 2, name, createdMicros: micros, lastUsedMicros: micros, credentialId }],
    slots: [{ id: octets(randomBytes(16)), kind: level > 0 ? 1 : 4, epoch: 1n, authenticator }, { id: octets(randomBytes(16)), kind: 3, epoch: 1n, authenticator: new Uint8Array(16) }],
    capabilities: [1, 2], pending: [], frozen: false,
    limits: level > 0 ? [] : [{ asset: "eip155:*", limit: "50000000000000000", used: "0", windowSeconds: 86_400n }, { asset: "bitcoin", limit: "200000", used: "0", windowSeconds: 86_400n }],
  };
}

async function sealExport(pinned: Octets, account: Octets, exported: Octets): Promise<Octets> {
  const ephemeral = await generateKey();
  const info = new Writer().text("fastness/export/v1/seed-phrase").bytes(account).bytes(exported).toBytes();
  const pseudorandom = await hmacSha256(concat(ephemeral.publicKey, pinned), await agree(ephemeral.privateKey, pinned));
  const key = await importAesKey(await hmacSha256(pseudorandom, info, new Uint8Array([1])), ["encrypt"]);
  const nonce = octets(randomBytes(12));
  const words = utf8("legal winner thank year wave sausage worth useful legal winner thank yellow");
  return concat(ephemeral.publicKey, nonce, octets(new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: info }, key, words))));
}

function writeView(out: Writer, view: AccountView): void {
  out.raw(view.account).u8(view.level).u64(view.version).raw(view.head)
    .list(view.keys, (to, key) => to.raw(key.id).text(key.label).list(key.addresses, (each, a) => each.text(a.chain).text(a.path).text(a.text).bytes(a.publicKey)))
    .list(view.authenticators, (to, a) => to.raw(a.id).u8(a.type).text(a.name).u64(a.createdMicros).u64(a.lastUsedMicros).bytes(a.credentialId))
    .list(view.slots, (to, s) => to.raw(s.id).u8(s.kind).u64(s.epoch).raw(s.authenticator))
    .list(view.capabilities, (to, code) => to.u8(code))
    .list(view.limits, (to, l) => to.text(l.asset).text(l.limit).text(l.used).u64(l.windowSeconds))
    .list(view.pending, writePending).flag(view.frozen);
}

function writePending(out: Writer, pending: Pending): void {
  out.u8(pending.kind).u64(pending.requestedMicros).u64(pending.maturesMicros).u64(pending.windowEndsMicros).text(pending.clock);
}

function writeIntent(out: Writer, intent: DecodedIntent): void {
  out.text(intent.kind).list(intent.fields, (to, f) => to.text(f.key).text(f.label).text(f.value).flag(f.important)).list(intent.warnings, (to, w) => to.text(w)).raw(intent.payloadHash);
}

function writeResult(out: Writer, result: Result): void {
  switch (result.type) {
    case "account":
      return writeView(out.u8(1), result.view);
    case "unlocked":
      writeView(out.u8(2), result.view);
      out.bytes(result.loginStatement);
      return;
    case "signatures":
      out.u8(3).list(result.signed, (to, s) => {
        writeIntent(to, s.intent);
        to.bytes(s.signature).bytes(s.signedPayload).raw(s.hash);
      });
      return;
    case "session-certified":
      out.u8(4).raw(result.sessionId).u32(result.maxUses).u64(result.validMillis);
      return;
    case "action-pending":
      return writePending(out.u8(5), result.pending);
    case "exported":
      out.u8(6).bytes(result.sealed);
      return;
  }
}

export function writeResponse(out: Writer, response: Response): void {
  switch (response.type) {
    case "refused":
      out.u8(0).u16(response.refusal).text(response.reason);
      return;
    case "info":
      out.u8(1).raw(response.clusterId).raw(response.bootId).u8(response.environment).text(response.logKey).raw(response.loginKey).text(response.freshness).text(response.time).text(response.rpId).text(response.origin);
      return;
    case "enrolment-options":
      out.u8(2).raw(response.account).raw(response.challenge).raw(response.prfSlot).raw(response.prfSalt).bytes(response.recoveryCode).text(response.rpId).text(response.origin);
      return;
    case "unlock-ways":
      out.u8(3).u8(response.level).u64(response.version)
        .list(response.passkeys, (to, p) => to.raw(p.authenticator).bytes(p.credentialId).option(p.prf, (x, prf) => x.raw(prf.slot).raw(prf.currentSalt).raw(prf.nextSalt)))
        .list(response.devices, (to, d) => to.raw(d.authenticator).raw(d.slot).raw(d.devicePublicKey).raw(d.ephemeral)).flag(response.recoveryCode).flag(response.operator).list(response.keys, (to, key) => to.raw(key));
      return;
    case "described":
      out.u8(4).list(response.intents, writeIntent);
      return;
    case "account":
      return writeView(out.u8(5), response.view);
    case "activity":
      out.u8(6).list(response.entries, (to, e) => to.u64(e.number).u8(e.operation).u64(e.hostMicros).text(e.summary).bytes(e.receipt)).u64(response.total);
      return;
    case "done":
      writeResult(out.u8(7), response.result);
      out.bytes(response.receipt).u64(response.version).raw(response.head);
      return;
  }
}
