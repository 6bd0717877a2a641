import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex, utf8 } from "../../main/ts/base/bytes.ts";
import { checksummed, parseAddress } from "../../main/ts/evm/address.ts";
import { formatEther, formatEtherShort, parseEther } from "../../main/ts/evm/amount.ts";
import { keccak256 } from "../../main/ts/evm/keccak.ts";
import { rlp, unsignedTransfer } from "../../main/ts/evm/transaction.ts";
import { fixture, hex } from "./fixtures.ts";

test("builds the unsigned transactions that ethers builds", () => {
  for (const each of JSON.parse(fixture("transactions.json")) as Record<string, string>[]) {
    const big = (name: string): bigint => BigInt(each[name]!);
    const octets = unsignedTransfer({
      chainId: big("chainId"), nonce: big("nonce"), maxPriorityFeePerGas: big("maxPriorityFeePerGas"), maxFeePerGas: big("maxFeePerGas"),
      gasLimit: big("gasLimit"), to: hex(each["to"]!), valueWei: big("value"),
    });
    assert.equal(`0x${toHex(octets)}`, each["unsigned"]);
  }
});

test("writes nested RLP lists and long strings", () => {
  const item = [hex(""), hex("7f"), hex("80"), hex("11".repeat(56)), [hex(""), [hex("01")]]];
  assert.equal(toHex(rlp(item)), `f842807f8180b838${"11".repeat(56)}c380c101`);
});

test("hashes with Keccak-256 at, below and above its block", () => {
  const expected: [string, string][] = [
    ["", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"],
    ["abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"],
    ["a".repeat(135), "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"],
    ["a".repeat(136), "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"],
    ["a".repeat(300), "5b7e0e47a96f32a88b4f14ca177982790807c40e1a105742ba0fc1babe1ef826"],
  ];
  for (const [text, hash] of expected) assert.equal(toHex(keccak256(utf8(text))), hash);
});

test("takes the checksummed addresses of EIP-55 and names a wrong character", () => {
  for (const address of ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"]) {
    const parsed = parseAddress(` ${address}\n`);
    assert.ok("octets" in parsed);
    assert.equal(checksummed(parsed.octets), address);
    assert.ok("octets" in parseAddress(address.toLowerCase()));
    assert.ok("problem" in parseAddress(address.replace("e", "E").replace("f", "F")) || !/[ef]/.test(address));
  }
  for (const wrong of ["", "0x", "0x123", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xz0Aeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]) assert.ok("problem" in parseAddress(wrong));
});

test("reads and writes amounts exactly", () => {
  const good: [string, bigint][] = [["0", 0n], ["1", 10n ** 18n], ["0.000000000000000001", 1n], ["12.5", 125n * 10n ** 17n], [" 3.10 ", 31n * 10n ** 17n]];
  for (const [text, wei] of good) assert.deepEqual(parseEther(text), { wei });
  for (const wrong of ["", ".5", "1.", "1,5", "1e3", "-1", "+1", "0x1", "1 000", "0.0000000000000000001", "1234567890123"]) assert.ok("problem" in parseEther(wrong), wrong);
  assert.equal(formatEther(10n ** 18n), "1");
  assert.equal(formatEther(1n), "0.000000000000000001");
  assert.equal(formatEtherShort(1n), "< 0.000001");
  assert.equal(formatEtherShort(1_234_567_890_000_000_000n), "1.234567");
  assert.equal(formatEtherShort(0n), "0");
});
