/**
 * Recovery codes as people write them: 20 octets and the first two of their SHA-256, in Crockford's base 32 (176 bits, 36 characters, the last
 * four bits zero), in nine groups of four.
 */

import { concat, equal, type Octets, sha256 } from "../base/bytes.ts";
import { base32, CROCKFORD } from "../base/id.ts";

export const CODE_SIZE = 20;
const CHECKSUM_SIZE = 2;
const DIGITS = 36;
const GROUP = 4;

export type ParsedCode = { readonly code: Octets } | { readonly problem: string };

/** Such as {@code 7K3M-….}: upper case, hyphens between groups. */
export async function formatRecoveryCode(code: Octets): Promise<string> {
  return groups(await digitsOf(code)).join("-");
}

async function digitsOf(code: Octets): Promise<string> {
  return base32(concat(code, await checksum(code)), DIGITS).toUpperCase();
}

async function checksum(code: Octets): Promise<Octets> {
  return (await sha256(code)).slice(0, CHECKSUM_SIZE);
}

export function groups(digits: string): string[] {
  return digits.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];
}

/** Either case, any spaces or hyphens; o is read as 0, i and l as 1, as Crockford says. */
export async function parseRecoveryCode(text: string): Promise<ParsedCode> {
  const digits = normalize(text);
  const foreign = [...digits].find((digit) => !CROCKFORD.includes(digit));
  if (foreign) return { problem: `The character “${foreign}” never occurs in a recovery code.` };
  if (digits.length !== DIGITS) return { problem: `A recovery code has ${DIGITS} characters; this has ${digits.length}.` };
  const octets = decode(digits);
  const code = octets.slice(0, CODE_SIZE);
  const canonical = base32(octets, DIGITS) === digits;
  if (!canonical || !equal(octets.slice(CODE_SIZE), await checksum(code))) return { problem: "A character is wrong somewhere: the code does not match its checksum." };
  return { code };
}

export function normalize(text: string): string {
  return text.toLowerCase().replace(/[\s\-–—]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
}

function decode(digits: string): Octets {
  const octets = new Uint8Array(CODE_SIZE + CHECKSUM_SIZE);
  for (let bit = 0; bit < octets.length * 8; bit++) {
    const digit = CROCKFORD.indexOf(digits[Math.floor(bit / 5)]!);
    octets[bit >> 3]! |= ((digit >> (4 - (bit % 5))) & 1) << (7 - (bit & 7));
  }
  return octets;
}
