/** Octets and their text forms. Nothing here is secret-aware: callers wipe what they must. */

export type Octets = Uint8Array<ArrayBuffer>;

export const EMPTY: Octets = new Uint8Array(0);

export function utf8(text: string): Octets {
  return new TextEncoder().encode(text) as Octets;
}

export function concat(...parts: readonly Uint8Array[]): Octets {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

export function isZero(octets: Uint8Array): boolean {
  return octets.every((octet) => octet === 0);
}

export function toHex(octets: Uint8Array): string {
  let out = "";
  for (const octet of octets) out += octet.toString(16).padStart(2, "0");
  return out;
}

/** Hex digits of either case with an optional 0x; anything else is undefined. */
export function fromHex(text: string): Octets | undefined {
  const digits = text.startsWith("0x") ? text.slice(2) : text;
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return undefined;
  const out = new Uint8Array(digits.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function toBase64(octets: Uint8Array): string {
  let binary = "";
  for (const octet of octets) binary += String.fromCharCode(octet);
  return btoa(binary);
}

/** Strict base 64 with padding; anything else is undefined. */
export function fromBase64(text: string): Octets | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)) as Octets;
}

/** RFC 4648 section 5, without padding. */
export function toBase64Url(octets: Uint8Array): string {
  return toBase64(octets).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromBase64Url(text: string): Octets | undefined {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return /[+/=]/.test(text) ? undefined : fromBase64(padded);
}

export function random(size: number): Octets {
  return crypto.getRandomValues(new Uint8Array(size));
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}
