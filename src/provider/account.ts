import pLimit from "p-limit";
import type { Clock } from "../base/clock.ts";
import type { CallError, Reply } from "../domain/output.ts";
import type { CallContext } from "../domain/provider.ts";
import { AdaptiveBound, type Ticket } from "./adaptive-bound.ts";
import { Breaker } from "./breaker.ts";
import { ABORTED } from "./no-call.ts";
import { Pacer } from "./pacer.ts";
import type { Limiter } from "./with-limit.ts";

/** Nobody sleeps longer than this at a stretch: a pause can be prolonged meanwhile, and a provider come back. */
const LONGEST_SLEEP_MS = 250;

export interface AccountSettings {
  /** Calls in flight at most. */
  readonly concurrency: number;
  /** Nothing waits longer than this for a provider that is down, or that asks for patience; milliseconds. */
  readonly totalTimeoutMs: number;
  readonly onNote: (text: string) => void;
}

/** A call that may be sent, or why it may not. */
export type Entry =
  | { readonly ticket: Ticket /** Waited for a provider that is down; milliseconds. */; readonly heldMs: number }
  | { readonly error: CallError };

/**
 * What a provider bears of one key or base URL, found out from its refusals: calls at once (`AdaptiveBound`), calls a
 * second (`Pacer`), and whether it is up at all (`Breaker`). Its slot is a call's last: who waits inside it keeps none
 * of another account waiting, and all of this account wait for the same.
 */
export class Account implements Limiter {
  readonly hasTokenBound = false;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #bound: AdaptiveBound;
  readonly #pacer = new Pacer();
  readonly #breaker: Breaker;
  readonly #settings: AccountSettings;
  readonly #clock: Clock;
  readonly #models = new Set<string>();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Whether the stated wait of a refusal is for all calls. */
  #pauses = true;
  #refusal: { readonly error: CallError; readonly until: number } | null = null;
  #failure: CallError | null = null;

  constructor(settings: AccountSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#bound = new AdaptiveBound(settings.concurrency);
    this.#limit = pLimit(this.#bound.level);
    this.#breaker = new Breaker(settings.totalTimeoutMs, (open) => this.#note(open));
  }

  /** For notes: whose calls these are. */
  addModel(id: string): void {
    this.#models.add(id);
  }

  /** Calls at once that are allowed at present. */
  get level(): number {
    return this.#bound.level;
  }

  /** Calls a second that are allowed at present; null: not bounded. */
  get rate(): number | null {
    return this.#pacer.rate(this.#clock.monotonic());
  }

  run(task: () => Promise<void>): Promise<void> {
    return this.#limit(task);
  }

  admit(): Promise<void> {
    return Promise.resolve();
  }

  settle(): void {}

  /** Waits, inside the slot, until a call may be sent. First come, first served. Every ticket needs its `leave`. */
  enter(context: CallContext): Entry | Promise<Entry> {
    if (this.#waiting === 0) {
      const entry = this.#ask(context, 0, false);
      if (typeof entry !== "string") return entry;
    }
    this.#waiting += 1;
    const turn = this.#tail
      .then(() => this.#wait(context))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#tail = turn;
    return turn;
  }

  /** What became of the call: known before its slot is free. */
  learn(ticket: Ticket, { status, attempts, ...reply }: Reply): void {
    if (status === "ok") {
      this.#bound.succeed(ticket);
      this.#breaker.succeed();
    } else if ("error" in reply && attempts.length > 0) {
      const now = this.#clock.monotonic();
      if (isRefusal(reply.error)) this.#refused(ticket, reply.error, attempts.at(-1)?.retryAfterMs ?? 0, now);
      else if (FAILURES.has(reply.error.kind)) {
        this.#failure = reply.error;
        this.#breaker.fail(now);
      }
    }
    if (this.#limit.concurrency !== this.#bound.level) this.#limit.concurrency = this.#bound.level;
  }

  leave(): void {
    this.#bound.end();
  }

  #refused(ticket: Ticket, error: CallError, waitMs: number, now: number): void {
    if (waitMs > this.#settings.totalTimeoutMs) this.#refuseAll(error, now + waitMs, waitMs);
    if (!this.#pacer.count(now)) {
      this.#bound.forget();
      return;
    }
    const wasKnown = this.#bound.isKnown;
    const refusal = this.#bound.refuse(ticket);
    // One call more than is known to pass was tried out: the others need not wait for that.
    if (refusal !== "known") this.#pauses = !(refusal === "concurrency" && wasKnown);
    if (waitMs > 0 && waitMs <= this.#settings.totalTimeoutMs && this.#pauses) this.#pacer.pause(now + waitMs, now);
    if (refusal === "rate") this.#pacer.slow(now, ticket.paced);
  }

  /** No call could wait so long: they end at once, so that the run does and can be resumed then. */
  #refuseAll({ kind, httpStatus }: CallError, until: number, waitMs: number): void {
    const isNew = this.#refusal === null;
    const message = `not called: the provider asked to wait ${Math.ceil(waitMs / 1000)} s, longer than total_timeout_s`;
    this.#refusal = { error: { kind, httpStatus, message, retryable: false }, until };
    if (isNew)
      this.#settings.onNote(`${this.#name()}: ${message.replace("not called: ", "")}; its calls end as errors`);
  }

  async #wait(context: CallContext): Promise<Entry> {
    let heldMs = 0;
    for (;;) {
      const entry = this.#ask(context, heldMs, true);
      if (typeof entry !== "string") return entry;
      const before = this.#clock.monotonic();
      const nextAt = entry === "down" ? (this.#breaker.nextProbeAt ?? before) : before + this.#pacer.delay(before);
      if (context.progress) {
        context.progress.waitsFor = entry;
        context.progress.until = nextAt;
      }
      await this.#clock.sleep(Math.min(LONGEST_SLEEP_MS, Math.max(1, Math.ceil(nextAt - before))), context.stop);
      if (entry === "down") heldMs += this.#clock.monotonic() - before;
    }
  }

  #ask({ stop, timeLeftMs }: CallContext, heldMs: number, waited: boolean): Entry | "pace" | "down" {
    if (stop.aborted) return { error: ABORTED };
    const now = this.#clock.monotonic();
    if (this.#refusal !== null && now >= this.#refusal.until) this.#refusal = null;
    if (this.#refusal !== null) return { error: this.#refusal.error };
    if (this.#pacer.delay(now) > 0) return "pace";
    const passage = this.#breaker.ask(now);
    if (passage === "wait" && heldMs < (timeLeftMs ?? Number.POSITIVE_INFINITY)) return "down";
    if (passage !== "go") return { error: this.#down() };
    this.#pacer.start(now);
    return { ticket: this.#bound.start(waited), heldMs };
  }

  #down(): CallError {
    const { kind = "server", httpStatus = null, message = "" } = this.#failure ?? {};
    return { kind, httpStatus, message: `not called: the provider is down: ${message}`, retryable: false };
  }

  #note(open: boolean): void {
    this.#settings.onNote(
      open
        ? `${this.#name()}: call after call fails (${this.#failure?.message ?? ""}); calls wait, single ones try whether it is back`
        : `${this.#name()}: the provider answers again; calls go on`,
    );
  }

  #name(): string {
    return [...this.#models].join(", ");
  }
}

/** What says that we ask for too much. A 503 does not; nor does an error that came without a status. */
function isRefusal({ kind, httpStatus }: CallError): boolean {
  return (kind === "rate_limit" || kind === "overloaded") && httpStatus !== null && httpStatus !== 503;
}

const FAILURES: ReadonlySet<string> = new Set(["server", "network", "timeout", "overloaded"]);
