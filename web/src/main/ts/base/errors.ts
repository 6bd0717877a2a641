/** What goes wrong, in words a person can act on. */

import { Malformed } from "./codec.ts";
import { REFUSALS } from "#generated/refusals.ts";

export type RefusalCode = keyof typeof REFUSALS;
export type RefusalName = (typeof REFUSALS)[RefusalCode]["name"];

/** A refusal by enclave or server, from the one vocabulary of module base. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly refusal: RefusalName,
    readonly retryable: boolean,
    message: string,
    readonly remedy: string,
    readonly detail = "",
  ) {
    super(message);
  }

  static ofCode(code: number, detail = ""): Refused {
    const known = (REFUSALS as Record<number, { name: RefusalName; retryable: boolean; cause: string; remedy: string }>)[code];
    if (!known) return new Refused("INTERNAL", false, "The enclave refused for a reason this page does not know.", "Reload the page to get its newest version.");
    return new Refused(known.name, known.retryable, known.cause, known.remedy, detail);
  }

  static ofName(name: string, detail = ""): Refused | undefined {
    for (const [code, refusal] of Object.entries(REFUSALS)) if (refusal.name === name) return Refused.ofCode(Number(code), detail);
    return undefined;
  }
}

/** A failure outside the table: what happened, and what to do. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** Any thrown thing as two sentences: what happened, what to do. Browser internals are translated, unknown ones kept short. */
export function explain(error: unknown): { message: string; remedy: string } {
  if (error instanceof Refused) return { message: error.detail ? `${error.message} (${error.detail})` : error.message, remedy: error.remedy };
  if (error instanceof Failure) return { message: error.message, remedy: error.remedy };
  if (error instanceof DOMException) return explainDom(error);
  if (error instanceof TypeError && /fetch/i.test(error.message)) return { message: "The server did not answer.", remedy: "Check that it runs and that you are online, then try again." };
  if (error instanceof Malformed) return { message: "An answer could not be read, or was altered on its way.", remedy: "Reload the page and try again; if it happens again, tell the operator." };
  console.error(error);
  return { message: "Something unexpected happened on this page.", remedy: "Reload the page and try again; nothing was signed." };
}

function explainDom(error: DOMException): { message: string; remedy: string } {
  switch (error.name) {
    case "NotAllowedError":
      return { message: "The passkey request was closed, or it timed out.", remedy: "Start it again when you are ready, and confirm with your fingerprint, face or PIN." };
    case "InvalidStateError":
      return { message: "This authenticator already holds a passkey for the account.", remedy: "Use another device or security key." };
    case "SecurityError":
      return { message: "The browser does not allow passkeys at this address.", remedy: "Open the page under the address the server printed." };
    case "NotSupportedError":
      return { message: "This browser or device does not support what is needed.", remedy: "Use a current version of Chrome, Edge, Safari or Firefox." };
    case "AbortError":
      return { message: "The request was stopped.", remedy: "Start it again." };
    case "QuotaExceededError":
      return { message: "The browser refused to store data for this site.", remedy: "Allow site data for this address, or leave private browsing." };
    default:
      return { message: "The browser could not do this.", remedy: "Reload the page and try again; nothing was signed." };
  }
}
