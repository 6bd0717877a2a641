/** The three primitives of 25519_AESGCM_SHA256, all by WebCrypto. */

import { concat, type Octets } from "../base/bytes.ts";

export interface DiffieHellmanKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: Octets;
}

/** A fresh X25519 key pair whose private half cannot be exported. */
export async function generateKey(): Promise<DiffieHellmanKey> {
  const pair = (await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"])) as CryptoKeyPair;
  return { privateKey: pair.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** RFC 7748 section 6.1. WebCrypto itself refuses the all-zero output of a low-order point. */
export async function agree(privateKey: CryptoKey, publicKey: Octets): Promise<Octets> {
  const peer = await crypto.subtle.importKey("raw", publicKey, { name: "X25519" }, true, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: peer }, privateKey, 256));
}

export async function hmacSha256(key: Octets, ...parts: readonly Octets[]): Promise<Octets> {
  // WebCrypto refuses an empty key; HMAC pads with zeros, so one zero octet is the same key.
  const imported = await crypto.subtle.importKey("raw", key.length === 0 ? new Uint8Array(1) : key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, concat(...parts)));
}

/** HKDF of the Noise specification, section 4.3, with two outputs. */
export async function hkdf2(chainingKey: Octets, inputKeyMaterial: Octets): Promise<[Octets, Octets]> {
  const temporary = await hmacSha256(chainingKey, inputKeyMaterial);
  const first = await hmacSha256(temporary, new Uint8Array([1]));
  const second = await hmacSha256(temporary, first, new Uint8Array([2]));
  temporary.fill(0);
  return [first, second];
}

export async function importAesKey(key: Octets, usages: KeyUsage[]): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "AES-GCM" }, false, usages);
}

/** Noise section 12.3: 32 zero bits, then the nonce in 64 bits, big-endian. */
function initializationVector(nonce: bigint): Octets {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(4, nonce);
  return iv;
}

export async function encrypt(key: CryptoKey, nonce: bigint, associatedData: Octets, plaintext: Octets): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: initializationVector(nonce), additionalData: associatedData }, key, plaintext));
}

export async function decrypt(key: CryptoKey, nonce: bigint, associatedData: Octets, ciphertext: Octets): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: initializationVector(nonce), additionalData: associatedData }, key, ciphertext));
}
