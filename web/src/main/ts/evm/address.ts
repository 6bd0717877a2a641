/** Ethereum addresses as people type them (EIP-55). */

import { fromHex, type Octets, toHex, utf8 } from "../base/bytes.ts";
import { keccak256 } from "./keccak.ts";

export type ParsedAddress = { readonly octets: Octets } | { readonly problem: string };

/** All lower or all upper case is taken as typed without a checksum; mixed case must carry the right one. */
export function parseAddress(text: string): ParsedAddress {
  const trimmed = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(trimmed)) return { problem: "An Ethereum address is 0x followed by 40 digits or letters a to f." };
  const digits = trimmed.slice(2);
  const octets = fromHex(digits)!;
  const mixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (mixed && checksummed(octets) !== trimmed) return { problem: "The address does not match its checksum: at least one character is wrong. Copy it again." };
  return { octets };
}

export function checksummed(octets: Octets): string {
  const digits = toHex(octets);
  const hash = toHex(keccak256(utf8(digits)));
  let out = "0x";
  for (let i = 0; i < digits.length; i++) out += Number.parseInt(hash[i]!, 16) >= 8 ? digits[i]!.toUpperCase() : digits[i]!;
  return out;
}
