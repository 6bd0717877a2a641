/** QR codes (ISO/IEC 18004): byte mode, error correction level M, versions 1 to 10; enough for any address. */

import { concat, type Octets, utf8 } from "../base/bytes.ts";

/** Rows of modules; true is dark. Without the quiet zone. */
export type Matrix = readonly (readonly boolean[])[];

interface Version {
  /** Error correction codewords of each block. */
  readonly correction: number;
  /** Data codewords of each block, in order. */
  readonly blocks: readonly number[];
  readonly alignment: readonly number[];
}

const repeat = (count: number, size: number): number[] => new Array<number>(count).fill(size);

/** Table 9 for level M, and annex E. */
const VERSIONS: readonly Version[] = [
  { correction: 10, blocks: [16], alignment: [] },
  { correction: 16, blocks: [28], alignment: [6, 18] },
  { correction: 26, blocks: [44], alignment: [6, 22] },
  { correction: 18, blocks: repeat(2, 32), alignment: [6, 26] },
  { correction: 24, blocks: repeat(2, 43), alignment: [6, 30] },
  { correction: 16, blocks: repeat(4, 27), alignment: [6, 34] },
  { correction: 18, blocks: repeat(4, 31), alignment: [6, 22, 38] },
  { correction: 22, blocks: [...repeat(2, 38), ...repeat(2, 39)], alignment: [6, 24, 42] },
  { correction: 22, blocks: [...repeat(3, 36), ...repeat(2, 37)], alignment: [6, 26, 46] },
  { correction: 26, blocks: [...repeat(4, 43), 44], alignment: [6, 28, 50] },
];

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** @param mask given by tests alone; otherwise the one with the lowest penalty */
export function encodeQr(text: string, mask?: number): Matrix {
  const octets = utf8(text);
  const number = VERSIONS.findIndex((version, index) => headerBits(index + 1) + octets.length * 8 <= dataSize(version) * 8) + 1;
  if (number === 0) throw new RangeError("too long for a QR code of version 10");
  const version = VERSIONS[number - 1]!;
  const codewords = interleave(version, dataCodewords(number, version, octets));
  const base = new Drawing(number, version);
  base.placeData(codewords);
  const candidates = mask === undefined ? MASKS.map((_, index) => index) : [mask];
  const drawn = candidates.map((candidate) => base.masked(candidate));
  return drawn.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

function headerBits(number: number): number {
  return 4 + (number < 10 ? 8 : 16);
}

function dataSize(version: Version): number {
  return version.blocks.reduce((sum, size) => sum + size, 0);
}

/** Section 7.4: mode 0100, count, octets, terminator, padding. */
function dataCodewords(number: number, version: Version, octets: Octets): Octets {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(0b0100, 4);
  put(octets.length, number < 10 ? 8 : 16);
  for (const octet of octets) put(octet, 8);
  const capacity = dataSize(version) * 8;
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Uint8Array.from({ length: capacity / 8 }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((value, bit) => (value << 1) | bit, 0)) as Octets;
}

/** Section 7.6: the blocks' data column by column, then their correction column by column. */
function interleave(version: Version, data: Octets): Octets {
  const blocks: Octets[] = [];
  let at = 0;
  for (const size of version.blocks) {
    blocks.push(data.slice(at, at + size));
    at += size;
  }
  return concat(columns(blocks), columns(blocks.map((block) => reedSolomon(block, version.correction))));
}

function columns(blocks: readonly Octets[]): Octets {
  const out: number[] = [];
  const longest = Math.max(...blocks.map((block) => block.length));
  for (let i = 0; i < longest; i++) for (const block of blocks) if (i < block.length) out.push(block[i]!);
  return Uint8Array.from(out) as Octets;
}

/** GF(256) with x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> i) & 1) product ^= a;
  }
  return product;
}

/** The remainder of the data by the generator whose roots are 2^0 to 2^(size - 1). */
export function reedSolomon(data: Octets, size: number): Octets {
  const generator = new Uint8Array(size);
  generator[size - 1] = 1;
  for (let i = 0, root = 1; i < size; i++, root = multiply(root, 2)) {
    for (let j = 0; j < size; j++) generator[j] = multiply(generator[j]!, root) ^ (generator[j + 1] ?? 0);
  }
  const remainder = new Uint8Array(size);
  for (const octet of data) {
    const factor = octet ^ remainder[0]!;
    remainder.copyWithin(0, 1);
    remainder[size - 1] = 0;
    for (let j = 0; j < size; j++) remainder[j]! ^= multiply(generator[j]!, factor);
  }
  return remainder;
}

/** The function patterns and the data, before a mask is laid over. */
class Drawing {
  private readonly size: number;
  private readonly dark: boolean[][];
  private readonly reserved: boolean[][];

  constructor(
    private readonly number: number,
    version: Version,
  ) {
    this.size = 17 + 4 * number;
    this.dark = Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false));
    this.reserved = Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false));
    this.drawTiming();
    this.drawFinder(3, 3);
    this.drawFinder(3, this.size - 4);
    this.drawFinder(this.size - 4, 3);
    this.drawAlignments(version.alignment);
    drawFormat(this.size, 0, (row, column, dark) => this.set(row, column, dark));
    this.drawVersion();
  }

  private set(row: number, column: number, dark: boolean): void {
    this.dark[row]![column] = dark;
    this.reserved[row]![column] = true;
  }

  private drawTiming(): void {
    for (let i = 0; i < this.size; i++) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
  }

  private drawFinder(row: number, column: number): void {
    for (let dr = -4; dr <= 4; dr++) {
      for (let dc = -4; dc <= 4; dc++) {
        const r = row + dr;
        const c = column + dc;
        if (r < 0 || c < 0 || r >= this.size || c >= this.size) continue;
        const distance = Math.max(Math.abs(dr), Math.abs(dc));
        this.set(r, c, distance !== 2 && distance !== 4);
      }
    }
  }

  private drawAlignments(centers: readonly number[]): void {
    const last = centers.length - 1;
    centers.forEach((row, i) => centers.forEach((column, j) => {
      const onFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (onFinder) return;
      for (let dr = -2; dr <= 2; dr++) for (let dc = -2; dc <= 2; dc++) this.set(row + dr, column + dc, Math.max(Math.abs(dr), Math.abs(dc)) !== 1);
    }));
  }

  /** Section 7.10: from version 7 on, the number with its BCH code beside two finders. */
  private drawVersion(): void {
    if (this.number < 7) return;
    const bits = (this.number << 12) | bch(this.number, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >> i) & 1) === 1;
      const far = this.size - 11 + (i % 3);
      const near = Math.floor(i / 3);
      this.set(near, far, dark);
      this.set(far, near, dark);
    }
  }

  /** Section 7.7.3: up and down in columns two modules wide, from the lower right, around column 6. */
  placeData(codewords: Octets): void {
    let bit = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const upwards = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.size; step++) {
        const row = upwards ? this.size - 1 - step : step;
        for (const column of [right, right - 1]) {
          if (this.reserved[row]![column]) continue;
          this.dark[row]![column] = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7)) & 1) === 1;
          bit++;
        }
      }
    }
  }

  masked(mask: number): Matrix {
    const flip = MASKS[mask]!;
    const out = this.dark.map((line, row) => line.map((dark, column) => (this.reserved[row]![column] ? dark : dark !== flip(row, column))));
    drawFormat(this.size, mask, (row, column, dark) => {
      out[row]![column] = dark;
    });
    return out;
  }
}

