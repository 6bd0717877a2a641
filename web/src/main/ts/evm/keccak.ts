/** Keccak-256 with the original padding, for address checksums alone: nothing is signed by what this computes. */

import type { Octets } from "../base/bytes.ts";

const RATE = 136;
/** Where lane (x, y) goes: the walk of rho and pi from lane 1. */
const WALK = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];
const WALK_ROTATIONS = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const MASK = (1n << 64n) - 1n;

function roundConstants(): bigint[] {
  const constants: bigint[] = [];
  let register = 1;
  for (let round = 0; round < 24; round++) {
    let constant = 0n;
    for (let j = 0; j < 7; j++) {
      if (register & 1) constant |= 1n << BigInt((1 << j) - 1);
      register = register & 0x80 ? ((register << 1) ^ 0x171) & 0xff : register << 1;
    }
    constants.push(constant);
  }
  return constants;
}

const CONSTANTS = roundConstants();

function rotate(lane: bigint, count: number): bigint {
  return ((lane << BigInt(count)) | (lane >> BigInt(64 - count))) & MASK;
}

function permute(state: bigint[]): void {
  for (const constant of CONSTANTS) {
    const parity = [0, 1, 2, 3, 4].map((x) => state[x]! ^ state[x + 5]! ^ state[x + 10]! ^ state[x + 15]! ^ state[x + 20]!);
    for (let x = 0; x < 5; x++) {
      const mix = parity[(x + 4) % 5]! ^ rotate(parity[(x + 1) % 5]!, 1);
      for (let y = 0; y < 25; y += 5) state[x + y]! ^= mix;
    }
    let carried = state[1]!;
    for (let i = 0; i < 24; i++) {
      const to = WALK[i]!;
      const next = state[to]!;
      state[to] = rotate(carried, WALK_ROTATIONS[i]!);
      carried = next;
    }
    for (let y = 0; y < 25; y += 5) {
      const row = state.slice(y, y + 5);
      for (let x = 0; x < 5; x++) state[y + x] = row[x]! ^ (~row[(x + 1) % 5]! & MASK & row[(x + 2) % 5]!);
    }
    state[0]! ^= constant;
  }
}

export function keccak256(message: Octets): Octets {
  const padded = new Uint8Array((Math.floor(message.length / RATE) + 1) * RATE);
  padded.set(message);
  padded[message.length] = 0x01;
  padded[padded.length - 1]! |= 0x80;
  const state = new Array<bigint>(25).fill(0n);
  const view = new DataView(padded.buffer);
  for (let block = 0; block < padded.length; block += RATE) {
    for (let lane = 0; lane < RATE / 8; lane++) state[lane]! ^= view.getBigUint64(block + lane * 8, true);
    permute(state);
  }
  const out = new Uint8Array(32);
  for (let lane = 0; lane < 4; lane++) new DataView(out.buffer).setBigUint64(lane * 8, state[lane]!, true);
  return out;
}
