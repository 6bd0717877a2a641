/** WebAuthn ceremonies of the wallet's own origin. User verification is required in each. */

import { equal, type Octets, toBase64Url } from "../base/bytes.ts";
import { Failure } from "../base/errors.ts";
import type { Authorization, NewAuthenticator } from "../protocol/request.ts";

const TIMEOUT_MILLIS = 180_000;
/** COSE algorithms the enclave verifies: ES256, EdDSA. */
const ALGORITHMS = [-7, -8];

export interface Creation {
  readonly challenge: Octets;
  readonly rpId: string;
  /** User handle: the account's id. */
  readonly account: Octets;
  readonly userName: string;
  readonly exclude: readonly Octets[];
  readonly prfSalt: Octets;
}

export interface CreatedPasskey {
  readonly credentialId: Octets;
  readonly authenticator: NewAuthenticator;
  /** Whether the authenticator can evaluate a PRF, hence hold a key. */
  readonly prf: boolean;
  /** The PRF's output, where the authenticator gives it at creation already. */
  readonly prfOutput: Octets | undefined;
}

export interface Allowed {
  readonly credentialId: Octets;
  readonly salts: { readonly current: Octets; readonly next?: Octets } | undefined;
}

export interface Assertion {
  readonly authorization: Authorization & { readonly type: "passkey" };
  readonly userHandle: Octets | undefined;
  readonly prfOutputs: { readonly first: Octets; readonly second: Octets | undefined } | undefined;
}

export function passkeysSupported(): boolean {
  return typeof PublicKeyCredential === "function" && typeof navigator.credentials?.create === "function";
}

export async function createPasskey(creation: Creation): Promise<CreatedPasskey> {
  const credential = (await navigator.credentials.create({
    publicKey: {
      challenge: creation.challenge,
      rp: { id: creation.rpId, name: "Fastness" },
      user: { id: creation.account, name: creation.userName, displayName: creation.userName },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: creation.exclude.map((id) => ({ type: "public-key", id })),
      attestation: "none",
      timeout: TIMEOUT_MILLIS,
      extensions: { prf: { eval: { first: creation.prfSalt } } },
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Failure("No passkey was created.", "Start again and follow the browser's prompt.");
  const response = credential.response as AuthenticatorAttestationResponse;
  const prf = credential.getClientExtensionResults().prf;
  return {
    credentialId: new Uint8Array(credential.rawId),
    authenticator: { type: "passkey", attestationObject: new Uint8Array(response.attestationObject), clientDataJson: new Uint8Array(response.clientDataJSON) },
    prf: prf?.enabled === true || prf?.results !== undefined,
    prfOutput: prf?.results && octetsOf(prf.results.first),
  };
}

/** @param allowed the account's credentials; none asks for any passkey of this site */
export async function assertPasskey(challenge: Octets, rpId: string, allowed: readonly Allowed[]): Promise<Assertion> {
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge,
      rpId,
      allowCredentials: allowed.map(({ credentialId }) => ({ type: "public-key", id: credentialId })),
      userVerification: "required",
      timeout: TIMEOUT_MILLIS,
      ...prfExtension(allowed),
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Failure("No passkey answered.", "Start again and follow the browser's prompt.");
  const response = credential.response as AuthenticatorAssertionResponse;
  const credentialId = new Uint8Array(credential.rawId);
  if (allowed.length > 0 && !allowed.some((each) => equal(each.credentialId, credentialId))) throw new Failure("Another passkey answered than the account's.", "Choose the account's passkey.");
  const results = credential.getClientExtensionResults().prf?.results;
  return {
    authorization: {
      type: "passkey", credentialId, authenticatorData: new Uint8Array(response.authenticatorData), clientDataJson: new Uint8Array(response.clientDataJSON),
      signature: new Uint8Array(response.signature),
    },
    userHandle: response.userHandle ? new Uint8Array(response.userHandle) : undefined,
    prfOutputs: results && { first: octetsOf(results.first), second: results.second && octetsOf(results.second) },
  };
}

function prfExtension(allowed: readonly Allowed[]): { extensions?: AuthenticationExtensionsClientInputs } {
  const withSalts = allowed.filter((each) => each.salts !== undefined);
  if (withSalts.length === 0) return {};
  const evalByCredential: Record<string, AuthenticationExtensionsPRFValues> = {};
  for (const { credentialId, salts } of withSalts) {
    evalByCredential[toBase64Url(credentialId)] = salts!.next ? { first: salts!.current, second: salts!.next } : { first: salts!.current };
  }
  return { extensions: { prf: { evalByCredential } } };
}

function octetsOf(source: BufferSource): Octets {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength).slice() : new Uint8Array(source.slice(0));
}
