/** Making a new authenticator: a passkey with what it can hold, or this browser's device key. */

import { type Octets, random } from "../base/bytes.ts";
import { type DeviceKeys, makeDeviceKeys } from "../device/device-keys.ts";
import { assertPasskey, createPasskey } from "../device/passkeys.ts";
import { signWithDevice } from "../device/device-keys.ts";
import type { Approver } from "../enclave/account.ts";
import { ZERO_ID } from "../base/id.ts";
import type { NewAuthenticator, NewSlot } from "../protocol/request.ts";
import type { EnrolmentOptions } from "../protocol/response.ts";

/** An authenticator ready to be enrolled. */
export interface Candidate {
  readonly authenticator: NewAuthenticator;
  readonly slots: readonly NewSlot[];
  /** Whether it releases half of the key, so that nobody else can open the account. */
  readonly holdsKey: boolean;
  /** Approves as the new authenticator itself. */
  readonly approver: Approver;
  /** To be kept once the enclave has accepted them. */
  readonly deviceKeys: DeviceKeys | undefined;
}

/** One ceremony, and a second where the authenticator shows its PRF only when used. */
export async function passkeyCandidate(options: EnrolmentOptions, userName: string, exclude: readonly Octets[], onSecondTouch: () => void): Promise<Candidate> {
  const created = await createPasskey({ challenge: options.challenge, rpId: options.rpId, account: options.account, userName, exclude, prfSalt: options.prfSalt });
  const output = created.prf ? (created.prfOutput ?? (await outputOf(options, created.credentialId, onSecondTouch))) : undefined;
  const approver: Approver = async () => async (challenge) => ({
    authorization: (await assertPasskey(challenge, options.rpId, [{ credentialId: created.credentialId, salts: undefined }])).authorization,
  });
  if (output) return { authenticator: created.authenticator, slots: [{ type: "prf", slot: options.prfSlot, output }], holdsKey: true, approver, deviceKeys: undefined };
  const deviceKeys = await makeDeviceKeys();
  return { authenticator: created.authenticator, slots: [{ type: "device", publicKey: deviceKeys.agreementPublic }], holdsKey: false, approver, deviceKeys };
}

async function outputOf(options: EnrolmentOptions, credentialId: Octets, onSecondTouch: () => void): Promise<Octets | undefined> {
  onSecondTouch();
  return (await assertPasskey(random(32), options.rpId, [{ credentialId, salts: { current: options.prfSalt } }])).prfOutputs?.first;
}

/** No ceremony: keys of this browser alone. */
export async function deviceCandidate(): Promise<Candidate> {
  const deviceKeys = await makeDeviceKeys();
  return {
    authenticator: { type: "device-key", publicKey: deviceKeys.signingPublic },
    slots: [{ type: "device", publicKey: deviceKeys.agreementPublic }],
    holdsKey: false,
    approver: async () => async (challenge) => ({ authorization: await signWithDevice(deviceKeys, ZERO_ID, challenge) }),
    deviceKeys,
  };
}
