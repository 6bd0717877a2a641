/** Unsigned EIP-1559 transactions. The enclave parses these octets itself and shows what it found; this side only proposes. */

import { concat, EMPTY, type Octets } from "../base/bytes.ts";

type Item = Octets | readonly Item[];

/** Recursive length prefix (Ethereum yellow paper, appendix B). */
export function rlp(item: Item): Octets {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && item[0]! < 0x80) return item as Octets;
    return concat(prefix(0x80, item.length), item as Octets);
  }
  const body = concat(...(item as readonly Item[]).map(rlp));
  return concat(prefix(0xc0, body.length), body);
}

function prefix(offset: number, length: number): Octets {
  if (length <= 55) return new Uint8Array([offset + length]);
  const size = quantity(BigInt(length));
  return concat(new Uint8Array([offset + 55 + size.length]), size);
}

/** Big-endian without leading zeros; zero is empty. */
export function quantity(value: bigint): Octets {
  if (value < 0n) throw new RangeError("a quantity is not negative");
  if (value === 0n) return EMPTY;
  const hex = value.toString(16);
  const digits = hex.length % 2 ? `0${hex}` : hex;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)) as Octets;
}

export interface Transfer {
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly maxFeePerGas: bigint;
  readonly gasLimit: bigint;
  readonly to: Octets;
  readonly valueWei: bigint;
}

/** EIP-1559: 0x02, then the list, without a signature. */
export function unsignedTransfer(transfer: Transfer): Octets {
  return concat(new Uint8Array([2]), rlp([
    quantity(transfer.chainId), quantity(transfer.nonce), quantity(transfer.maxPriorityFeePerGas), quantity(transfer.maxFeePerGas),
    quantity(transfer.gasLimit), transfer.to, quantity(transfer.valueWei), EMPTY, [],
  ]));
}

/** Gas of a plain transfer to an account without code. */
export const TRANSFER_GAS = 21_000n;
