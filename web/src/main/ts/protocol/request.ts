/** What this page asks the enclave (org.fastness.protocol.message). The octets of an operation are what the authenticator signs. */

import { concat, type Octets, sha256, utf8 } from "../base/bytes.ts";
import { Writer } from "../base/codec.ts";
import { ID_SIZE } from "../base/id.ts";
import { encodeRouting, type Routing } from "./channel.ts";
import * as bounds from "./bounds.ts";

/** Codes of PayloadKind. */
export const PayloadKind = { EVM_TRANSACTION: 1, EVM_MESSAGE: 2, EVM_TYPED_DATA: 3 } as const;

export interface Payload {
  readonly key: Octets;
  readonly path: string;
  readonly kind: (typeof PayloadKind)[keyof typeof PayloadKind];
  readonly network: string;
  readonly octets: Octets;
}

export type NewAuthenticator =
  | { readonly type: "passkey"; readonly attestationObject: Octets; readonly clientDataJson: Octets }
  | { readonly type: "device-key"; readonly publicKey: Octets };

export type NewSlot =
  | { readonly type: "prf"; readonly slot: Octets; readonly output: Octets }
  | { readonly type: "device"; readonly publicKey: Octets }
  | { readonly type: "recovery"; readonly code: Octets };

export interface Enrolment {
  readonly name: string;
  readonly authenticator: NewAuthenticator;
  readonly slots: readonly NewSlot[];
}

export type Operation =
  | { readonly type: "create-account"; readonly level: number; readonly enrolment: Enrolment }
  | { readonly type: "unlock" }
  | { readonly type: "sign"; readonly payloads: readonly Payload[] }
  | { readonly type: "certify-session"; readonly publicKey: Octets; readonly maxUses: number; readonly lifetimeSeconds: number }
  | { readonly type: "add-authenticator"; readonly enrolment: Enrolment }
  | { readonly type: "remove-authenticator"; readonly authenticator: Octets }
  | { readonly type: "set-capability"; readonly capability: number; readonly enabled: boolean }
  | { readonly type: "request-export"; readonly key: Octets; readonly pinnedKey: Octets }
  | { readonly type: "collect-export" }
  | { readonly type: "cancel-pending"; readonly pending: number }
  | { readonly type: "start-recovery" }
  | { readonly type: "complete-recovery"; readonly enrolment: Enrolment };

export type OperationType = Operation["type"];

/** The operation's number on the wire, in leaves and in receipts. */
export const OPERATION_TAGS: Readonly<Record<OperationType, number>> = {
  "create-account": 1, unlock: 2, sign: 3, "certify-session": 4, "add-authenticator": 5, "remove-authenticator": 6, "set-capability": 7,
  "request-export": 8, "collect-export": 9, "cancel-pending": 10, "start-recovery": 11, "complete-recovery": 12,
};

export type Authorization =
  | { readonly type: "passkey"; readonly credentialId: Octets; readonly authenticatorData: Octets; readonly clientDataJson: Octets; readonly signature: Octets }
  | { readonly type: "device-key"; readonly authenticator: Octets; readonly signature: Octets }
  | { readonly type: "session-key"; readonly sessionId: Octets; readonly signature: Octets }
  | { readonly type: "none" };

export type SlotMaterial =
  | { readonly type: "prf"; readonly slot: Octets; readonly current: Octets; readonly next: Octets }
  | { readonly type: "device"; readonly slot: Octets; readonly shared: Octets }
  | { readonly type: "recovery-code"; readonly code: Octets }
  | { readonly type: "operator" };

export interface Context {
  readonly environment: number;
  readonly tenant: Octets;
  readonly account: Octets;
  readonly requestId: Octets;
  readonly knownVersion: bigint;
  readonly nonce: Octets;
  readonly handshakeHash: Octets;
}

export type Purpose = "create" | "add" | "recover";

export type Request =
  | { readonly type: "info" }
  | { readonly type: "begin-enrolment"; readonly purpose: Purpose }
  | { readonly type: "unlock-options" }
  | { readonly type: "describe"; readonly payloads: readonly Payload[] }
  | { readonly type: "view-account" }
  | { readonly type: "list-activity" }
  | {
      readonly type: "execute";
      readonly context: Context;
      readonly operation: Operation;
      readonly authorization: Authorization;
      readonly material: SlotMaterial | undefined;
    };

const MAGIC = 0xf1;
const PURPOSES: Readonly<Record<Purpose, number>> = { create: 1, add: 2, recover: 3 };

function writePayload(out: Writer, payload: Payload): void {
  out.fixed(payload.key, ID_SIZE).text(payload.path).u8(payload.kind).text(payload.network).bytes(payload.octets);
}

