import pLimit from "p-limit";
import type { Clock } from "../base/clock.ts";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import { ABORTED, noCall } from "./no-call.ts";
import { TokenBucket } from "./token-bucket.ts";

export interface LimitSettings {
  /** Calls in flight. */
  readonly concurrency: number;
  /** Requests a minute. */
  readonly rpm: number | null;
  /** Tokens a minute. */
  readonly tpm: number | null;
}

/** One bound that several models may share: an API key, a base URL, or a model of its own. */
export interface Limiter {
  run(task: () => Promise<void>): Promise<void>;
  admit(tokens: number, signal: AbortSignal): Promise<void>;
  settle(difference: number): void;
  readonly hasTokenBound: boolean;
}

export function createLimiter(settings: LimitSettings, clock: Clock): Limiter {
  const limit = pLimit(settings.concurrency);
  const requests = settings.rpm === null ? null : new TokenBucket(settings.rpm, clock);
  const tokens = settings.tpm === null ? null : new TokenBucket(settings.tpm, clock);
  return {
    run: (task) => limit(task),
    async admit(estimate, signal) {
      await requests?.take(1, signal);
      await tokens?.take(estimate, signal);
    },
    settle: (difference) => tokens?.adjust(difference),
    hasTokenBound: tokens !== null,
  };
}

/**
 * Bounds calls. Buckets are waited for before a slot is taken, so that waiting holds none. The slot is held until the
 * output's line is on disk (`context.written`): what a crash can cost is what was in flight.
 * `limiters` from the widest (the account's, taken last) to the narrowest (the model's, taken first); none is nested in itself.
 */
export function withLimit(provider: Provider, limiters: readonly Limiter[], clock: Clock): Provider {
  return {
    ...provider,
    async call(request, context) {
      const queued = clock.monotonic();
      const estimate = limiters.some((limiter) => limiter.hasTokenBound) ? estimateTokens(request) : 0;
      for (const limiter of limiters) await limiter.admit(estimate, context.stop);
      return new Promise<Reply>((resolve) => {
        const task = async () => {
          if (context.stop.aborted) return resolve(noCall(ABORTED));
          const queueMs = Math.round((clock.monotonic() - queued) * 100) / 100;
          const reply = await provider.call(request, context);
          const used =
            reply.usage.inputTokens === null ? null : reply.usage.inputTokens + (reply.usage.outputTokens ?? 0);
          if (used !== null) for (const limiter of limiters) limiter.settle(estimate - used);
          resolve({ ...reply, queueMs: reply.queueMs + queueMs });
          await context.written;
        };
        const nested = limiters.reduce<() => Promise<void>>((inner, limiter) => () => limiter.run(inner), task);
        void nested();
      });
    },
  };
}

/** Four characters a token, plus what may be written: only for pacing, settled after the call. */
function estimateTokens(request: ModelRequest): number {
  const characters = request.messages.reduce(
    (sum, message) =>
      sum + (typeof message.content === "string" ? message.content.length : JSON.stringify(message.content).length),
    0,
  );
  const maxTokens = request.params.max_tokens;
  return Math.ceil(characters / 4) + (typeof maxTokens === "number" ? maxTokens : 256);
}
