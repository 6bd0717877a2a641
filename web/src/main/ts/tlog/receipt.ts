/** Receipts: proof that an operation stands in the log (org.fastness.tlog.Receipt), checked here with the log's public key alone. */

import { equal, fromBase64, fromHex, type Octets, sha256, toBase64, toHex, utf8 } from "../base/bytes.ts";
import { Malformed, Reader, Writer } from "../base/codec.ts";
import { ID_SIZE, idText } from "../base/id.ts";

const HASH = 32;
const MAX_PROOF = 63;
const MAX_NOTE = 128 * 1024;
const MAX_OPENING = 256;
const MAX_SIZE = MAX_NOTE + 4096;
const LABEL_LEAF = utf8("fastness/log/v1/leaf");
const DASH = "\u2014 ";
const ED25519 = new Uint8Array([1]);

const FRESHNESS: Readonly<Record<number, string>> = { 1: "host", 2: "anchor", 3: "quorum" };
const TIME: Readonly<Record<number, string>> = { 1: "host", 2: "witness" };

/** What the leaf commits to. */
export interface Opening {
  readonly blind: Octets;
  readonly operation: number;
  readonly tenant: Octets;
  readonly request: Octets;
  readonly requestHash: Octets;
  readonly resultHash: Octets;
  readonly headHash: Octets;
  readonly timeMicros: bigint;
  readonly clusterId: Octets;
  readonly evidenceType: string;
  readonly freshness: string;
  readonly time: string;
}

export interface Receipt {
  readonly preimage: Octets;
  readonly opening: Opening;
  readonly index: bigint;
  readonly size: bigint;
  readonly path: readonly Octets[];
  readonly note: string;
  readonly witnessed: boolean;
}

export type Verdict =
  | { readonly verified: true; readonly origin: string; readonly treeSize: bigint }
  | { readonly verified: false; readonly reason: string };

export function parseReceipt(encoded: Octets): Receipt {
  if (encoded.length > MAX_SIZE) throw new Malformed("receipt longer than its bound");
  const from = new Reader(encoded);
  if (from.u8() !== 0x52 || from.u8() !== 1) throw new Malformed("not a receipt of version 1");
  const preimage = from.bytes(MAX_OPENING);
  const receipt = {
    preimage, opening: parseOpening(preimage),
    index: from.u64(), size: from.u64(), path: from.list(MAX_PROOF, (each) => each.fixed(HASH)),
    note: from.text(MAX_NOTE), witnessed: from.flag(),
  };
  from.end();
  if (receipt.size < 1n || receipt.index >= receipt.size) throw new Malformed("leaf index outside the tree");
  return receipt;
}

function parseOpening(preimage: Octets): Opening {
  const from = new Reader(preimage);
  if (from.u8() !== 0x4c || from.u8() !== 1) throw new Malformed("not a leaf of version 1");
  const fields = {
    blind: from.fixed(HASH), operation: from.u8(), tenant: from.fixed(ID_SIZE), request: from.fixed(ID_SIZE),
    requestHash: from.fixed(HASH), resultHash: from.fixed(HASH), headHash: from.fixed(HASH), timeMicros: from.u64(),
    clusterId: from.fixed(HASH), evidenceType: from.text(16),
  };
  const freshness = FRESHNESS[from.u8()];
  const time = TIME[from.u8()];
  from.end();
  if (!freshness || !time) throw new Malformed("unknown label");
  return { ...fields, freshness, time };
}

/** Checks the log's signature, the leaf's place under it, and that no label claims more than was proven. */
export async function verifyReceipt(receipt: Receipt, verifierKey: string): Promise<Verdict> {
  const key = await parseVerifierKey(verifierKey);
  const note = splitNote(receipt.note);
  if (!(await isSigned(note, key))) return { verified: false, reason: "The checkpoint is not signed by this log." };
  const [origin, size, rootText] = note.text.split("\n");
  const root = fromBase64(rootText ?? "");
  if (origin !== key.name || !root || root.length !== HASH || !/^(0|[1-9][0-9]{0,18})$/.test(size ?? "")) return { verified: false, reason: "The signed text is not a checkpoint of this log." };
  if (BigInt(size!) !== receipt.size || !(await leadsToRoot(receipt, root))) return { verified: false, reason: "The operation does not stand in the log that was signed." };
  if (receipt.witnessed) return { verified: false, reason: "The receipt claims a witness that this page does not know." };
  return { verified: true, origin, treeSize: receipt.size };
}

