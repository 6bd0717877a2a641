/** The initiator of Noise_NX_25519_AESGCM_SHA256 (revision 34): -> e / <- e, ee, s, es. */

import { concat, EMPTY, type Octets, sha256, utf8 } from "../base/bytes.ts";
import { agree, decrypt, type DiffieHellmanKey, generateKey, hkdf2, importAesKey } from "./primitives.ts";

const PROTOCOL = utf8("Noise_NX_25519_AESGCM_SHA256");
const KEY_SIZE = 32;
const TAG_SIZE = 16;

/** The ends of a finished handshake: one key each way, and the hash that names the channel. */
export interface Transport {
  readonly send: CryptoKey;
  readonly receive: CryptoKey;
  readonly handshakeHash: Octets;
}

export interface Finished {
  readonly transport: Transport;
  readonly payload: Octets;
  readonly remoteStatic: Octets;
}

export class Initiator {
  private cipherKey: CryptoKey | undefined;
  private nonce = 0n;

  private constructor(
    private readonly ephemeral: DiffieHellmanKey,
    private chainingKey: Octets,
    private hash: Octets,
  ) {}

  /** @param ephemeral given by test vectors alone */
  static async start(prologue: Octets, ephemeral?: DiffieHellmanKey): Promise<Initiator> {
    const name = new Uint8Array(32); // a name of at most 32 octets is padded with zeros (section 5.2)
    name.set(PROTOCOL);
    const initiator = new Initiator(ephemeral ?? (await generateKey()), name, name);
    await initiator.mixHash(prologue);
    return initiator;
  }

  get ephemeralPublicKey(): Octets {
    return this.ephemeral.publicKey;
  }

  /** First message: e, and a payload in clear. */
  async writeMessage(payload: Octets): Promise<Octets> {
    await this.mixHash(this.ephemeral.publicKey);
    await this.mixHash(payload);
    return concat(this.ephemeral.publicKey, payload);
  }

  /** Second message: e, ee, s, es, payload. Throws on anything altered. */
  async readMessage(message: Octets): Promise<Finished> {
    const staticEnd = KEY_SIZE + KEY_SIZE + TAG_SIZE;
    if (message.length < staticEnd + TAG_SIZE) throw new Error("handshake message too short");
    const remoteEphemeral = message.slice(0, KEY_SIZE);
    await this.mixHash(remoteEphemeral);
    await this.mixKey(await agree(this.ephemeral.privateKey, remoteEphemeral));
    const remoteStatic = await this.decryptAndHash(message.slice(KEY_SIZE, staticEnd));
    await this.mixKey(await agree(this.ephemeral.privateKey, remoteStatic));
    const payload = await this.decryptAndHash(message.slice(staticEnd));
    return { transport: await this.split(), payload, remoteStatic };
  }

  private async split(): Promise<Transport> {
    const [initiator, responder] = await hkdf2(this.chainingKey, EMPTY);
    this.chainingKey.fill(0);
    const transport = { send: await importAesKey(initiator, ["encrypt"]), receive: await importAesKey(responder, ["decrypt"]), handshakeHash: this.hash };
    initiator.fill(0);
    responder.fill(0);
    return transport;
  }

  private async mixHash(data: Octets): Promise<void> {
    this.hash = await sha256(this.hash, data);
  }

  private async mixKey(inputKeyMaterial: Octets): Promise<void> {
    const [chainingKey, key] = await hkdf2(this.chainingKey, inputKeyMaterial);
    inputKeyMaterial.fill(0);
    this.chainingKey = chainingKey;
    this.cipherKey = await importAesKey(key, ["encrypt", "decrypt"]);
    key.fill(0);
    this.nonce = 0n;
  }

  private async decryptAndHash(ciphertext: Octets): Promise<Octets> {
    if (!this.cipherKey) throw new Error("no key yet");
    const plaintext = await decrypt(this.cipherKey, this.nonce++, this.hash, ciphertext);
    await this.mixHash(ciphertext);
    return plaintext;
  }
}

