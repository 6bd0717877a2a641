/** Operations in words, by their number on the wire. */

export const OPERATION_NAMES: Readonly<Record<number, string>> = {
  1: "Account created", 2: "Account unlocked", 3: "Signed", 4: "Session key certified", 5: "Device added", 6: "Device removed", 7: "Permission changed",
  8: "Seed phrase export requested", 9: "Seed phrase exported", 10: "Pending action stopped", 11: "Recovery started", 12: "Account recovered",
};

const SIGNED_KINDS: Readonly<Record<string, string>> = {
  "evm-transaction": "Signed a transaction", "evm-message": "Signed a text", "evm-typed-data": "Signed typed data", "evm-authorization": "Signed a delegation",
  "bitcoin-spend": "Signed a Bitcoin payment", "solana-transaction": "Signed a Solana transaction", "solana-message": "Signed a text",
};

/** An activity entry in a title and a line, from its number and the enclave's own summary. */
export function entryWords(operation: number, summary: string): { readonly title: string; readonly line: string } {
  const signed = /^Signed ([a-z0-9-]+)( and [0-9]+ more)?(?:; )?(.*)$/s.exec(summary);
  if (operation === 3 && signed) return { title: (SIGNED_KINDS[signed[1]!] ?? `Signed ${signed[1]!}`) + (signed[2] ?? ""), line: signed[3]! };
  const permission = /^Capability ([a-z0-9_]+) (turned on|turned off)$/.exec(summary);
  const capability = permission && CAPABILITIES.find((each) => each.name.toLowerCase() === permission[1]);
  if (capability) return { title: OPERATION_NAMES[operation] ?? "Permission changed", line: `${capability.title} ${permission[2]!}` };
  const title = OPERATION_NAMES[operation] ?? "Operation";
  return { title, line: summary === title || title.endsWith(summary.toLowerCase()) ? "" : summary };
}

/** org.fastness.intent.Capability: code, name there, and what turning it on means. */
export interface CapabilityText {
  readonly code: number;
  readonly name: string;
  readonly title: string;
  readonly risk: string;
}

export const CAPABILITIES: readonly CapabilityText[] = [
  { code: 1, name: "TRANSFER", title: "Transfers", risk: "Moves an amount that is shown to you." },
  { code: 2, name: "MESSAGE", title: "Text messages", risk: "Signs text that no chain takes for a transaction." },
  { code: 3, name: "TYPED_DATA_UNKNOWN", title: "Typed data of unknown kinds", risk: "A site can define what such a signature does: it may order a trade or give rights away." },
  { code: 4, name: "PERMIT", title: "Token permits", risk: "One signature lets someone else move a token, without any transaction of yours." },
  { code: 5, name: "PERMIT2", title: "Permit2 allowances", risk: "One signature can let someone else move several tokens." },
  { code: 6, name: "APPROVAL", title: "Token approvals", risk: "Lets a contract move a token of yours later, without asking again." },
  { code: 7, name: "SET_APPROVAL_FOR_ALL", title: "Approvals for whole collections", risk: "Lets someone else move everything you own in a collection." },
  { code: 8, name: "EIP7702_DELEGATION", title: "Account delegation (EIP-7702)", risk: "Lets other code act as your account, until you revoke it." },
  { code: 9, name: "RAW_HASH", title: "Data that is not text", risk: "What such octets mean cannot be shown; often they are the hash of something unseen." },
  { code: 10, name: "CONTRACT_CALL_UNKNOWN", title: "Unknown contract calls", risk: "The enclave cannot say what the call does with your account." },
];

/** The capability a refusal speaks of, found by its name in the reason. */
export function capabilityNamed(reason: string): CapabilityText | undefined {
  return [...CAPABILITIES].sort((a, b) => b.name.length - a.name.length).find((each) => reason.includes(each.name));
}
