/** What the wallet page holds while it is open. A reload forgets all but the session token. */

import type { Config } from "../api/config.ts";
import { Http } from "../api/http.ts";
import { Identity, type Session } from "../api/identity.ts";
import { Networks } from "../api/networks.ts";
import { equal, type Octets, toBase64Url } from "../base/bytes.ts";
import { parseId } from "../base/id.ts";
import { KnownAccounts } from "../device/local.ts";
import { AccountClient, type Receipted } from "../enclave/account.ts";
import type { AccountView, Address, Key, Result } from "../protocol/response.ts";

const SESSION = "fastness.session";

interface StoredSession {
  readonly token: string;
  readonly accountId: string | null;
}

export class Wallet {
  readonly known = new KnownAccounts(localStorage);
  readonly identity: Identity;
  readonly networks: Networks;
  readonly client: AccountClient;
  /** The account as last shown by the enclave; undefined while locked. */
  view: AccountView | undefined;
  email: string | undefined;
  private session: StoredSession | undefined;

  constructor(readonly config: Config) {
    const http = new Http(config.apiBase, () => this.session?.token);
    this.identity = new Identity(http);
    this.networks = new Networks(http);
    this.session = JSON.parse(sessionStorage.getItem(SESSION) ?? "null") as StoredSession | null ?? undefined;
    this.client = new AccountClient(
      { openChannel: (opening) => http.postOctets("/api/v1/enclave/channels", opening), exchange: (frame) => http.postOctets("/api/v1/enclave/frames", frame) },
      { environment: config.environment, acceptDevelopment: config.developmentMode && isLocal(location.hostname), clusterId: undefined },
      this.known,
    );
  }

  get signedIn(): boolean {
    return this.session !== undefined;
  }

  /** The account of the session, as the server linked it. */
  async linkedAccount(): Promise<Octets | undefined> {
    return this.session?.accountId ? parseId("acc", this.session.accountId) : undefined;
  }

  keepSession(session: Session): void {
    this.session = { token: session.token, accountId: session.accountId };
    sessionStorage.setItem(SESSION, JSON.stringify(this.session));
  }

  linkAccount(accountId: string): void {
    if (!this.session) return;
    this.session = { token: this.session.token, accountId };
    sessionStorage.setItem(SESSION, JSON.stringify(this.session));
  }

  dropSession(): void {
    this.session = undefined;
    this.email = undefined;
    sessionStorage.removeItem(SESSION);
  }

  async loadEmail(): Promise<void> {
    this.email = this.signedIn ? ((await this.identity.session()).email ?? undefined) : undefined;
  }

  /** The account is open: shows it, and signs in by the enclave's word where there is no session of this account. */
  async opened(unlocked: Receipted<Extract<Result, { type: "unlocked" }>>): Promise<void> {
    this.view = unlocked.result.view;
    const linked = await this.linkedAccount();
    if (!this.signedIn || !linked || !equal(linked, this.view.account)) {
      this.keepSession(await this.identity.login(toBase64Url(unlocked.result.loginStatement)));
    }
  }

  lock(): void {
    this.client.close();
    this.view = undefined;
  }

  async refresh(): Promise<AccountView> {
    this.view = await this.client.view();
    return this.view;
  }

  /** The address of a chain and the key it belongs to. */
  addressOf(chain: string): { readonly key: Key; readonly address: Address } | undefined {
    for (const key of this.view?.keys ?? []) {
      const address = key.addresses.find((each) => each.chain === chain);
      if (address) return { key, address };
    }
    return undefined;
  }
}

/** Development evidence proves nothing, so it is believed on the developer's own machine alone. */
function isLocal(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost");
}
