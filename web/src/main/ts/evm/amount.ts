/** Amounts: exact integers inside, decimal text outside. */

export type ParsedAmount = { readonly wei: bigint } | { readonly problem: string };

const DECIMALS = 18;

/** Digits with at most one point and 18 decimals; a comma is refused, since it means different things to different people. */
export function parseEther(text: string): ParsedAmount {
  const trimmed = text.trim();
  const match = /^([0-9]{1,12})(?:\.([0-9]+))?$/.exec(trimmed);
  if (!match) return { problem: trimmed.includes(",") ? "Write the amount with a point, such as 0.25." : "Write the amount in digits, such as 0.25." };
  const fraction = match[2] ?? "";
  if (fraction.length > DECIMALS) return { problem: "An amount has at most 18 decimals." };
  return { wei: BigInt(match[1]!) * 10n ** BigInt(DECIMALS) + BigInt(fraction.padEnd(DECIMALS, "0")) };
}

/** Exact decimal text without trailing zeros. */
export function formatEther(wei: bigint): string {
  const digits = wei.toString().padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -DECIMALS) + (fraction ? `.${fraction}` : "");
}

/** At most {@code places} decimals, rounded down, for figures a person only glances at. */
export function formatEtherShort(wei: bigint, places = 6): string {
  const [whole, fraction = ""] = formatEther(wei).split(".");
  const cut = fraction.slice(0, places).replace(/0+$/, "");
  if (!cut && whole === "0" && wei > 0n) return `< 0.${"0".repeat(places - 1)}1`;
  return cut ? `${whole}.${cut}` : whole!;
}
