/** Sign-in, as the server's identity module offers it. */

import type { Http } from "./http.ts";

export interface Session {
  readonly token: string;
  readonly expiresAt: string | number;
  readonly userId: string;
  readonly accountId: string | null;
}

export interface SessionView {
  readonly userId: string;
  readonly accountId: string | null;
  readonly email: string | null;
}

export class Identity {
  constructor(private readonly http: Http) {}

  async sendCode(email: string): Promise<void> {
    await this.http.postJson("/api/v1/identity/codes", { email });
  }

  async verifyCode(email: string, code: string): Promise<string> {
    return (await this.http.postJson<{ handoff: string }>("/api/v1/identity/codes/verify", { email, code })).handoff;
  }

  async redeem(handoff: string): Promise<Session> {
    return this.http.postJson("/api/v1/identity/handoff", { handoff });
  }

  /** @param statement base64url of the enclave's signed login statement */
  async login(statement: string): Promise<Session> {
    return this.http.postJson("/api/v1/identity/login", { statement });
  }

  async session(): Promise<SessionView> {
    return this.http.getJson("/api/v1/identity/session");
  }

  async signOut(): Promise<void> {
    await this.http.delete("/api/v1/identity/session");
  }
}