/** RFC 9162 section 2.1.3.2. */
export async function leadsToRoot(receipt: Pick<Receipt, "preimage" | "index" | "size" | "path">, root: Octets): Promise<boolean> {
  const leafData = await sha256(new Writer().bytes(LABEL_LEAF).bytes(receipt.preimage).toBytes());
  let hash = await sha256(new Uint8Array([0]), leafData);
  let node = receipt.index;
  let last = receipt.size - 1n;
  for (const sibling of receipt.path) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = await sha256(new Uint8Array([1]), sibling, hash);
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await sha256(new Uint8Array([1]), hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equal(hash, root);
}

interface VerifierKey {
  readonly name: string;
  readonly id: Octets;
  readonly key: CryptoKey;
}

/** C2SP signed-note, verifier keys: name+hex(key id)+base64(0x01, public key). */
async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const parts = /^([^+\s]{1,255})\+([0-9a-f]{8})\+(.+)$/.exec(text);
  const encoded = parts && fromBase64(parts[3]!);
  if (!parts || !encoded || encoded.length !== 33 || encoded[0] !== 1) throw new Malformed("not an Ed25519 verifier key");
  const name = parts[1]!;
  const id = (await sha256(utf8(`${name}\n`), ED25519, encoded.slice(1))).slice(0, 4);
  if (!equal(id, fromHex(parts[2]!)!)) throw new Malformed("the key id does not fit the key");
  return { name, id, key: await crypto.subtle.importKey("raw", encoded.slice(1), { name: "Ed25519" }, false, ["verify"]) };
}

interface Note {
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: Octets; readonly signature: Octets }[];
}

function splitNote(note: string): Note {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) throw new Malformed("not a signed note");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > 16) throw new Malformed("more than 16 signatures");
  return {
    text: note.slice(0, split + 1),
    signatures: lines.map((line) => {
      const space = line.indexOf(" ", DASH.length);
      const blob = fromBase64(line.slice(space + 1));
      if (!line.startsWith(DASH) || space < 0 || !blob || blob.length <= 4) throw new Malformed("not a signature line");
      return { name: line.slice(DASH.length, space), id: blob.slice(0, 4), signature: blob.slice(4) };
    }),
  };
}

/** A wrong signature under the key's name and id spoils the note; those of other keys are ignored. */
async function isSigned(note: Note, key: VerifierKey): Promise<boolean> {
  const own = note.signatures.filter((each) => each.name === key.name && equal(each.id, key.id));
  const signed = utf8(note.text);
  const verdicts = await Promise.all(own.map((each) => crypto.subtle.verify({ name: "Ed25519" }, key.key, each.signature, signed)));
  return own.length > 0 && verdicts.every((good) => good);
}

/** The phrase of org.fastness.tlog.ReceiptLabels. */
export function attestationPhrase(evidenceType: string): string {
  return evidenceType === "dev" ? "not attested" : `evidence of type ${evidenceType}`;
}

/** The JSON form, octet for octet what the Java side writes, so that `./fastness verify` reads the download. */
export async function receiptJson(receipt: Receipt): Promise<string> {
  const opening = receipt.opening;
  const members: [string, string][] = [
    ["format", text("fastness-receipt/1")],
    ["attestation", text(attestationPhrase(opening.evidenceType))],
    ["evidenceType", text(opening.evidenceType)],
    ["freshness", text(opening.freshness)],
    ["time", text(opening.time)],
    ["witnessed", String(receipt.witnessed)],
    ["clusterId", text(toHex(opening.clusterId))],
    ["operation", String(opening.operation)],
    ["tenant", text(await idText("tnt", opening.tenant))],
    ["request", text(await idText("req", opening.request))],
    ["requestHash", text(toHex(opening.requestHash))],
    ["resultHash", text(toHex(opening.resultHash))],
    ["headHash", text(toHex(opening.headHash))],
    ["timeMicros", String(opening.timeMicros)],
    ["blind", text(toHex(opening.blind))],
    ["index", String(receipt.index)],
    ["treeSize", String(receipt.size)],
    ["proof", `[${receipt.path.map((hash) => text(toBase64(hash))).join(", ")}]`],
    ["checkpoint", text(receipt.note)],
  ];
  return `{\n${members.map(([name, value]) => `  ${text(name)}: ${value}`).join(",\n")}\n}\n`;
}

/** RFC 8259 section 7; notes and labels hold no control character but the newline. */
function text(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
