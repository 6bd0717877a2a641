/** Identifiers of 16 octets, and their checked text form (org.fastness.base.Id). */

import { type Octets, sha256, utf8 } from "./bytes.ts";

export const ID_SIZE = 16;
export const ZERO_ID: Octets = new Uint8Array(ID_SIZE);

export type IdKind = "tnt" | "acc" | "key" | "usr" | "aut" | "req" | "clu" | "slt";

export const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

/** The first {@code digits} groups of five bits, most significant first, zero bits after the end. */
export function base32(octets: Uint8Array, digits: number): string {
  let out = "";
  for (let i = 0; i < digits; i++) {
    let digit = 0;
    for (let bit = i * 5; bit < i * 5 + 5; bit++) digit = (digit << 1) | (((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    out += CROCKFORD[digit]!;
  }
  return out;
}

/** Reads the text form of the kind; another prefix, a wrong length or checksum is undefined. */
export async function parseId(kind: IdKind, text: string): Promise<Octets | undefined> {
  const digits = text.startsWith(`${kind}_`) && text.length === kind.length + 31 ? text.slice(kind.length + 1, -4) : "";
  const id = new Uint8Array(ID_SIZE);
  for (let bit = 0; bit < ID_SIZE * 8; bit++) {
    const digit = CROCKFORD.indexOf(digits[Math.floor(bit / 5)] ?? "?");
    if (digit < 0) return undefined;
    id[bit >> 3]! |= ((digit >> (4 - (bit % 5))) & 1) << (7 - (bit & 7));
  }
  return (await idText(kind, id)) === text ? id : undefined;
}

export async function idText(kind: IdKind, id: Uint8Array): Promise<string> {
  return `${kind}_${base32(id, 26)}${base32(await sha256(utf8(kind), id), 4)}`;
}