/** The remainder that makes {@code value} a codeword of the polynomial. */
function bch(value: number, degree: number, polynomial: number): number {
  let remainder = value << degree;
  for (let bit = 31 - Math.clz32(remainder); remainder >> degree !== 0; bit = 31 - Math.clz32(remainder)) remainder ^= polynomial << (bit - degree);
  return remainder;
}

/** Section 7.9: level M (00) and mask, twice, and the module that is always dark. */
function drawFormat(size: number, mask: number, set: (row: number, column: number, dark: boolean) => void): void {
  const bits = ((mask << 10) | bch(mask, 10, 0x537)) ^ 0x5412;
  const bit = (i: number): boolean => ((bits >> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(i, 8, bit(i));
  set(7, 8, bit(6));
  set(8, 8, bit(7));
  set(8, 7, bit(8));
  for (let i = 9; i < 15; i++) set(8, 14 - i, bit(i));
  for (let i = 0; i < 8; i++) set(8, size - 1 - i, bit(i));
  for (let i = 8; i < 15; i++) set(size - 15 + i, 8, bit(i));
  set(size - 8, 8, true);
}

/** Section 7.8.3. */
function penalty(matrix: Matrix): number {
  const size = matrix.length;
  const lines = [...matrix, ...matrix.map((_, column) => matrix.map((row) => row[column]!))];
  let score = lines.reduce((sum, line) => sum + runs(line) + finderLike(line), 0);
  for (let r = 0; r + 1 < size; r++) {
    for (let c = 0; c + 1 < size; c++) {
      const dark = matrix[r]![c];
      if (matrix[r]![c + 1] === dark && matrix[r + 1]![c] === dark && matrix[r + 1]![c + 1] === dark) score += 3;
    }
  }
  const darkCount = matrix.flat().filter((dark) => dark).length;
  return score + Math.floor(Math.abs((darkCount * 20) / (size * size) - 10)) * 10;
}

function runs(line: readonly boolean[]): number {
  let score = 0;
  for (let start = 0; start < line.length; ) {
    let end = start;
    while (end < line.length && line[end] === line[start]) end++;
    if (end - start >= 5) score += end - start - 2;
    start = end;
  }
  return score;
}

const FINDER = [true, false, true, true, true, false, true];

function finderLike(line: readonly boolean[]): number {
  let score = 0;
  for (let at = 0; at + 7 <= line.length; at++) {
    if (!FINDER.every((dark, i) => line[at + i] === dark)) continue;
    const light = (from: number): boolean => [0, 1, 2, 3].every((i) => !line[from + i]);
    if (light(at - 4) || light(at + 7)) score += 40;
  }
  return score;
}
