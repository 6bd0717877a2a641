/** What this browser remembers of accounts: nothing secret. Device keys live apart, in {@link DeviceKeys}. */

import { fromHex, type Octets, toHex } from "../base/bytes.ts";

/** The account's state as last seen here: an older one is refused, whoever presents it. */
export interface KnownAccount {
  readonly account: Octets;
  /** Hex; pins the cluster that made the account. */
  readonly clusterId: string;
  readonly version: bigint;
  /** Hex. */
  readonly head: string;
  readonly lastUsedMillis: number;
}

const PREFIX = "fastness.account.";

interface Stored {
  clusterId: string;
  version: string;
  head: string;
  lastUsedMillis: number;
}

export class KnownAccounts {
  constructor(private readonly storage: Storage) {}

  /** The most recently used first. */
  all(): KnownAccount[] {
    const found: KnownAccount[] = [];
    for (let i = 0; i < this.storage.length; i++) {
      const name = this.storage.key(i);
      const account = name?.startsWith(PREFIX) ? fromHex(name.slice(PREFIX.length)) : undefined;
      const known = account && this.of(account);
      if (known) found.push(known);
    }
    return found.sort((a, b) => b.lastUsedMillis - a.lastUsedMillis);
  }

  of(account: Octets): KnownAccount | undefined {
    try {
      const stored = JSON.parse(this.storage.getItem(PREFIX + toHex(account)) ?? "null") as Stored | null;
      return stored ? { account, clusterId: stored.clusterId, version: BigInt(stored.version), head: stored.head, lastUsedMillis: stored.lastUsedMillis } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Versions only rise. */
  remember(account: Octets, clusterId: Octets, version: bigint, head: Octets): void {
    const before = this.of(account);
    const newer = !before || version >= before.version;
    const stored: Stored = {
      clusterId: toHex(clusterId), version: String(newer ? version : before.version), head: newer ? toHex(head) : before.head, lastUsedMillis: Date.now(),
    };
    this.storage.setItem(PREFIX + toHex(account), JSON.stringify(stored));
  }

  forget(account: Octets): void {
    this.storage.removeItem(PREFIX + toHex(account));
  }
}

/** A pending recovery that this browser started, so that its countdown survives a reload. */
export interface StartedRecovery {
  readonly maturesMillis: number;
  readonly windowEndsMillis: number;
  readonly clock: string;
}

const RECOVERY = "fastness.recovery.";

export const startedRecoveries = {
  of(account: Octets): StartedRecovery | undefined {
    const stored = localStorage.getItem(RECOVERY + toHex(account));
    return stored === null ? undefined : (JSON.parse(stored) as StartedRecovery);
  },
  remember(account: Octets, started: StartedRecovery): void {
    localStorage.setItem(RECOVERY + toHex(account), JSON.stringify(started));
  },
  forget(account: Octets): void {
    localStorage.removeItem(RECOVERY + toHex(account));
  },
};
