/** An end-to-end channel into the enclave: one Noise handshake, then a POST a message. The server between reads none of it. */

import { concat, type Octets, random } from "../base/bytes.ts";
import { Malformed } from "../base/codec.ts";
import { Refused } from "../base/errors.ts";
import { Initiator, type Transport } from "../noise/handshake.ts";
import { decrypt, encrypt } from "../noise/primitives.ts";
import * as bounds from "../protocol/bounds.ts";
import {
  associatedData, CLIENT_NONCE, decodeFrame, decodeReply, encodeFrame, encodeOpening, encodeRouting, fragmentNonce, prologue, type Routing,
  SUITE_NX_25519_AESGCM_SHA256,
} from "../protocol/channel.ts";
import { encodeRequest, type Request } from "../protocol/request.ts";
import { decodeResponse, type Response } from "../protocol/response.ts";
import { type Attested, checkEvidence, type EvidencePolicy } from "./evidence.ts";

/** What carries octets to the enclave and back: HTTP in the page, a function in tests. */
export interface Relay {
  openChannel(opening: Octets): Promise<Octets>;
  exchange(frame: Octets): Promise<Octets>;
}

const OFFERED_SUITES = [SUITE_NX_25519_AESGCM_SHA256] as const;

/** Before a nonce's last moments a fresh one is fetched instead. */
const NONCE_MARGIN_MILLIS = 15_000;

interface IssuedNonce {
  readonly octets: Octets;
  readonly goodUntil: number;
}

export class Channel {
  private sequence = 0n;
  private issued: IssuedNonce | undefined;

  private constructor(
    private readonly relay: Relay,
    private readonly id: Octets,
    private readonly transport: Transport,
    readonly attested: Attested,
  ) {}

  /** Opens a channel and checks the enclave's evidence before anything is said on it. */
  static async open(relay: Relay, policy: EvidencePolicy): Promise<Channel> {
    const initiator = await Initiator.start(prologue(OFFERED_SUITES));
    const clientNonce = random(CLIENT_NONCE);
    const reply = decodeReply(await relay.openChannel(encodeOpening(OFFERED_SUITES, await initiator.writeMessage(clientNonce))));
    if (!OFFERED_SUITES.includes(reply.suite as 1)) throw new Malformed("the enclave chose a suite that was not offered");
    const finished = await initiator.readMessage(reply.noiseMessage);
    const attested = await checkEvidence(finished.payload, { remoteStatic: finished.remoteStatic, clientEphemeral: initiator.ephemeralPublicKey, clientNonce }, policy);
    return new Channel(relay, reply.channelId, finished.transport, attested);
  }

  get handshakeHash(): Octets {
    return this.transport.handshakeHash;
  }

  /** A nonce for one authorization; asks for a new one when the last is used or nearly stale. */
  async takeNonce(routing: Routing): Promise<Octets> {
    const issued = this.issued;
    if (!issued || performance.now() > issued.goodUntil) {
      await this.call({ ...routing, requestId: new Uint8Array(16), keys: [], activityFrom: 0n, activityCount: 0 }, { type: "info" });
    }
    const fresh = this.issued;
    if (!fresh) throw new Malformed("the enclave issued no nonce");
    this.issued = undefined;
    return fresh.octets;
  }

  /** One request and its response; a refusal is thrown as {@link Refused}. */
  async call(routing: Routing, request: Request): Promise<Exclude<Response, { type: "refused" }>> {
    const sequence = this.sequence++;
    const plaintext = encodeRequest(routing, request);
    const frame = { channelId: this.id, sequence, routing: encodeRouting(routing), fragments: await this.seal(sequence, plaintext) };
    plaintext.fill(0);
    const answer = decodeFrame(await this.relay.exchange(encodeFrame(frame)));
    const envelope = decodeResponse(await this.unseal(sequence, answer.sequence, answer.fragments));
    this.issued = { octets: envelope.nonce, goodUntil: performance.now() + envelope.nonceMillis - NONCE_MARGIN_MILLIS };
    if (envelope.response.type === "refused") throw Refused.ofCode(envelope.response.refusal, envelope.response.reason);
    return envelope.response;
  }

  private async seal(sequence: bigint, plaintext: Octets): Promise<Octets[]> {
    if (plaintext.length > bounds.MESSAGE) throw new Refused("TOO_LARGE", false, "This is larger than the enclave accepts.", "Send less.");
    const count = Math.max(1, Math.ceil(plaintext.length / bounds.FRAGMENT));
    const parts = Array.from({ length: count }, (_, index) => plaintext.slice(index * bounds.FRAGMENT, (index + 1) * bounds.FRAGMENT));
    return Promise.all(parts.map(async (part, index) =>
      encrypt(this.transport.send, fragmentNonce(sequence, index), associatedData(this.id, sequence, index, count, false), part)));
  }

  private async unseal(sequence: bigint, answered: bigint, fragments: readonly Octets[]): Promise<Octets> {
    if (answered !== sequence) throw new Malformed("the answer belongs to another message");
    const parts = await Promise.all(fragments.map(async (fragment, index) =>
      decrypt(this.transport.receive, fragmentNonce(sequence, index), associatedData(this.id, sequence, index, fragments.length, true), fragment)));
    const plaintext = concat(...parts);
    if (plaintext.length > bounds.MESSAGE) throw new Malformed("answer longer than its bound");
    return plaintext;
  }
}