function writeEnrolment(out: Writer, enrolment: Enrolment): void {
  out.text(enrolment.name);
  const authenticator = enrolment.authenticator;
  if (authenticator.type === "passkey") out.u8(1).bytes(authenticator.attestationObject).bytes(authenticator.clientDataJson);
  else out.u8(2).fixed(authenticator.publicKey, 65);
  out.list(enrolment.slots, (to, slot) => {
    switch (slot.type) {
      case "prf":
        return to.u8(1).fixed(slot.slot, ID_SIZE).fixed(slot.output, 32);
      case "device":
        return to.u8(2).fixed(slot.publicKey, 32);
      case "recovery":
        return to.u8(3).fixed(slot.code, bounds.RECOVERY_CODE);
    }
  });
}

function writeOperation(out: Writer, operation: Operation): void {
  out.u8(OPERATION_TAGS[operation.type]);
  switch (operation.type) {
    case "create-account":
      out.u8(operation.level);
      return writeEnrolment(out, operation.enrolment);
    case "sign":
      out.list(operation.payloads, writePayload);
      return;
    case "certify-session":
      out.fixed(operation.publicKey, 32).u32(operation.maxUses).u32(operation.lifetimeSeconds);
      return;
    case "add-authenticator":
    case "complete-recovery":
      return writeEnrolment(out, operation.enrolment);
    case "remove-authenticator":
      out.fixed(operation.authenticator, ID_SIZE);
      return;
    case "set-capability":
      out.u8(operation.capability).flag(operation.enabled);
      return;
    case "request-export":
      out.fixed(operation.key, ID_SIZE).fixed(operation.pinnedKey, 32);
      return;
    case "cancel-pending":
      out.u8(operation.pending);
      return;
    case "unlock":
    case "collect-export":
    case "start-recovery":
      return;
  }
}

function writeAuthorization(out: Writer, authorization: Authorization): void {
  switch (authorization.type) {
    case "passkey":
      out.u8(1).bytes(authorization.credentialId).bytes(authorization.authenticatorData).bytes(authorization.clientDataJson).bytes(authorization.signature);
      return;
    case "device-key":
      out.u8(2).fixed(authorization.authenticator, ID_SIZE).fixed(authorization.signature, 64);
      return;
    case "session-key":
      out.u8(3).fixed(authorization.sessionId, 16).fixed(authorization.signature, 64);
      return;
    case "none":
      out.u8(4);
      return;
  }
}

function writeMaterial(out: Writer, material: SlotMaterial): void {
  switch (material.type) {
    case "prf":
      out.u8(1).fixed(material.slot, ID_SIZE).fixed(material.current, 32).fixed(material.next, 32);
      return;
    case "device":
      out.u8(2).fixed(material.slot, ID_SIZE).fixed(material.shared, 32);
      return;
    case "recovery-code":
      out.u8(3).fixed(material.code, bounds.RECOVERY_CODE);
      return;
    case "operator":
      out.u8(4);
      return;
  }
}

function writeContext(out: Writer, context: Context): void {
  out.u8(context.environment).fixed(context.tenant, ID_SIZE).fixed(context.account, ID_SIZE).fixed(context.requestId, ID_SIZE)
    .u64(context.knownVersion).fixed(context.nonce, 32).fixed(context.handshakeHash, 32);
}

/** What the authenticator signs: SHA-256 of the label, the context and the operation. */
export async function challenge(context: Context, operation: Operation): Promise<Octets> {
  const out = new Writer();
  writeContext(out, context);
  writeOperation(out, operation);
  return sha256(concat(utf8("fastness/request/v1"), out.drain()));
}

function writeRequest(out: Writer, request: Request): void {
  switch (request.type) {
    case "info":
      out.u8(1);
      return;
    case "begin-enrolment":
      out.u8(2).u8(PURPOSES[request.purpose]);
      return;
    case "unlock-options":
      out.u8(3);
      return;
    case "describe":
      out.u8(4).list(request.payloads, writePayload);
      return;
    case "view-account":
      out.u8(5);
      return;
    case "list-activity":
      out.u8(6);
      return;
    case "execute":
      out.u8(7);
      writeContext(out, request.context);
      writeOperation(out, request.operation);
      writeAuthorization(out, request.authorization);
      out.option(request.material, writeMaterial);
      return;
  }
}

/** The whole plaintext of a message: routing header and request. */
export function encodeRequest(routing: Routing, request: Request): Octets {
  const out = new Writer().u8(MAGIC).u8(bounds.VERSION).bytes(encodeRouting(routing));
  writeRequest(out, request);
  return out.drain();
}
