/** What the enclave answers (org.fastness.protocol.message). */

import type { Octets } from "../base/bytes.ts";
import { Malformed, Reader } from "../base/codec.ts";
import { ID_SIZE } from "../base/id.ts";
import * as bounds from "./bounds.ts";

export interface Address {
  readonly chain: string;
  readonly path: string;
  readonly text: string;
  readonly publicKey: Octets;
}

export interface Key {
  readonly id: Octets;
  readonly label: string;
  readonly addresses: readonly Address[];
}

export const AuthenticatorType = { PASSKEY: 1, DEVICE_KEY: 2 } as const;

export interface Authenticator {
  readonly id: Octets;
  readonly type: number;
  readonly name: string;
  readonly createdMicros: bigint;
  readonly lastUsedMicros: bigint;
  readonly credentialId: Octets;
}

export const SlotKind = { PASSKEY_PRF: 1, DEVICE: 2, RECOVERY_CODE: 3, OPERATOR: 4 } as const;

export interface Slot {
  readonly id: Octets;
  readonly kind: number;
  readonly epoch: bigint;
  readonly authenticator: Octets;
}

/** Amounts in base units, decimal. */
export interface Limit {
  readonly asset: string;
  readonly limit: string;
  readonly used: string;
  readonly windowSeconds: bigint;
}

export const PendingKind = { EXPORT: 1, RECOVERY: 2 } as const;

export interface Pending {
  readonly kind: number;
  readonly requestedMicros: bigint;
  readonly maturesMicros: bigint;
  readonly windowEndsMicros: bigint;
  readonly clock: string;
}

export interface AccountView {
  readonly account: Octets;
  readonly level: number;
  readonly version: bigint;
  readonly head: Octets;
  readonly keys: readonly Key[];
  readonly authenticators: readonly Authenticator[];
  readonly slots: readonly Slot[];
  readonly capabilities: readonly number[];
  readonly limits: readonly Limit[];
  readonly pending: readonly Pending[];
  readonly frozen: boolean;
}

export interface IntentField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly important: boolean;
}

export interface DecodedIntent {
  readonly kind: string;
  readonly fields: readonly IntentField[];
  readonly warnings: readonly string[];
  readonly payloadHash: Octets;
}

export interface Signed {
  readonly intent: DecodedIntent;
  readonly signature: Octets;
  readonly signedPayload: Octets;
  readonly hash: Octets;
}

export type Result =
  | { readonly type: "account"; readonly view: AccountView }
  | { readonly type: "unlocked"; readonly view: AccountView; readonly loginStatement: Octets }
  | { readonly type: "signatures"; readonly signed: readonly Signed[] }
  | { readonly type: "session-certified"; readonly sessionId: Octets; readonly maxUses: number; readonly validMillis: bigint }
  | { readonly type: "action-pending"; readonly pending: Pending }
  | { readonly type: "exported"; readonly sealed: Octets };

export interface PrfWay {
  readonly slot: Octets;
  readonly currentSalt: Octets;
  readonly nextSalt: Octets;
}

export interface PasskeyWay {
  readonly authenticator: Octets;
  readonly credentialId: Octets;
  readonly prf: PrfWay | undefined;
}

export interface DeviceWay {
  readonly authenticator: Octets;
  readonly slot: Octets;
  readonly devicePublicKey: Octets;
  readonly ephemeral: Octets;
}

export interface ActivityEntry {
  readonly number: bigint;
  readonly operation: number;
  readonly hostMicros: bigint;
  readonly summary: string;
  readonly receipt: Octets;
}

export interface Info {
  readonly type: "info";
  readonly clusterId: Octets;
  readonly bootId: Octets;
  readonly environment: number;
  readonly logKey: string;
  readonly loginKey: Octets;
  readonly freshness: string;
  readonly time: string;
  readonly rpId: string;
  readonly origin: string;
}

export interface EnrolmentOptions {
  readonly type: "enrolment-options";
  readonly account: Octets;
  readonly challenge: Octets;
  readonly prfSlot: Octets;
  readonly prfSalt: Octets;
  readonly recoveryCode: Octets;
  readonly rpId: string;
  readonly origin: string;
}

export interface UnlockWays {
  readonly type: "unlock-ways";
  readonly level: number;
  readonly version: bigint;
  readonly passkeys: readonly PasskeyWay[];
  readonly devices: readonly DeviceWay[];
  readonly recoveryCode: boolean;
  readonly operator: boolean;
  /** The account's keys, to be named in routing headers. */
  readonly keys: readonly Octets[];
}

export interface Done {
  readonly type: "done";
  readonly result: Result;
  readonly receipt: Octets;
  readonly version: bigint;
  readonly head: Octets;
}

export type Response =
  | { readonly type: "refused"; readonly refusal: number; readonly reason: string }
  | Info
  | EnrolmentOptions
  | UnlockWays
  | { readonly type: "described"; readonly intents: readonly DecodedIntent[] }
  | { readonly type: "account"; readonly view: AccountView }
  | { readonly type: "activity"; readonly entries: readonly ActivityEntry[]; readonly total: bigint }
  | Done;

/** The whole plaintext: nonce for the next authorization on this channel, how long it is good for, the response. */
export interface ResponseEnvelope {
  readonly nonce: Octets;
  readonly nonceMillis: number;
  readonly response: Response;
}

const MAGIC = 0xf2;

function readPending(from: Reader): Pending {
  return { kind: from.u8(), requestedMicros: from.u64(), maturesMicros: from.u64(), windowEndsMicros: from.u64(), clock: from.text(bounds.TEXT) };
}

