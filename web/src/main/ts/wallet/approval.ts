/** Who approves: the account's passkey, or this browser's device key where the account has no passkey. */

import { equal, type Octets } from "../base/bytes.ts";
import { Failure } from "../base/errors.ts";
import { agreeWith, deviceKeysOf, type DeviceKeys, ownWay, signWithDevice } from "../device/device-keys.ts";
import { type Assertion, assertPasskey } from "../device/passkeys.ts";
import type { AccountClient, Approval, Approver } from "../enclave/account.ts";
import type { SlotMaterial } from "../protocol/request.ts";
import type { UnlockWays } from "../protocol/response.ts";

export type Method = "passkey" | "device-key";

/** @param preferred undefined takes the passkey where there is one */
export function approverOf(client: AccountClient, preferred?: Method): Approver {
  return async () => {
    const ways = await client.unlockWays();
    const keys = await deviceKeysOf(client.account);
    const rpId = (await client.info()).rpId;
    const method = preferred ?? (ways.passkeys.length > 0 ? "passkey" : "device-key");
    return async (challenge) => method === "passkey" ? byPasskey(client, ways, keys, rpId, challenge) : byDevice(client, ways, keys, challenge);
  };
}

async function byPasskey(client: AccountClient, ways: UnlockWays, keys: DeviceKeys | undefined, rpId: string, challenge: Octets): Promise<Approval> {
  const locked = !client.isOpen;
  const assertion = await assertPasskey(challenge, rpId, ways.passkeys.map((way) => ({
    credentialId: way.credentialId,
    salts: locked && way.prf ? { current: way.prf.currentSalt, next: way.prf.nextSalt } : undefined,
  })));
  return { authorization: assertion.authorization, material: locked ? await materialOf(ways, keys, assertion) : undefined };
}

async function materialOf(ways: UnlockWays, keys: DeviceKeys | undefined, assertion: Assertion): Promise<SlotMaterial> {
  const used = ways.passkeys.find((way) => equal(way.credentialId, assertion.authorization.credentialId));
  const outputs = assertion.prfOutputs;
  if (used?.prf && outputs?.second) return { type: "prf", slot: used.prf.slot, current: outputs.first, next: outputs.second };
  return (await withoutPrf(ways, keys)) ?? cannotOpen();
}

async function byDevice(client: AccountClient, ways: UnlockWays, keys: DeviceKeys | undefined, challenge: Octets): Promise<Approval> {
  const way = ownWay(keys, ways.devices);
  if (!keys || !way) throw new Failure("This browser holds no key of the account.", "Use the device the account was made on, or recover with the code you wrote down.");
  return { authorization: await signWithDevice(keys, way.authenticator, challenge), material: client.isOpen ? undefined : await withoutPrf(ways, keys) };
}

async function withoutPrf(ways: UnlockWays, keys: DeviceKeys | undefined): Promise<SlotMaterial | undefined> {
  const way = ownWay(keys, ways.devices);
  if (keys && way) return { type: "device", slot: way.slot, shared: await agreeWith(keys, way.ephemeral) };
  return ways.operator ? { type: "operator" } : undefined;
}

function cannotOpen(): never {
  throw new Failure("The passkey answered, but did not release its half of the key.", "Use the passkey on the device where you made it, in a browser that supports the PRF extension.");
}
