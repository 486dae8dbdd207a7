import type { Clock } from "../base/clock.ts";
import type { Attempt, Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { ABORTED } from "./no-call.ts";

export interface RetryOptions {
  readonly clock: Clock;
  /** Attempts in all, at least 1. */
  readonly maxAttempts: number;
  /** Bound of all attempts and waits together, milliseconds. */
  readonly totalTimeoutMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/**
 * Tries again what may pass: after `Retry-After` where the server names a time, else after an exponential delay with
 * full jitter. The attempts and the time of a call are bounded. A wait holds no slot.
 */
export function withRetry(provider: Provider, options: RetryOptions): Provider {
  const { clock } = options;
  return {
    ...provider,
    async call(request, context) {
      const start = clock.monotonic();
      const attempts: Attempt[] = [];
      let queueMs = 0;
      let costUsd = 0;
      for (let number = 1; ; number++) {
        // Each attempt has a slot of its own, which is given back before we wait for the next.
        let settle = () => {};
        const settled = new Promise<void>((resolve) => {
          settle = resolve;
        });
        const reply = await provider.call(request, { ...context, written: settled });
        attempts.push(...reply.attempts);
        queueMs += reply.queueMs;
        const delayMs = nextDelay(reply, number, clock.monotonic() - start, options);
        if (delayMs === null) {
          void context.written.then(settle);
          // A failed attempt with recorded usage was paid for too.
          const total = reply.costUsd === null ? (costUsd > 0 ? costUsd : null) : costUsd + reply.costUsd;
          return {
            ...reply,
            attempts,
            queueMs,
            costUsd: reply.status === "ok" && reply.costUsd === null ? null : total,
          };
        }
        settle();
        costUsd += reply.costUsd ?? 0;
        await clock.sleep(delayMs, context.stop);
        if (context.stop.aborted)
          return {
            ...reply,
            attempts,
            queueMs,
            costUsd: costUsd > 0 ? costUsd : null,
            status: "error",
            error: ABORTED,
          };
      }
    },
  };
}

/** Milliseconds until the next attempt; null: there is none. */
function nextDelay(reply: Reply, number: number, elapsedMs: number, options: RetryOptions): number | null {
  if (reply.status === "ok" || !reply.error.retryable || number >= options.maxAttempts) return null;
  const stated = reply.attempts.at(-1)?.retryAfterMs ?? null;
  const backoff = options.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** number);
  const delayMs = stated ?? backoff;
  return elapsedMs + delayMs < options.totalTimeoutMs ? delayMs : null;
}
