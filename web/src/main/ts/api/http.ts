/** The server's JSON and octet endpoints, with RFC 9457 problems turned into {@link Refused}. */

import type { Octets } from "../base/bytes.ts";
import { Failure, Refused } from "../base/errors.ts";

const TIMEOUT_MILLIS = 30_000;

export class Http {
  constructor(
    private readonly base: string,
    private readonly token: () => string | undefined,
  ) {}

  async getJson<T>(path: string): Promise<T> {
    return (await this.send("GET", path)).json() as Promise<T>;
  }

  async postJson<T>(path: string, body: unknown): Promise<T> {
    const response = await this.send("POST", path, "application/json", JSON.stringify(body));
    return (response.headers.get("content-type")?.includes("json") ? response.json() : undefined) as Promise<T>;
  }

  async postOctets(path: string, body: Octets): Promise<Octets> {
    return new Uint8Array(await (await this.send("POST", path, "application/octet-stream", body)).arrayBuffer());
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  private async send(method: string, path: string, contentType?: string, body?: BodyInit): Promise<globalThis.Response> {
    const headers = new Headers();
    if (contentType) headers.set("Content-Type", contentType);
    const token = this.token();
    if (token) headers.set("Authorization", `Bearer ${token}`);
    const response = await this.fetch(path, { method, headers, body: body ?? null });
    if (response.ok) return response;
    throw await refusalOf(response);
  }

  private async fetch(path: string, init: RequestInit): Promise<globalThis.Response> {
    try {
      return await fetch(this.base + path, { ...init, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
    } catch (error) {
      const slow = error instanceof DOMException && error.name === "TimeoutError";
      throw new Failure(slow ? "The server took too long to answer." : "The server did not answer.", "Check that it runs and that you are online, then try again.");
    }
  }
}

async function refusalOf(response: globalThis.Response): Promise<Error> {
  try {
    const problem = (await response.json()) as { code?: number };
    if (typeof problem.code === "number") return Refused.ofCode(problem.code);
  } catch {
    // Not a problem document: a proxy's own page, perhaps.
  }
  return new Failure(`The server answered with status ${response.status}.`, "Try again in a moment.");
}
