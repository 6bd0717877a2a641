/** One account over the channel: each operation approved, its receipt checked, its version remembered. */

import { equal, isZero, type Octets, random } from "../base/bytes.ts";
import { Malformed } from "../base/codec.ts";
import { Failure, Refused } from "../base/errors.ts";
import { ZERO_ID } from "../base/id.ts";
import type { KnownAccounts } from "../device/local.ts";
import type { Routing } from "../protocol/channel.ts";
import { type Authorization, challenge, type Context, type Operation, OPERATION_TAGS, type Payload, type Purpose, type Request, type SlotMaterial } from "../protocol/request.ts";
import type { AccountView, ActivityEntry, DecodedIntent, Done, EnrolmentOptions, Info, Response, Result, UnlockWays } from "../protocol/response.ts";
import { parseReceipt, type Receipt, verifyReceipt } from "../tlog/receipt.ts";
import { Channel, type Relay } from "./channel.ts";
import { ENVIRONMENTS, type EvidencePolicy } from "./evidence.ts";

/** What an authenticator gives: a signature and, where the account is to be opened in the same step, what opens it. */
export interface Approval {
  readonly authorization: Authorization;
  readonly material?: SlotMaterial | undefined;
}

/** Prepares one approval (it may ask the enclave which authenticators there are), then signs the challenge it is given. */
export type Approver = () => Promise<(challenge: Octets) => Promise<Approval>>;

type ResultOf<T extends Result["type"]> = Extract<Result, { type: T }>;

/** An operation's result with the receipt that was verified. */
export interface Receipted<R extends Result> {
  readonly result: R;
  readonly receipt: Receipt;
}

const RESENDS = 2;
/** The enclave closes an idle account after 15 minutes; a little earlier it counts as closed here. */
const IDLE_MILLIS = 14 * 60_000;
const REAPPROVED: readonly string[] = ["NOT_OPEN", "UNKNOWN_CHANNEL", "EXPIRED"];

export class AccountClient {
  private channel: Channel | undefined;
  private knownInfo: Info | undefined;
  private keys: readonly Octets[] = [];
  /** Whether the enclave holds the account open on the present channel, as far as this side knows. */
  private open = false;
  private lastUsed = 0;

  constructor(
    private readonly relay: Relay,
    private readonly policy: EvidencePolicy,
    private readonly known: KnownAccounts,
    private accountId: Octets = ZERO_ID,
  ) {}

  get account(): Octets {
    return this.accountId;
  }

  get isOpen(): boolean {
    return this.open && this.channel !== undefined && performance.now() - this.lastUsed < IDLE_MILLIS;
  }

  private touched(): void {
    this.lastUsed = performance.now();
  }

  get attested(): Channel["attested"] | undefined {
    return this.channel?.attested;
  }

  /** Points this client to another account; what was open is forgotten. */
  use(account: Octets): void {
    if (equal(account, this.accountId)) return;
    this.accountId = account;
    this.close();
  }

  /** Forgets the channel and its keys. */
  close(): void {
    this.channel = undefined;
    this.knownInfo = undefined;
    this.keys = [];
    this.open = false;
  }

  private async connected(): Promise<Channel> {
    this.channel ??= await Channel.open(this.relay, { ...this.policy, clusterId: this.known.of(this.accountId)?.clusterId ?? this.policy.clusterId });
    return this.channel;
  }

  async info(): Promise<Info> {
    if (this.knownInfo) return this.knownInfo;
    const info = await this.ask({ type: "info" }, "info");
    if (!equal(info.clusterId, this.channel!.attested.clusterId)) throw new Failure("The enclave names another cluster than its evidence does.", "Do not continue. Tell the operator of this address.");
    if (ENVIRONMENTS[info.environment] !== this.policy.environment) throw new Failure("The enclave belongs to another environment than this page.", "Open the address the server printed.");
    this.knownInfo = info;
    return info;
  }

  async beginEnrolment(purpose: Purpose): Promise<EnrolmentOptions> {
    const options = await this.ask({ type: "begin-enrolment", purpose }, "enrolment-options");
    this.accountId = options.account;
    return options;
  }

  /** How the account may be opened; also names its keys, so that the host hands their records over from now on. */
  async unlockWays(): Promise<UnlockWays> {
    const ways = await this.ask({ type: "unlock-options" }, "unlock-ways");
    this.keys = ways.keys;
    return ways;
  }

  async describe(payloads: readonly Payload[]): Promise<readonly DecodedIntent[]> {
    return (await this.ask({ type: "describe", payloads }, "described")).intents;
  }

  async view(): Promise<AccountView> {
    return this.remember((await this.ask({ type: "view-account" }, "account")).view);
  }

  /** Entries from a number on, oldest first; 1 is the first. */
  async activity(from: bigint, count: number): Promise<{ readonly entries: readonly ActivityEntry[]; readonly total: bigint }> {
    return this.ask({ type: "list-activity" }, "activity", { activityFrom: from, activityCount: count });
  }

