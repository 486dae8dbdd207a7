import type { Case } from "./case.ts";
import type { Reply } from "./output.ts";
import type { ModelRequest } from "./request.ts";

/** How far a call has come: written by the wrappers, read by who watches the run. */
export interface CallProgress {
  attempt: number;
  /** Why the last attempt failed: its status, or the kind of its error; null: there was none. */
  last: string | null;
  /** A slot, an answer, the time of the next attempt, the provider's limits, a provider that is down. */
  waitsFor: "slot" | "answer" | "retry" | "pace" | "down";
  /** Monotonic milliseconds: the end of the wait; with `answer`, when it was asked; null: unknown. */
  until: number | null;
}

/** What surrounds a call. */
export interface CallContext {
  /** The case as read. Adapters that run a user's program must not hand over `expected`. */
  readonly case: Case;
  readonly repeat: number;
  readonly seed: number;
  readonly fingerprint: string;
  /** Aborts what is under way: the call ends with error kind `aborted`. */
  readonly signal: AbortSignal;
  /** Aborts when no new attempt may start; those in flight go on until `signal` aborts. */
  readonly stop: AbortSignal;
  /**
   * Resolves when the output's line is on disk. A limiter holds the slot until then, so that what a crash can cost
   * is what was in flight.
   */
  readonly written: Promise<void>;
  /** Milliseconds that are left of the trial's whole time (`total_timeout_s`); absent: no such bound. */
  readonly timeLeftMs?: number;
  readonly progress?: CallProgress;
}

/** A model that can be called. Limits, retries, cache and budget are wrappers `(Provider) -> Provider`. */
export interface Provider {
  /** Never rejects. */
  call(request: ModelRequest, context: CallContext): Promise<Reply>;
  /** Closes sockets and child processes. */
  close?(): Promise<void>;
}
