import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { test } from "node:test";
import { concat, EMPTY, type Octets, toHex } from "../../main/ts/base/bytes.ts";
import { Initiator } from "../../main/ts/noise/handshake.ts";
import { decrypt, type DiffieHellmanKey, encrypt } from "../../main/ts/noise/primitives.ts";
import { hex, vectors } from "./fixtures.ts";

interface Vector {
  readonly protocol_name: string;
  readonly init_prologue: string;
  readonly init_ephemeral: string;
  readonly handshake_hash: string;
  readonly messages: readonly { readonly payload: string; readonly ciphertext: string }[];
}

const PKCS8_X25519 = hex("302e020100300506032b656e04220420");

export async function keyOf(seed: Octets): Promise<DiffieHellmanKey> {
  const encoded = concat(PKCS8_X25519, seed);
  const spki = createPublicKey(createPrivateKey({ key: Buffer.from(encoded), format: "der", type: "pkcs8" })).export({ format: "der", type: "spki" });
  return { privateKey: await crypto.subtle.importKey("pkcs8", encoded, { name: "X25519" }, false, ["deriveBits"]), publicKey: Uint8Array.from(spki.subarray(-32)) as Octets };
}

const text = vectors("noise/cacophony_25519.json");

test("speaks Noise_NX_25519_AESGCM_SHA256 as the cacophony vector says", { skip: text === undefined && "official vectors are absent: set FASTNESS_VECTORS" }, async () => {
  const all = (JSON.parse(text!) as { vectors: Vector[] }).vectors.filter((vector) => vector.protocol_name === "Noise_NX_25519_AESGCM_SHA256");
  assert.ok(all.length > 0);
  for (const vector of all) {
    const initiator = await Initiator.start(hex(vector.init_prologue), await keyOf(hex(vector.init_ephemeral)));
    assert.equal(toHex(await initiator.writeMessage(hex(vector.messages[0]!.payload))), vector.messages[0]!.ciphertext);
    const finished = await initiator.readMessage(hex(vector.messages[1]!.ciphertext));
    assert.equal(toHex(finished.payload), vector.messages[1]!.payload);
    assert.equal(toHex(finished.transport.handshakeHash), vector.handshake_hash);
    let sent = 0n;
    let received = 0n;
    for (const [index, message] of vector.messages.slice(2).entries()) {
      if (index % 2 === 0) assert.equal(toHex(await encrypt(finished.transport.send, sent++, EMPTY, hex(message.payload))), message.ciphertext);
      else assert.equal(toHex(await decrypt(finished.transport.receive, received++, EMPTY, hex(message.ciphertext))), message.payload);
    }
    const altered = hex(vector.messages[1]!.ciphertext);
    altered[altered.length - 1]! ^= 1;
    const again = await Initiator.start(hex(vector.init_prologue), await keyOf(hex(vector.init_ephemeral)));
    await again.writeMessage(hex(vector.messages[0]!.payload));
    await assert.rejects(again.readMessage(altered));
  }
});

test("refuses a peer whose key is a low-order point", async () => {
  const initiator = await Initiator.start(EMPTY);
  await initiator.writeMessage(EMPTY);
  await assert.rejects(initiator.readMessage(new Uint8Array(128)));
});
