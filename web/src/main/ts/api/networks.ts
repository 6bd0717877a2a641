/** EVM networks by way of the server. What it says about fees and balances is advice: the enclave decodes what is signed. */

import type { Http } from "./http.ts";

export interface Network {
  readonly chainId: number;
  readonly name: string;
  readonly symbol: string;
  readonly reachable: boolean;
  readonly explorer: string | null;
}

export interface AccountState {
  readonly balanceWei: bigint;
  readonly nonce: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

export interface Inclusion {
  readonly status: "pending" | "mined" | "failed" | "unknown";
  readonly block?: string;
  readonly gasUsed?: string;
}

export class Networks {
  constructor(private readonly http: Http) {}

  async list(): Promise<Network[]> {
    return (await this.http.getJson<{ networks: Network[] }>("/api/v1/wallet/networks")).networks;
  }

  async account(chainId: number, address: string): Promise<AccountState> {
    const state = await this.http.getJson<Record<keyof AccountState, string>>(`/api/v1/wallet/networks/${chainId}/accounts/${address}`);
    return {
      balanceWei: BigInt(state.balanceWei), nonce: BigInt(state.nonce),
      maxFeePerGas: BigInt(state.maxFeePerGas), maxPriorityFeePerGas: BigInt(state.maxPriorityFeePerGas),
    };
  }

  async broadcast(chainId: number, raw: string): Promise<string> {
    return (await this.http.postJson<{ hash: string }>(`/api/v1/wallet/networks/${chainId}/transactions`, { raw })).hash;
  }

  async inclusion(chainId: number, hash: string): Promise<Inclusion> {
    return this.http.getJson(`/api/v1/wallet/networks/${chainId}/transactions/${hash}`);
  }
}