  /** Has an operation approved, runs it, verifies its receipt. A channel or account that closed meanwhile costs one more approval. */
  async execute<T extends Result["type"]>(operation: Operation, approver: Approver, expected: T): Promise<Receipted<ResultOf<T>>> {
    try {
      return await this.attempt(operation, approver, expected);
    } catch (error) {
      if (!(error instanceof Refused) || !REAPPROVED.includes(error.refusal)) throw error;
      return this.attempt(operation, approver, expected);
    }
  }

  private async attempt<T extends Result["type"]>(operation: Operation, approver: Approver, expected: T): Promise<Receipted<ResultOf<T>>> {
    const info = await this.info();
    const sign = await approver();
    const channel = await this.connected();
    const requestId = random(16);
    const context: Context = {
      environment: info.environment, tenant: ZERO_ID, account: this.accountId, requestId, knownVersion: this.known.of(this.accountId)?.version ?? 0n,
      nonce: await channel.takeNonce(this.routing()), handshakeHash: channel.handshakeHash,
    };
    const { authorization, material } = await sign(await challenge(context, operation));
    const done = await this.send({ type: "execute", context, operation, authorization, material }, { requestId });
    if (done.result.type !== expected) throw new Malformed("the enclave answered with another kind of result");
    const receipt = await this.verified(done, operation, requestId, info);
    this.settle(done, operation);
    return { result: done.result as ResultOf<T>, receipt };
  }

  /** The same octets again after silence: an operation that was done gets its stored answer and never runs twice. */
  private async send(request: Request & { type: "execute" }, extra: Partial<Routing>): Promise<Done> {
    let silence: unknown;
    for (let attempt = 0; attempt <= RESENDS; attempt++) {
      try {
        const done = expectType(await (await this.connected()).call(this.routing(extra), request), "done");
        this.touched();
        return done;
      } catch (error) {
        this.note(error);
        const unanswered = error instanceof Failure || (error instanceof Refused && error.refusal === "NOT_READY");
        const channelLost = silence !== undefined && error instanceof Refused && error.refusal === "UNKNOWN_CHANNEL";
        if (!unanswered && !channelLost) throw error;
        silence = error;
        await new Promise((resolve) => setTimeout(resolve, 500 * (attempt + 1)));
      }
    }
    throw silence;
  }

  private async ask<T extends Response["type"]>(request: Request, expected: T, extra: Partial<Routing> = {}): Promise<Extract<Response, { type: T }>> {
    try {
      const response = expectType(await (await this.connected()).call(this.routing(extra), request), expected);
      if (this.isOpen) this.touched();
      return response;
    } catch (error) {
      this.note(error);
      if (!(error instanceof Refused) || error.refusal !== "UNKNOWN_CHANNEL") throw error;
      return expectType(await (await this.connected()).call(this.routing(extra), request), expected);
    }
  }

  /** A channel that is gone is opened anew by the next call; the account is then locked again. */
  private note(error: unknown): void {
    if (!(error instanceof Refused)) return;
    if (error.refusal === "UNKNOWN_CHANNEL") {
      this.channel = undefined;
      this.knownInfo = undefined;
      this.open = false;
    }
    if (error.refusal === "NOT_OPEN") this.open = false;
  }

  private async verified(done: Done, operation: Operation, requestId: Octets, info: Info): Promise<Receipt> {
    const receipt = parseReceipt(done.receipt);
    const ours = equal(receipt.opening.request, requestId) && receipt.opening.operation === OPERATION_TAGS[operation.type] && equal(receipt.opening.clusterId, info.clusterId);
    const verdict = await verifyReceipt(receipt, info.logKey);
    if (!ours || !verdict.verified) throw new Failure("The operation was done, but its receipt does not prove it.", "Keep what you see here and tell the operator: the log may have been altered.");
    return receipt;
  }

  private settle(done: Done, operation: Operation): void {
    const result = done.result;
    if (result.type === "account" || result.type === "unlocked") this.remember(result.view);
    else this.known.remember(this.accountId, this.clusterId(), done.version, done.head);
    this.open = operation.type !== "start-recovery" && operation.type !== "complete-recovery"; // the code opens for its own operation alone
  }

  private remember(view: AccountView): AccountView {
    if (!equal(view.account, this.accountId)) throw new Malformed("the enclave shows another account");
    this.keys = view.keys.map((key) => key.id);
    this.known.remember(view.account, this.clusterId(), view.version, view.head);
    return view;
  }

  private clusterId(): Octets {
    const channel = this.channel;
    if (!channel) throw new Failure("The secure channel is gone.", "Try again.");
    return channel.attested.clusterId;
  }

  private routing(extra: Partial<Routing> = {}): Routing {
    return { tenant: ZERO_ID, account: this.accountId, requestId: ZERO_ID, keys: isZero(this.accountId) ? [] : this.keys, activityFrom: 0n, activityCount: 0, ...extra };
  }
}

function expectType<T extends Response["type"]>(response: Response, type: T): Extract<Response, { type: T }> {
  if (response.type !== type) throw new Malformed("the enclave answered with another kind of response");
  return response as Extract<Response, { type: T }>;
}