function readAddress(from: Reader): Address {
  return { chain: from.text(bounds.TEXT), path: from.text(bounds.TEXT), text: from.text(bounds.TEXT), publicKey: from.bytes(65) };
}

function readView(from: Reader): AccountView {
  return {
    account: from.fixed(ID_SIZE),
    level: from.u8(),
    version: from.u64(),
    head: from.fixed(32),
    keys: from.list(bounds.KEYS, (each) => ({ id: each.fixed(ID_SIZE), label: each.text(bounds.LABEL), addresses: each.list(64, readAddress) })),
    authenticators: from.list(bounds.AUTHENTICATORS, (each) => ({
      id: each.fixed(ID_SIZE), type: each.u8(), name: each.text(bounds.LABEL), createdMicros: each.u64(), lastUsedMicros: each.u64(),
      credentialId: each.bytes(bounds.CREDENTIAL_ID),
    })),
    slots: from.list(bounds.SLOTS, (each) => ({ id: each.fixed(ID_SIZE), kind: each.u8(), epoch: each.u64(), authenticator: each.fixed(ID_SIZE) })),
    capabilities: from.list(64, (each) => each.u8()),
    limits: from.list(64, (each) => ({ asset: each.text(bounds.TEXT), limit: each.text(bounds.TEXT), used: each.text(bounds.TEXT), windowSeconds: each.u64() })),
    pending: from.list(8, readPending),
    frozen: from.flag(),
  };
}

function readIntent(from: Reader): DecodedIntent {
  return {
    kind: from.text(bounds.TEXT),
    fields: from.list(bounds.SHOWN_FIELDS, (each) => ({ key: each.text(bounds.TEXT), label: each.text(bounds.TEXT), value: each.text(bounds.SHOWN), important: each.flag() })),
    warnings: from.list(bounds.SHOWN_FIELDS, (each) => each.text(bounds.SHOWN)),
    payloadHash: from.fixed(32),
  };
}

function readResult(from: Reader): Result {
  switch (from.u8()) {
    case 1:
      return { type: "account", view: readView(from) };
    case 2:
      return { type: "unlocked", view: readView(from), loginStatement: from.bytes(1024) };
    case 3:
      return {
        type: "signatures",
        signed: from.list(bounds.BATCH, (each) => ({
          intent: readIntent(each), signature: each.bytes(bounds.SIGNATURE), signedPayload: each.bytes(bounds.PAYLOAD + 4096), hash: each.fixed(32),
        })),
      };
    case 4:
      return { type: "session-certified", sessionId: from.fixed(16), maxUses: from.u32(), validMillis: from.u64() };
    case 5:
      return { type: "action-pending", pending: readPending(from) };
    case 6:
      return { type: "exported", sealed: from.bytes(4096) };
    default:
      throw new Malformed("unknown result");
  }
}

function readResponse(from: Reader): Response {
  switch (from.u8()) {
    case 0:
      return { type: "refused", refusal: from.u16(), reason: from.text(bounds.TEXT) };
    case 1:
      return {
        type: "info", clusterId: from.fixed(32), bootId: from.fixed(16), environment: from.u8(), logKey: from.text(bounds.TEXT), loginKey: from.fixed(32),
        freshness: from.text(bounds.TEXT), time: from.text(bounds.TEXT), rpId: from.text(bounds.TEXT), origin: from.text(bounds.TEXT),
      };
    case 2:
      return {
        type: "enrolment-options", account: from.fixed(ID_SIZE), challenge: from.fixed(32), prfSlot: from.fixed(16), prfSalt: from.fixed(32),
        recoveryCode: from.bytes(bounds.RECOVERY_CODE), rpId: from.text(bounds.TEXT), origin: from.text(bounds.TEXT),
      };
    case 3:
      return {
        type: "unlock-ways", level: from.u8(), version: from.u64(),
        passkeys: from.list(bounds.AUTHENTICATORS, (each) => ({
          authenticator: each.fixed(ID_SIZE), credentialId: each.bytes(bounds.CREDENTIAL_ID),
          prf: each.option((way) => ({ slot: way.fixed(16), currentSalt: way.fixed(32), nextSalt: way.fixed(32) })),
        })),
        devices: from.list(bounds.AUTHENTICATORS, (each) => ({
          authenticator: each.fixed(ID_SIZE), slot: each.fixed(16), devicePublicKey: each.fixed(32), ephemeral: each.fixed(32),
        })),
        recoveryCode: from.flag(), operator: from.flag(), keys: from.list(bounds.KEYS, (each) => each.fixed(ID_SIZE)),
      };
    case 4:
      return { type: "described", intents: from.list(bounds.BATCH, readIntent) };
    case 5:
      return { type: "account", view: readView(from) };
    case 6:
      return {
        type: "activity",
        entries: from.list(bounds.ACTIVITY_PAGE, (each) => ({
          number: each.u64(), operation: each.u8(), hostMicros: each.u64(), summary: each.text(bounds.SHOWN), receipt: each.bytes(bounds.RECEIPT),
        })),
        total: from.u64(),
      };
    case 7:
      return { type: "done", result: readResult(from), receipt: from.bytes(bounds.RECEIPT), version: from.u64(), head: from.fixed(32) };
    default:
      throw new Malformed("unknown response");
  }
}

export function decodeResponse(plaintext: Octets): ResponseEnvelope {
  const from = new Reader(plaintext);
  if (from.u8() !== MAGIC || from.u8() !== bounds.VERSION) throw new Malformed("not a response of version 1");
  const envelope = { nonce: from.fixed(32), nonceMillis: from.u32(), response: readResponse(from) };
  from.end();
  return envelope;
}
