import type { Clock } from "../base/clock.ts";
import type { Attempt, Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { ABORTED } from "./no-call.ts";

export interface RetryOptions {
  readonly clock: Clock;
  /** Attempts in all, at least 1. */
  readonly maxAttempts: number;
  /** Bound of all attempts and the waits between them together, milliseconds. Waiting in our own queue is not in it. */
  readonly totalTimeoutMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** The longest that a timer can wait: a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Tries again what may pass: after `Retry-After` where the server names a time, else after an exponential delay with
 * full jitter. The attempts and the time of a call are bounded. A wait holds no slot.
 */
export function withRetry(provider: Provider, options: RetryOptions): Provider {
  const { clock, totalTimeoutMs } = options;
  return {
    ...provider,
    async call(request, context) {
      const start = clock.monotonic();
      const attempts: Attempt[] = [];
      let queueMs = 0;
      let costUsd: number | null = null;
      // What waits for its turn is no slow call: its time begins when it is sent.
      const leftMs = () => totalTimeoutMs - (clock.monotonic() - start - queueMs);
      for (let number = 1; ; number++) {
        // Each attempt has a slot of its own, which is given back before we wait for the next.
        let settle = () => {};
        const settled = new Promise<void>((resolve) => {
          settle = resolve;
        });
        if (context.progress) Object.assign(context.progress, { attempt: number, waitsFor: "slot", until: null });
        const reply = await provider.call(request, { timeLeftMs: leftMs(), ...context, written: settled });
        attempts.push(...reply.attempts);
        queueMs += reply.queueMs;
        // A failed attempt with recorded usage was paid for too.
        costUsd = reply.costUsd === null ? costUsd : (costUsd ?? 0) + reply.costUsd;
        const delayMs = nextDelay(reply, number, leftMs(), options);
        if (delayMs === null) {
          void context.written.then(settle, settle);
          const unknown = reply.status === "ok" && reply.costUsd === null;
          return { ...reply, attempts, queueMs, costUsd: unknown ? null : costUsd };
        }
        settle();
        if (context.progress && reply.status === "error") {
          const { httpStatus, kind } = reply.error;
          const until = clock.monotonic() + delayMs;
          Object.assign(context.progress, { last: String(httpStatus ?? kind), waitsFor: "retry", until });
        }
        await pause(delayMs, context.stop, clock);
        if (context.stop.aborted) return { ...reply, status: "error", error: ABORTED, attempts, queueMs, costUsd };
      }
    },
  };
}

/** Milliseconds until the next attempt; null: there is none. */
function nextDelay(reply: Reply, number: number, leftMs: number, options: RetryOptions): number | null {
  if (reply.status === "ok" || !reply.error.retryable || number >= options.maxAttempts) return null;
  const stated = reply.attempts.at(-1)?.retryAfterMs ?? 0;
  const backoff = options.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** number);
  // A server that says "at once" has not said when it will be well again.
  const delayMs = stated > 0 ? stated : backoff;
  return delayMs < leftMs ? delayMs : null;
}

/** Never shorter than `ms`, though timers may fire a little early. */
async function pause(ms: number, stop: AbortSignal, clock: Clock): Promise<void> {
  const end = clock.monotonic() + ms;
  for (let rest = ms; rest > 0 && !stop.aborted; rest = end - clock.monotonic()) {
    await clock.sleep(Math.min(Math.ceil(rest), LONGEST_TIMER_MS), stop);
  }
}
