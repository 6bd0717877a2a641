/** The canonical binary form of module base: Writer and Reader, octet for octet. */

import { concat, type Octets } from "./bytes.ts";

/** The octets break the format or pass a bound. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}

const U64 = 1n << 64n;

/** Integers unsigned big-endian, octet strings with a u32 length, lists with a u16 count, options with a u8 of 0 or 1. */
export class Writer {
  private readonly parts: Octets[] = [];

  u8(value: number): this {
    return this.number(BigInt(value), 1);
  }

  u16(value: number): this {
    return this.number(BigInt(value), 2);
  }

  u32(value: number): this {
    return this.number(BigInt(value), 4);
  }

  u64(value: bigint): this {
    return this.number(value, 8);
  }

  private number(value: bigint, size: number): this {
    if (value < 0n || value >= U64 || value >> BigInt(8 * size) !== 0n) throw new RangeError(`number does not fit ${size} octets`);
    const octets = new Uint8Array(size);
    for (let i = size - 1, rest = value; i >= 0; i--, rest >>= 8n) octets[i] = Number(rest & 0xffn);
    this.parts.push(octets);
    return this;
  }

  /** Octets of a size that the format fixes; a wrong size is a bug of the caller. */
  fixed(octets: Uint8Array, size: number): this {
    if (octets.length !== size) throw new RangeError(`${size} octets expected, not ${octets.length}`);
    this.parts.push(octets.slice() as Octets);
    return this;
  }

  /** Octets as they are. */
  raw(octets: Uint8Array): this {
    this.parts.push(octets.slice() as Octets);
    return this;
  }

  bytes(octets: Uint8Array): this {
    return this.u32(octets.length).raw(octets);
  }

  text(text: string): this {
    return this.bytes(new TextEncoder().encode(text));
  }

  list<T>(items: readonly T[], each: (out: Writer, item: T) => unknown): this {
    this.u16(items.length);
    for (const item of items) each(this, item);
    return this;
  }

  option<T>(item: T | undefined, present: (out: Writer, item: T) => unknown): this {
    this.u8(item === undefined ? 0 : 1);
    if (item !== undefined) present(this, item);
    return this;
  }

  flag(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  toBytes(): Octets {
    return concat(...this.parts);
  }

  /** The octets; this writer's own copies are zeroed. */
  drain(): Octets {
    const out = this.toBytes();
    for (const part of this.parts) part.fill(0);
    this.parts.length = 0;
    return out;
  }
}

/** Reads what Writer writes; each length is checked against the caller's bound and what is left. End with {@link Reader.end}. */
export class Reader {
  private at = 0;

  constructor(private readonly octets: Uint8Array) {}

  u8(): number {
    return Number(this.number(1));
  }

  u16(): number {
    return Number(this.number(2));
  }

  u32(): number {
    return Number(this.number(4));
  }

  u64(): bigint {
    return this.number(8);
  }

  private number(size: number): bigint {
    this.need(size);
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(this.octets[this.at++]!);
    return value;
  }

  fixed(size: number): Octets {
    this.need(size);
    const out = this.octets.slice(this.at, this.at + size) as Octets;
    this.at += size;
    return out;
  }

  bytes(maxSize: number): Octets {
    const size = this.u32();
    if (size > maxSize) throw new Malformed(`octet string longer than its bound of ${maxSize}`);
    return this.fixed(size);
  }

  text(maxSize: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes(maxSize));
    } catch (error) {
      if (error instanceof Malformed) throw error;
      throw new Malformed("text is not UTF-8");
    }
  }

  list<T>(maxCount: number, item: (input: Reader) => T): T[] {
    const count = this.u16();
    if (count > maxCount) throw new Malformed(`list longer than its bound of ${maxCount}`);
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(item(this));
    return items;
  }

  option<T>(item: (input: Reader) => T): T | undefined {
    return this.flag() ? item(this) : undefined;
  }

  flag(): boolean {
    const value = this.u8();
    if (value > 1) throw new Malformed("flag is neither 0 nor 1");
    return value === 1;
  }

  left(): number {
    return this.octets.length - this.at;
  }

  end(): void {
    if (this.left() !== 0) throw new Malformed("trailing octets");
  }

  private need(size: number): void {
    if (this.left() < size) throw new Malformed("input ends early");
  }
}
