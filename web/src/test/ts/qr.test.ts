import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeQr } from "../../main/ts/qr/qr.ts";
import { fixture } from "./fixtures.ts";

interface Symbol {
  readonly text: string;
  readonly version: number;
  readonly mask: number;
  readonly size: number;
  readonly modules: string;
}

const SYMBOLS = fixture("qr.jsonl").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Symbol);

function modules(symbol: Symbol): boolean[][] {
  const bits = [...symbol.modules].flatMap((digit) => [8, 4, 2, 1].map((weight) => (Number.parseInt(digit, 16) & weight) !== 0));
  return Array.from({ length: symbol.size }, (_, row) => bits.slice(row * symbol.size, (row + 1) * symbol.size));
}

test("draws the modules that another encoder draws, for each version and mask of the fixture", () => {
  assert.ok(SYMBOLS.length > 20);
  for (const symbol of SYMBOLS) assert.deepEqual(encodeQr(symbol.text, symbol.mask), modules(symbol), `version ${symbol.version}, mask ${symbol.mask}`);
});

test("holds what version 10 holds and refuses one octet more", () => {
  assert.equal(encodeQr("a".repeat(213)).length, 57);
  assert.throws(() => encodeQr("a".repeat(214)), RangeError);
});

test("chooses each version at its capacity and the next one past it", () => {
  const capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]; // ISO/IEC 18004 table 7, level M, byte mode
  capacities.forEach((capacity, index) => {
    assert.equal(encodeQr("a".repeat(capacity)).length, 21 + 4 * index);
    if (index < 9) assert.equal(encodeQr("a".repeat(capacity + 1)).length, 25 + 4 * index);
  });
});
