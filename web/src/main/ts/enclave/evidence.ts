/** What the enclave shows about itself in the handshake (org.fastness.attestation), judged before anything else is said. */

import { type Octets, toHex, utf8 } from "../base/bytes.ts";
import { Malformed, Reader, Writer } from "../base/codec.ts";
import { Failure } from "../base/errors.ts";

const MAGIC_EVIDENCE = 0x45;
const MAGIC_DEV = 0x44;
const TYPE_DEV = 1;
const MAX_BODY = 48 * 1024;
const MAX_PROPERTIES = 40;
const SIGNATURE = 64;
const MAX_CLOCK_DIFFERENCE_MICROS = 3_600_000_000n;
const LABEL_BINDING = utf8("fastness/evidence/v1/binding");
const LABEL_DEV = utf8("fastness/evidence/v1/dev");

export const ENVIRONMENTS = ["development", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** What ties evidence to one channel. */
export interface EvidenceBinding {
  readonly remoteStatic: Octets;
  readonly clientEphemeral: Octets;
  readonly clientNonce: Octets;
}

export interface EvidencePolicy {
  readonly environment: Environment;
  /** Whether evidence that proves nothing is accepted; impossible for production. */
  readonly acceptDevelopment: boolean;
  /** The one cluster accepted, as hex; undefined until an account is known. */
  readonly clusterId: string | undefined;
}

export interface Attested {
  /** False for development evidence, always. */
  readonly attested: boolean;
  readonly phrase: string;
  readonly clusterId: Octets;
  readonly bootId: Octets;
  readonly image: Octets;
  readonly installKey: Octets;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

export async function checkEvidence(encoded: Octets, binding: EvidenceBinding, policy: EvidencePolicy, nowMillis = Date.now()): Promise<Attested> {
  const from = new Reader(encoded);
  if (from.u8() !== MAGIC_EVIDENCE || from.u8() !== 1) throw new Malformed("not evidence of version 1");
  const type = from.u8();
  const body = from.bytes(MAX_BODY);
  from.end();
  if (type !== TYPE_DEV) throw refused("The enclave proves itself in a way this page does not know.", "Reload the page to get its newest version.");
  if (!policy.acceptDevelopment || policy.environment === "production") {
    throw refused("The enclave could not prove what it is: it shows development evidence.", "Do not continue here. Tell the operator of this address.");
  }
  return checkDevelopment(body, binding, policy, BigInt(nowMillis) * 1000n);
}

async function checkDevelopment(body: Octets, binding: EvidenceBinding, policy: EvidencePolicy, nowMicros: bigint): Promise<Attested> {
  const from = new Reader(body);
  if (from.u8() !== MAGIC_DEV || from.u8() !== 1) throw new Malformed("not development evidence of version 1");
  const clusterId = from.fixed(32);
  const environment = ENVIRONMENTS[from.u8()];
  const bootId = from.fixed(16);
  const image = from.fixed(32);
  const properties = from.list(MAX_PROPERTIES, (each) => ({ name: each.text(128), value: each.text(1024) }));
  const issuedAtMicros = from.u64();
  const installKey = from.fixed(32);
  const signature = from.fixed(SIGNATURE);
  from.end();
  if (new Set(properties.map((each) => each.name)).size !== properties.length) throw new Malformed("a property stands twice");

  if (!(await isSigned(body.slice(0, -SIGNATURE), clusterId, binding, installKey, signature))) {
    throw refused("The enclave's evidence does not belong to this connection.", "Somebody may stand between you and the enclave. Try again from another network.");
  }
  const difference = nowMicros - issuedAtMicros;
  if (difference > MAX_CLOCK_DIFFERENCE_MICROS || -difference > MAX_CLOCK_DIFFERENCE_MICROS) throw refused("The enclave's time and this device's differ by more than an hour.", "Correct this device's clock, then reload.");
  if (environment !== policy.environment) throw refused("The enclave belongs to another environment than this page.", "Open the address the server printed.");
  if (policy.clusterId !== undefined && policy.clusterId !== toHex(clusterId)) {
    throw refused("This is not the enclave cluster that made your account.", "If the server's data was reset, forget the account on this browser. Otherwise do not continue.");
  }
  return { attested: false, phrase: "not attested", clusterId, bootId, image, installKey, properties };
}

async function isSigned(statement: Octets, clusterId: Octets, binding: EvidenceBinding, installKey: Octets, signature: Octets): Promise<boolean> {
  const bound = new Writer().bytes(LABEL_BINDING).bytes(clusterId).bytes(binding.remoteStatic).bytes(binding.clientEphemeral).bytes(binding.clientNonce).toBytes();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", bound));
  const message = new Writer().bytes(LABEL_DEV).bytes(statement).bytes(digest).toBytes();
  const key = await crypto.subtle.importKey("raw", installKey, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
}

function refused(message: string, remedy: string): Failure {
  return new Failure(message, remedy);
}
