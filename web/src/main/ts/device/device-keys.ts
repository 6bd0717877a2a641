/** This browser's own keys for an account: P-256 to sign, X25519 to open a slot. Neither can be exported; clearing site data loses both. */

import { equal, type Octets, toHex } from "../base/bytes.ts";
import { agree, generateKey } from "../noise/primitives.ts";
import type { Authorization } from "../protocol/request.ts";
import type { DeviceWay } from "../protocol/response.ts";
import { get, put, remove } from "./database.ts";

export interface DeviceKeys {
  readonly signing: CryptoKey;
  /** Uncompressed point, 65 octets. */
  readonly signingPublic: Octets;
  readonly agreement: CryptoKey;
  /** 32 octets. */
  readonly agreementPublic: Octets;
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Makes keys; they are kept only once {@link keep} is called. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const signing = (await crypto.subtle.generateKey(ECDSA, false, ["sign"])) as CryptoKeyPair;
  const agreement = await generateKey();
  return {
    signing: signing.privateKey, signingPublic: new Uint8Array(await crypto.subtle.exportKey("raw", signing.publicKey)),
    agreement: agreement.privateKey, agreementPublic: agreement.publicKey,
  };
}

export async function keepDeviceKeys(account: Octets, keys: DeviceKeys): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
  await put("device-keys", toHex(account), keys);
}

export function deviceKeysOf(account: Octets): Promise<DeviceKeys | undefined> {
  return get("device-keys", toHex(account));
}

export async function forgetDeviceKeys(account: Octets): Promise<void> {
  await remove("device-keys", toHex(account));
}

/** The slot that these keys open, if the account has one. */
export function ownWay(keys: DeviceKeys | undefined, ways: readonly DeviceWay[]): DeviceWay | undefined {
  return keys && ways.find((way) => equal(way.devicePublicKey, keys.agreementPublic));
}

export function agreeWith(keys: DeviceKeys, ephemeral: Octets): Promise<Octets> {
  return agree(keys.agreement, ephemeral);
}

/** ECDSA over the challenge, r and s, s in its lower half. */
export async function signWithDevice(keys: DeviceKeys, authenticator: Octets, challenge: Octets): Promise<Authorization> {
  const signature = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.signing, challenge));
  return { type: "device-key", authenticator, signature: lowS(signature) };
}

export function lowS(signature: Octets): Octets {
  const s = BigInt(`0x${toHex(signature.slice(32))}`);
  if (s <= ORDER / 2n) return signature;
  const out = signature.slice();
  const digits = (ORDER - s).toString(16).padStart(64, "0");
  for (let i = 0; i < 32; i++) out[32 + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return out;
}
