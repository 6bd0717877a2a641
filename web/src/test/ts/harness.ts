/**
 * Serves both bundles with scripted answers, to look at the pages while working on them:
 * `node target/test-js/harness.mjs [delay seconds]` after `node src/test/run.mjs`. Never part of the product.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import type { Octets } from "../../main/ts/base/bytes.ts";
import { idText } from "../../main/ts/base/id.ts";
import { FakeEnclave } from "./fake-enclave.ts";

const PORT = Number(process.env["PORT"] ?? 8080);
const APP = `http://localhost:${PORT}`;
const WALLET = `http://wallet.localhost:${PORT}`;
const DELAY = Number(process.argv[2] ?? 20);
const TYPES: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", svg: "image/svg+xml", json: "application/json" };

const enclave = new FakeEnclave({ rpId: "wallet.localhost", origin: WALLET, delaySeconds: DELAY });
const CONFIG = JSON.stringify({ appOrigin: APP, walletOrigin: WALLET, apiBase: APP, environment: "development", developmentMode: true, delays: { exportSeconds: DELAY, recoverySeconds: DELAY, windowSeconds: 3600 } });
let polls = 0;

async function body(request: IncomingMessage): Promise<Octets> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Uint8Array.from(Buffer.concat(chunks)) as Octets;
}

async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url!.slice("/api/v1".length);
  const json = (value: unknown, status = 200): void => void response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  const problem = (code: number, status: number): void => void response.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify({ code }));
  const session = async (): Promise<object> => ({ token: "fst_token", expiresAt: Date.now() + 3_600_000, userId: "usr_x", accountId: enclave.view ? await idText("acc", enclave.view.account) : null });
  if (path === "/identity/codes") return json({}, 202);
  if (path === "/identity/codes/verify") return new TextDecoder().decode(await body(request)).includes("123456") ? json({ handoff: "handoff" }) : problem(27, 401);
  if (path === "/identity/handoff" || path === "/identity/login") return json(await session());
  if (path === "/identity/session") return request.method === "DELETE" ? void response.writeHead(204).end() : json({ userId: "usr_x", accountId: null, email: "ada@example.org" });
  if (path === "/enclave/channels") return void response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(await enclave.openChannel(await body(request)));
  if (path === "/enclave/frames") {
    const answer = await enclave.exchange(await body(request));
    return answer ? void response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(answer) : problem(3, 410);
  }
  if (path === "/wallet/networks") return json({ networks: [{ chainId: 31337, name: "Local chain", symbol: "ETH", reachable: true, explorer: null }, { chainId: 1, name: "Ethereum", symbol: "ETH", reachable: false, explorer: null }] });
  if (path.includes("/accounts/")) return json({ balanceWei: "3250000000000000000", nonce: "0", maxFeePerGas: "3000000000", maxPriorityFeePerGas: "1000000000" });
  if (path.endsWith("/transactions")) return json({ hash: `0x${"ab".repeat(32)}` }, 202);
  if (path.includes("/transactions/")) return json(++polls % 3 === 0 ? { status: "mined", block: "12", gasUsed: "21000" } : { status: "pending" });
  return problem(29, 404);
}

createServer((request, response) => {
  const wallet = request.headers.host?.startsWith("wallet.");
  response.setHeader("Content-Security-Policy", `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'${wallet ? ` ${APP}` : ""}; font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'`);
  if (request.url!.startsWith("/api/")) {
    response.setHeader("Access-Control-Allow-Origin", WALLET);
    response.setHeader("Access-Control-Allow-Headers", "authorization, content-type");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    return void api(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  }
  if (request.url === "/config.json") return void response.writeHead(200, { "Content-Type": "application/json" }).end(CONFIG);
  const name = request.url === "/" ? "index.html" : normalize(request.url!.split("?")[0]!).replace(/^\/+/, "");
  const file = join("target/bundle", wallet ? "wallet" : "app", name);
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[name.split(".").pop()!] ?? "text/plain" }).end(readFileSync(file));
}).listen(PORT, "127.0.0.1", () => console.log(`pages with scripted answers at ${APP}`));
