/** What the server tells its pages about itself: a static file on each origin. */

import { Failure } from "../base/errors.ts";

export interface Config {
  readonly appOrigin: string;
  readonly walletOrigin: string;
  /** Origin of the API, without a path. */
  readonly apiBase: string;
  readonly environment: "development" | "staging" | "production";
  readonly developmentMode: boolean;
  /** What the server says of its own pages, to compare with what `./fastness up` printed. */
  readonly bundleSha256?: string;
  readonly delays: { readonly exportSeconds: number; readonly recoverySeconds: number; readonly windowSeconds: number };
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-store", credentials: "omit" }).catch(() => undefined);
  if (!response?.ok) throw new Failure("The server did not answer.", "Check that it runs, then reload this page.");
  return (await response.json()) as Config;
}
