/** What travels beside the ciphertext: handshake messages, frames, the clear routing header (org.fastness.protocol.channel). */

import { type Octets, utf8 } from "../base/bytes.ts";
import { Malformed, Reader, Writer } from "../base/codec.ts";
import { ID_SIZE } from "../base/id.ts";
import * as bounds from "./bounds.ts";

export const CHANNEL_ID = 16;
export const CLIENT_NONCE = 32;
/** Noise_NX_25519_AESGCM_SHA256. */
export const SUITE_NX_25519_AESGCM_SHA256 = 1;

const MAGIC_REQUEST = 0xc1;
const MAGIC_REPLY = 0xc2;
const MAGIC_FRAME = 0xc3;

export function encodeOpening(offeredSuites: readonly number[], noiseMessage: Octets): Octets {
  return new Writer().u8(MAGIC_REQUEST).u8(bounds.VERSION).list(offeredSuites, (out, suite) => out.u8(suite)).bytes(noiseMessage).toBytes();
}

/** The Noise prologue: all suites offered, so that none can be stripped. */
export function prologue(offeredSuites: readonly number[]): Octets {
  const out = new Writer().raw(utf8("fastness/noise/v1")).u8(bounds.VERSION).u8(offeredSuites.length);
  for (const suite of offeredSuites) out.u8(suite);
  return out.toBytes();
}

export interface Reply {
  readonly suite: number;
  readonly channelId: Octets;
  readonly noiseMessage: Octets;
}

export function decodeReply(octets: Octets): Reply {
  const input = new Reader(octets);
  if (input.u8() !== MAGIC_REPLY || input.u8() !== bounds.VERSION) throw new Malformed("not a reply of version 1");
  const reply = { suite: input.u8(), channelId: input.fixed(CHANNEL_ID), noiseMessage: input.bytes(bounds.FRAGMENT) };
  input.end();
  return reply;
}

/** What the host must know to fetch sealed records; it stands in clear beside the frame and again inside it. */
export interface Routing {
  readonly tenant: Octets;
  readonly account: Octets;
  readonly requestId: Octets;
  readonly keys: readonly Octets[];
  readonly activityFrom: bigint;
  readonly activityCount: number;
}

export function encodeRouting(routing: Routing): Octets {
  return new Writer()
    .fixed(routing.tenant, ID_SIZE).fixed(routing.account, ID_SIZE).fixed(routing.requestId, ID_SIZE)
    .list(routing.keys, (out, key) => out.fixed(key, ID_SIZE)).u64(routing.activityFrom).u16(routing.activityCount).toBytes();
}

export interface Frame {
  readonly channelId: Octets;
  readonly sequence: bigint;
  readonly routing: Octets;
  readonly fragments: readonly Octets[];
}

export function encodeFrame(frame: Frame): Octets {
  return new Writer().u8(MAGIC_FRAME).u8(bounds.VERSION).fixed(frame.channelId, CHANNEL_ID).u64(frame.sequence).bytes(frame.routing)
    .list(frame.fragments, (out, fragment) => out.bytes(fragment)).toBytes();
}

export function decodeFrame(octets: Octets): Frame {
  if (octets.length > bounds.FRAME) throw new Malformed("frame longer than its bound");
  const input = new Reader(octets);
  if (input.u8() !== MAGIC_FRAME || input.u8() !== bounds.VERSION) throw new Malformed("not a frame of version 1");
  const frame = {
    channelId: input.fixed(CHANNEL_ID),
    sequence: input.u64(),
    routing: input.bytes(bounds.ROUTING),
    fragments: input.list(bounds.FRAGMENTS, (from) => from.bytes(bounds.FRAGMENT + 16)),
  };
  if (frame.fragments.length === 0) throw new Malformed("a frame has at least one fragment");
  input.end();
  return frame;
}

/** What each fragment's tag covers beside its ciphertext. */
export function associatedData(channelId: Octets, sequence: bigint, index: number, count: number, toClient: boolean): Octets {
  return new Writer().raw(utf8("fastness/frame/v1")).fixed(channelId, CHANNEL_ID).u64(sequence).u8(index).u8(count).u8(toClient ? 1 : 0).toBytes();
}

/** The Noise nonce of a fragment. */
export function fragmentNonce(sequence: bigint, index: number): bigint {
  return sequence * 16n + BigInt(index);
}
